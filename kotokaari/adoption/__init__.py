"""The adoption room: who uses which practice, what was changed, what came of it."""
