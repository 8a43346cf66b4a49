"""What can happen to people, organisations and places."""
