"""Rooms register their kinds here; the arc itself knows no subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language

from kotokaari.foundation.dates import written_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Node:
    """A thing as the arc shows it. When ``visible`` is False nothing but kind and station is told."""

    kind: str
    uuid: UUID
    station: str
    title: str = ""
    url: str = ""
    note: str = ""
    date: str = ""
    visible: bool = True
    is_example: bool = False
    language: str = ""

    @property
    def day(self) -> str:
        """The date as the reader's language writes it."""
        return written_date(self.date, (get_language() or "fi")[:2])


Resolver = Callable[[Any, Iterable[UUID]], dict[UUID, Node]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. ``resolve(user, uuids)`` gives a Node for each uuid that exists, in one or two
    queries however many; what ``user`` may not see is a Node with ``visible=False`` and no title.
    ``address(uuid)`` is used by /id/{uuid}."""

    name: str
    label: str | _StrPromise
    station: str
    resolve: Resolver
    may_edit: Callable[[Any, UUID], bool] = lambda user, uuid: False
    data_url: Callable[[UUID], str] | None = None
    find: Callable[[Any, str], list[Node]] = lambda user, words: []


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind of thing known to the arc. A second kind of the same name replaces the first."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """Every registered kind by name."""
    return dict(_kinds)
