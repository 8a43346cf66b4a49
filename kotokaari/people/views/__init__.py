"""People, organisations and places over HTTP."""
