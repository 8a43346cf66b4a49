"""Surveys of needs: what professionals find important, how well it works today, and the themes that follow."""
