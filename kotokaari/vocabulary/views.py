"""Words and law over HTTP."""
