"""What other rooms add to this one: who may edit words, and where a concept is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import Concept


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a concept's page: a heading and a template with its context."""

    title: Any
    template: str
    context: dict[str, Any]
    order: int = 50


ConceptSection = Callable[[HttpRequest, Concept], "Section | None"]

_sections: list[ConceptSection] = []
_editors: list[Callable[[Any], bool]] = []


def register_concept_section(section: ConceptSection) -> None:
    """Show ``section(request, concept)`` on each concept's page; None shows nothing there."""
    if section not in _sections:
        _sections.append(section)


def concept_sections(request: HttpRequest, concept: Concept) -> list[Section]:
    """What the rooms show on a concept's page, in order."""
    shown = (section(request, concept) for section in _sections)
    return sorted((section for section in shown if section is not None), key=lambda section: section.order)


def register_editors(may: Callable[[Any], bool]) -> None:
    """Let those for whom ``may(user)`` is true edit the words of the house."""
    if may not in _editors:
        _editors.append(may)


def is_editor(user: Any) -> bool:
    """True for an administrator of the house and for everyone an upper room lets."""
    if not getattr(user, "is_authenticated", False):
        return False
    return user.is_administrator or any(may(user) for may in _editors)
