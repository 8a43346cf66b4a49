"""What can happen to a submission."""
