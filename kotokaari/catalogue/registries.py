"""What upper rooms add to the page of a practice, and to what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kotokaari.foundation.registry import Registry, Section, in_order
from kotokaari.foundation.text import TranslatedText

from .models import Practice, Version


@dataclass(frozen=True, slots=True)
class Action:
    """A step a reader may take from a practice's page; ``is_main`` for the one that matters most."""

    label: Any
    url: str
    icon: str = ""
    is_main: bool = False
    order: int = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact «at a glance» beside a practice's text, such as how many use it. Same for all readers."""

    name: str
    label: str
    words: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Distinction:
    """What a practice was found to be, such as judged by a panel: for lists, search and a badge. Public.

    ``value`` narrows lists, ``label`` is what it is called there; ``of`` names who says so, each as the reader reads it.
    """

    value: str
    label: Any
    of: TranslatedText


Distinctions = Callable[[Sequence[UUID] | None], Mapping[UUID, Distinction]]
PracticeSection = Callable[[HttpRequest, Practice, Version], Section | None]
PracticeActions = Callable[[HttpRequest, Practice], Sequence[Action]]
PracticeFact = Callable[[Practice, str], Fact | None]
UseCounter = Callable[[Sequence[UUID]], Mapping[UUID, int]]
ListPart = Callable[[HttpRequest, str], str]
HeadPart = Callable[[HttpRequest, Practice, Version], str]

_sections = Registry[[HttpRequest, Practice, Version], Section | None]()
_actions = Registry[[HttpRequest, Practice], Sequence[Action]]()
_facts = Registry[[Practice, str], Fact | None]()
_use_counters = Registry[[Sequence[UUID]], Mapping[UUID, int]]()
_distinctions = Registry[[Sequence[UUID] | None], Mapping[UUID, Distinction]]()
_heads = Registry[[HttpRequest, Practice, Version], str]()
_list_extras = Registry[[HttpRequest, str], str]()
_list_heads = Registry[[HttpRequest, str], str]()


def register_practice_section(section: PracticeSection) -> None:
    """Show ``section(request, practice, version)`` after a practice's text; None shows nothing there."""
    _sections.add(section)


def register_practice_actions(actions: PracticeActions) -> None:
    """Offer ``actions(request, practice)`` at the top of a practice's page. For everybody: a step may ask to sign in."""
    _actions.add(actions)


def register_practice_fact(fact: PracticeFact) -> None:
    """Show ``fact(practice, language)`` at a glance. It is kept until public data changes, so it must be public."""
    _facts.add(fact)


def register_use_counter(counter: UseCounter) -> None:
    """Let ``counter(uuids)`` tell how many organisations use each practice, independent of its owner: for lists and search."""
    _use_counters.add(counter)


def register_distinctions(source: Distinctions) -> None:
    """Let ``source(uuids)`` tell the distinctions of these practices, of all that have one when None."""
    _distinctions.add(source)


def register_practice_head(part: HeadPart) -> None:
    """Put the safe HTML of ``part(request, practice, version)`` into the head of a practice's page."""
    _heads.add(part)


def register_list_extra(part: ListPart) -> None:
    """Show the safe HTML of ``part(request, query)`` above the list of practices; "" shows nothing.

    ``query`` says what is chosen, as ``?theme=…`` from the first page on. For everybody: kept for those without a session.
    """
    _list_extras.add(part)


def register_list_head(part: ListPart) -> None:
    """Put the safe HTML of ``part(request, query)`` into the head of the list of practices."""
    _list_heads.add(part)


def list_extras(request: HttpRequest, query: str) -> list[str]:
    """What the rooms show above the list."""
    return [shown for part in _list_extras if (shown := part(request, query))]


def list_heads(request: HttpRequest, query: str) -> list[str]:
    """What the rooms put into the list's head."""
    return [part(request, query) for part in _list_heads]


def practice_sections(request: HttpRequest, practice: Practice, version: Version) -> list[Section]:
    """What the rooms show after a practice's text, in order."""
    return in_order(_sections.ask(request, practice, version))


def practice_actions(request: HttpRequest, practice: Practice) -> list[Action]:
    """The steps the rooms offer, in order."""
    return sorted((action for part in _actions for action in part(request, practice)), key=lambda action: action.order)


def practice_facts(practice: Practice, language: str) -> list[Fact]:
    """What the rooms tell at a glance."""
    return [found for fact in _facts if (found := fact(practice, language))]


def practice_heads(request: HttpRequest, practice: Practice, version: Version) -> list[str]:
    """What the rooms put into the head of a practice's page."""
    return [part(request, practice, version) for part in _heads]


def distinctions(practices: Sequence[UUID] | None = None) -> dict[UUID, Distinction]:
    """The distinction of each of these practices that has one; of all when None."""
    return {uuid: one for source in _distinctions for uuid, one in source(practices).items()}


def uses(practices: Iterable[UUID]) -> dict[UUID, int]:
    """How many independent organisations use each of these practices; nought is left out."""
    wanted, found = list(practices), dict[UUID, int]()
    for counter in _use_counters if wanted else ():
        for uuid, number in counter(wanted).items():
            found[uuid] = found.get(uuid, 0) + number
    return found
