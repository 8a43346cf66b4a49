"""What other rooms add to this one: who may edit words, and where a concept is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from kotokaari.foundation.registry import Registry, Section, in_order

from .models import Concept

ConceptSection = Callable[[HttpRequest, Concept], Section | None]

_sections = Registry[[HttpRequest, Concept], Section | None]()
_editors = Registry[[Any], bool]()


def register_concept_section(section: ConceptSection) -> None:
    """Show ``section(request, concept)`` on each concept's page; None shows nothing there."""
    _sections.add(section)


def concept_sections(request: HttpRequest, concept: Concept) -> list[Section]:
    """What the rooms show on a concept's page, in order."""
    return in_order(_sections.ask(request, concept))


def register_editors(may: Callable[[Any], bool]) -> None:
    """Let those for whom ``may(user)`` is true edit the words of the house."""
    _editors.add(may)


def is_editor(user: Any) -> bool:
    """True for an administrator of the house and for everyone an upper room lets."""
    if not getattr(user, "is_authenticated", False):
        return False
    return user.is_administrator or any(may(user) for may in _editors)
