"""What rooms above add: who may read a submission, who has to do with a call, what authors see, what bars withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from kotokaari.calls.public import Call
from kotokaari.foundation.registry import Registry, Section, in_order
from kotokaari.people.public import User

from .models import Submission

Readable = Callable[[Any], Q]
Bar = Callable[[Submission], str]
People = Callable[[Call], Any]
AuthorsSection = Callable[[HttpRequest, Submission], Section | None]

_readers = Registry[[Any], Q]()
_bars = Registry[[Submission], str]()
_people = Registry[[Call], Any]()
_authors_sections = Registry[[HttpRequest, Submission], Section | None]()


def register_reader(readable: Readable) -> None:
    """Open reading of what was sent: ``readable(user)`` is a ``Q`` of submissions, recusals are taken off here."""
    _readers.add(readable)


def readers() -> Iterator[Readable]:
    """Everything registered."""
    return iter(tuple(_readers))


def register_bar(bar: Bar) -> None:
    """``bar(submission)`` says in a sentence why it cannot be withdrawn now; "" when nothing stands against it."""
    _bars.add(bar)


def barred(submission: Submission) -> str:
    """Why it cannot be withdrawn now, or ""."""
    return next((reason for bar in _bars if (reason := bar(submission))), "")


def register_people_of_call(people: People) -> None:
    """Count ``people(call)``, keys of people, among those who may have a conflict: a panel's members."""
    _people.add(people)


def people_of_call(call: Call) -> QuerySet[User]:
    """Those who run the call, and those whom rooms above name: everybody a conflict can be ruled for."""
    found = Q(pk__in=call.people.values("user"))
    for people in _people:
        found |= Q(pk__in=people(call))
    return User.objects.filter(found, is_active=True).order_by("name", "email")


def register_authors_section(section: AuthorsSection) -> None:
    """Show ``section(request, submission)`` on the page its authors have of it: an answer, for one. None shows nothing."""
    _authors_sections.add(section)


def authors_sections(request: HttpRequest, submission: Submission) -> list[Section]:
    """What rooms above show to the authors, in order."""
    return in_order(_authors_sections.ask(request, submission))
