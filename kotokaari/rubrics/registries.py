"""What rooms above add to the page of a rubric: which calls use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import Rubric


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a rubric's page: a heading and a template with its context."""

    title: Any
    template: str
    context: dict[str, Any]
    order: int = 50


RubricSection = Callable[[HttpRequest, Rubric], "Section | None"]

_sections: list[RubricSection] = []


def register_rubric_section(section: RubricSection) -> None:
    """Show ``section(request, rubric)`` on each rubric's page; None shows nothing there."""
    if section not in _sections:
        _sections.append(section)


def rubric_sections(request: HttpRequest, rubric: Rubric) -> list[Section]:
    """What the rooms show on a rubric's page, in order."""
    shown = (section(request, rubric) for section in _sections)
    return sorted((section for section in shown if section is not None), key=lambda section: section.order)
