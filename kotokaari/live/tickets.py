"""Tickets: who somebody is on a channel, signed, so that a stream holds no connection to the database."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

from .registry import Ticket

SALT = "kotokaari.live.ticket"
LASTS = datetime.timedelta(hours=18)


OWN, STAFF, LOOKS_ON = "", "-staff", "-looks"


def cookie_name(channel: UUID, role: str = OWN) -> str:
    """The cookie that carries a ticket. One a channel and role: a facilitator may run two days and take part in them."""
    return f"live-{channel.hex[:12]}{role}"


def role_of(ticket: Ticket) -> str:
    """Which of a browser's tickets this is: of whoever runs the day, of whoever takes part, of whoever only looks on."""
    return STAFF if ticket.is_staff else OWN if ticket.audiences else LOOKS_ON


def find(cookies: Mapping[str, str], channel: UUID, who: str = "") -> Ticket | None:
    """The browser's ticket for which a page was made (``who``), or without a word on it the first there is.

    A page never acts by the ticket of another page: when somebody else has joined in the same browser since, there
    is none for it.
    """
    for role in (OWN, STAFF, LOOKS_ON):
        ticket = read(cookies.get(cookie_name(channel, role)))
        if ticket is not None and ticket.channel == channel and who in ("", ticket.who):
            return ticket
    return None


def sign(ticket: Ticket) -> str:
    """A ticket as text nobody else can make."""
    content = [ticket.channel.hex, ticket.person, sorted(ticket.audiences), ticket.is_staff]
    return signing.dumps(content, salt=SALT, compress=False)


def read(text: str | None) -> Ticket | None:
    """The ticket, when it is one of ours and not too old; else None."""
    if not text:
        return None
    try:
        channel, person, audiences, is_staff = signing.loads(text, salt=SALT, max_age=LASTS)
        return Ticket(UUID(hex=channel), str(person), frozenset(audiences), bool(is_staff))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def give(response: HttpResponseBase, ticket: Ticket) -> None:
    """Put the ticket into the reader's browser; it is sent to the live addresses only."""
    response.set_cookie(
        cookie_name(ticket.channel, role_of(ticket)),
        sign(ticket),
        max_age=LASTS,
        path="/live/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
