"""Asking for a decision to be looked at again, and answering."""
