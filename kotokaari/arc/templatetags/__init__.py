"""Template tags of the arc room."""
