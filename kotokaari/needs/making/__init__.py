"""Surveys built in the browser or from files."""
