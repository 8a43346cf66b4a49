"""Calls for practices: themes, questions, rounds, texts in three languages, who runs them."""
