"""What upper rooms add to this one: sections of pages, and their part of a person's own data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from .models import Organisation, Place, User


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an organisation's or a place's page: a heading and a template with its context."""

    title: Any
    template: str
    context: dict[str, Any]
    order: int = 50


OrganisationSection = Callable[[HttpRequest, Organisation], "Section | None"]
PlaceSection = Callable[[HttpRequest, Place], "Section | None"]

WorkSection = Callable[[User], "Section | None"]

_work_sections: list[WorkSection] = []
_organisation_sections: list[OrganisationSection] = []
_place_sections: list[PlaceSection] = []
_exports: dict[str, Callable[[User], Any]] = {}

# Sent inside the transaction that erases a person, before name and address are gone.
# Arguments: sender=User, user. A room takes away what it keeps about the person.
person_erased = Signal()
# Sent inside the transaction that ends an organisation. Arguments: sender=Organisation, organisation, by.
organisation_ended = Signal()
# Sent inside the transaction in which somebody joins by an invitation. Arguments: sender=Invitation, invitation, user.
invitation_accepted = Signal()


def register_organisation_section(section: OrganisationSection) -> None:
    """Show ``section(request, organisation)`` on each organisation's page; None shows nothing there."""
    if section not in _organisation_sections:
        _organisation_sections.append(section)


def register_place_section(section: PlaceSection) -> None:
    """Show ``section(request, place)`` on each place's page; None shows nothing there."""
    if section not in _place_sections:
        _place_sections.append(section)


def register_work_section(section: WorkSection) -> None:
    """Show ``section(user)`` on the person's page of work; None shows nothing there."""
    if section not in _work_sections:
        _work_sections.append(section)


def work_sections(user: User) -> list[Section]:
    """What waits for a person in the rooms, in order."""
    return _sorted(section(user) for section in _work_sections)


def register_export(name: str, part: Callable[[User], Any]) -> None:
    """Put ``part(user)`` (plain JSON data) under ``name`` into the person's own data."""
    _exports[name] = part


def exports() -> dict[str, Callable[[User], Any]]:
    """The registered parts by name."""
    return dict(_exports)


def organisation_sections(request: HttpRequest, organisation: Organisation) -> list[Section]:
    """What the rooms show on an organisation's page, in order."""
    return _sorted(section(request, organisation) for section in _organisation_sections)


def place_sections(request: HttpRequest, place: Place) -> list[Section]:
    """What the rooms show on a place's page, in order."""
    return _sorted(section(request, place) for section in _place_sections)


def _sorted(sections: Iterable[Section | None]) -> list[Section]:
    return sorted((section for section in sections if section is not None), key=lambda section: section.order)
