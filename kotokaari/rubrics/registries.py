"""What rooms above add to the page of a rubric: which calls use it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from kotokaari.foundation.registry import Registry, Section, in_order

from .models import Rubric

RubricSection = Callable[[HttpRequest, Rubric], Section | None]

_sections = Registry[[HttpRequest, Rubric], Section | None]()


def register_rubric_section(section: RubricSection) -> None:
    """Show ``section(request, rubric)`` on each rubric's page; None shows nothing there."""
    _sections.add(section)


def rubric_sections(request: HttpRequest, rubric: Rubric) -> list[Section]:
    """What the rooms show on a rubric's page, in order."""
    return in_order(_sections.ask(request, rubric))
