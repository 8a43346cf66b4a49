"""What builds, checks and sets up the house. Not part of the wheel."""
