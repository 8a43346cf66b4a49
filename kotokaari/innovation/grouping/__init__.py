"""The groups of a day as pages."""
