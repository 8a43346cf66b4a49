"""Settings, root addresses and the server's front door."""
