"""Asking who may."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    """Let the request go on, or answer 403. Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied
