"""What upper rooms add to this one: sections of pages, and their part of a person's own data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from kotokaari.foundation.registry import Registry, Section, in_order

from .models import Organisation, Place, User


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One thing in a list on «My work» (``people/_work_lines.html``); ``language`` where it is not the reader's."""

    title: str
    language: str
    url: str
    note: str
    is_example: bool = False


OrganisationSection = Callable[[HttpRequest, Organisation], Section | None]
PlaceSection = Callable[[HttpRequest, Place], Section | None]

WorkSection = Callable[[User], Section | None]

_work_sections = Registry[[User], Section | None]()
_organisation_sections = Registry[[HttpRequest, Organisation], Section | None]()
_place_sections = Registry[[HttpRequest, Place], Section | None]()
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
    _organisation_sections.add(section)


def register_place_section(section: PlaceSection) -> None:
    """Show ``section(request, place)`` on each place's page; None shows nothing there."""
    _place_sections.add(section)


def register_work_section(section: WorkSection) -> None:
    """Show ``section(user)`` on the person's page of work; None shows nothing there."""
    _work_sections.add(section)


def work_sections(user: User) -> list[Section]:
    """What waits for a person in the rooms, in order."""
    return in_order(_work_sections.ask(user))


def register_export(name: str, part: Callable[[User], Any]) -> None:
    """Put ``part(user)`` (plain JSON data) under ``name`` into the person's own data."""
    _exports[name] = part


def exports() -> dict[str, Callable[[User], Any]]:
    """The registered parts by name."""
    return dict(_exports)


def organisation_sections(request: HttpRequest, organisation: Organisation) -> list[Section]:
    """What the rooms show on an organisation's page, in order."""
    return in_order(_organisation_sections.ask(request, organisation))


def place_sections(request: HttpRequest, place: Place) -> list[Section]:
    """What the rooms show on a place's page, in order."""
    return in_order(_place_sections.ask(request, place))
