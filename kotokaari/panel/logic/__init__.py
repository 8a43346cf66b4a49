"""What can be computed about a panel in plain Python, without the database."""
