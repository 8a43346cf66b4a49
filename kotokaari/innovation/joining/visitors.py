"""Who somebody is on a day: a participant by the cookie of this browser, or somebody signed in who runs the day."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from kotokaari.innovation.models import Day, Participant
from kotokaari.live.public import Ticket, give

SALT = "kotokaari.innovation.participant"
LASTS = datetime.timedelta(days=60)


def cookie_name(day: Day) -> str:
    """The cookie by which a browser is known on a day."""
    return f"day-{day.key}"


def participant_of(request: HttpRequest, day: Day) -> Participant | None:
    """The participant whose browser this is; None when there is none, or she withdrew."""
    text = request.COOKIES.get(cookie_name(day))
    if not text:
        return None
    try:
        key = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found = Participant.objects.filter(day=day, key=key).select_related("municipality").first()
    return None if found is None or found.state == Participant.State.WITHDRAWN else found


def ticket_of(participant: Participant, day: Day) -> Ticket:
    """A participant's ticket to the day's channel. She hears what is for all, and what is for her."""
    return Ticket(day.channel.uuid, participant.key, frozenset({f"person:{participant.key}"}))


def staff_ticket(request: HttpRequest, day: Day) -> Ticket | None:
    """The ticket of somebody signed in who runs the day; None for everybody else."""
    if not Day.objects.run_by(request.user).filter(pk=day.pk).exists():
        return None
    return Ticket(day.channel.uuid, f"staff:{request.user.uuid}", is_staff=True)  # type: ignore[union-attr]


def ticket_for(request: HttpRequest, day: Day, *, who: str = "") -> Ticket | None:
    """Whoever asks: as participant when this browser is one's, else as staff, else None.

    With ``who`` only as the one whom the page that asks was made for.
    """
    return next((ticket for ticket in tickets_for(request, day) if who in ("", ticket.who)), None)


def tickets_for(request: HttpRequest, day: Day) -> list[Ticket]:
    """All that whoever asks is on the day: a facilitator may take part in it too, in another tab."""
    participant = participant_of(request, day)
    own = ticket_of(participant, day) if participant is not None else None
    return [ticket for ticket in (own, staff_ticket(request, day)) if ticket is not None]


def remember(response: HttpResponseBase, participant: Participant, day: Day) -> None:
    """Let this browser be the participant's from now on."""
    response.set_cookie(
        cookie_name(day),
        signing.dumps(participant.key, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    give(response, ticket_of(participant, day))
