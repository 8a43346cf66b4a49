"""Good practices: what works for whom, how it is done, what it costs and what came of it."""
