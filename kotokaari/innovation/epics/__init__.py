"""Epics: written together, followed for months, carried into the catalogue."""
