"""The wall's own key: a projector's computer shows the day without an account, and can do nothing on it."""

from __future__ import annotations

import datetime

from django.core import signing
from django.http import HttpRequest

from kotokaari.innovation.joining.visitors import ticket_for
from kotokaari.innovation.models import Day
from kotokaari.live.public import Ticket

SALT = "kotokaari.innovation.wall"
LASTS = datetime.timedelta(days=3)
NOBODY = "wall"  # no participant's key: whatever it sends is refused


def wall_token(day: Day) -> str:
    """What the address of the wall carries."""
    return signing.dumps(day.key, salt=SALT)


def wall_ticket(request: HttpRequest, day: Day) -> Ticket | None:
    """The ticket of whoever looks at the wall: one's own, else that of the wall's address; None for everybody else."""
    own = ticket_for(request, day)
    if own is not None:
        return own
    try:
        key = signing.loads(request.GET.get("show", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Ticket(day.channel.uuid, NOBODY) if key == day.key else None
