"""The catalogue over HTTP, for those who write: drafts, translations, what surrounds a practice."""
