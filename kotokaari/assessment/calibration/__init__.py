"""What the scores of a call say of its judges: raw first, then corrected beside it, never instead of it."""
