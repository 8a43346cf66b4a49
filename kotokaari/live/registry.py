"""Rooms say here what the acts on their channels mean. The log itself knows no subject."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.utils.crypto import salted_hmac

from .models import Channel

EVERYBODY = "all"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who somebody is on a channel: signed by the house, carried by a cookie, read without asking the database.

    ``person`` is the room's own name for who acts; ``audiences`` what she is told of beside ``all``.
    """

    channel: UUID
    person: str
    audiences: frozenset[str] = frozenset()
    is_staff: bool = False

    @property
    def who(self) -> str:
        """A word by which a page names its ticket among those of its browser. It tells nothing of the person."""
        return salted_hmac("kotokaari.live.who", f"{self.channel}:{self.person}", algorithm="sha256").hexdigest()[:12]

    def hears(self, audience: str) -> bool:
        """Whether an event for this audience is for her."""
        return audience == EVERYBODY or audience in self.audiences or (audience == STAFF and self.is_staff)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An act as it came from a phone: not yet looked at by the room. ``language`` is that of the page it was done on."""

    op: UUID
    kind: str
    payload: dict[str, Any]
    made_at: datetime.datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The room took an act. ``event`` is told to ``audience``; ``kept`` is stored in place of the payload when given.

    ``mine`` goes back to the sender alone, with the receipt. ``author`` and ``made_at`` are empty where the act is
    secret.
    """

    event: dict[str, Any]
    audience: str = EVERYBODY
    kept: dict[str, Any] | None = None
    mine: dict[str, Any] = field(default_factory=dict)
    author: str = ""
    tells_when: bool = True
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The room did not take an act: a word for programs and a sentence for the person, who keeps the text."""

    code: str
    sentence: str


Outcome = Accepted | Refused


class Session(Protocol):
    """What a room knows while it takes several acts in one transaction: it may keep what it has read."""

    def take(self, ticket: Ticket, act: Incoming) -> Outcome:
        """Write what the act means, or refuse it. Inside a savepoint: what fails leaves nothing."""

    def takes_when_closed(self, ticket: Ticket, act: Incoming) -> bool:
        """Whether this act is looked at although the channel has closed: hiding what should never have been written."""


class Handler(Protocol):
    """A room's word on one kind of channel."""

    kind: str

    def begin(self, channel: Channel) -> Session:
        """Called once a transaction, with the channel's row locked."""

    def snapshot(self, channel: Channel, ticket: Ticket) -> dict[str, Any]:
        """All that this person may know now: what the events until ``channel.last`` have led to."""


_handlers: dict[str, Handler] = {}


def register_handler(handler: Handler) -> None:
    """Make a kind of channel known. A second handler of the same kind replaces the first."""
    _handlers[handler.kind] = handler


def handler_of(kind: str) -> Handler:
    """The handler of a kind. Raises KeyError when no room has one."""
    return _handlers[kind]


def kinds() -> Iterable[str]:
    """Every kind that is known."""
    return tuple(_handlers)
