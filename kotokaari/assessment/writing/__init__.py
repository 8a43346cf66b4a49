"""Judging: the list of what waits, the page where submission and form stand side by side, handing in."""
