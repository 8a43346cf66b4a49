"""What people do on a day: acts on its live channel. Each module says what some kinds of act mean."""
