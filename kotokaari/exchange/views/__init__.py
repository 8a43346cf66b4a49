"""People to people over HTTP."""
