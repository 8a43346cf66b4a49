"""Tickets: who somebody is on a channel, signed, so that a stream holds no connection to the database."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

from .registry import Ticket

SALT = "kotokaari.live.ticket"
LASTS = datetime.timedelta(hours=18)


def cookie_name(channel: UUID) -> str:
    """The cookie that carries a ticket. One a channel: a facilitator may run two days."""
    return f"live-{channel.hex[:12]}"


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
        cookie_name(ticket.channel),
        sign(ticket),
        max_age=LASTS,
        path="/live/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
