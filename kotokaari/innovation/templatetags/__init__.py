"""Tags of the innovation room."""
