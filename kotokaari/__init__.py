"""Kotokaari: from need to effect, one line of work that keeps its thread."""

__version__ = "0.1.0"
