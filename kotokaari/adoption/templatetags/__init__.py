"""Template tags of the adoption room."""
