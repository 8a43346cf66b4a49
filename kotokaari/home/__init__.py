"""The front door: front page, my work, pages of organisations and places, reports."""
