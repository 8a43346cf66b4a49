"""Who may change words. Reading is open to everybody."""

from __future__ import annotations

from typing import Any

from .models import Concept
from .registries import is_editor


def can_edit_concept(user: Any, concept: Concept) -> bool:
    """Administrators of the house and those whom an upper room lets (specialists); house words only."""
    return concept.scheme.is_house and concept.deprecated_on is None and is_editor(user)
