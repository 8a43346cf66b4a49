"""What happens once a day."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from . import actions, queries
from .registries import draft_holders

DAYS_BEFORE = (7, 1)
MADE_UP = 2  # days in which a reminder that was missed is still sent


def occasion(left: int) -> int | None:
    """Which reminder is due so many days before: of 7 and 1 days, or up to two days after either was missed."""
    return next((before for before in DAYS_BEFORE if before - MADE_UP <= left <= before), None)


def remind_of_closing(day: datetime.date) -> str:
    """A week and a day before a round closes, write to those whose draft is not sent; once each for each closing.

    A day on which this was not done is made up on the next two.
    """
    sent = 0
    for round in queries.rounds_closing_on(day + datetime.timedelta(days=days) for days in range(max(DAYS_BEFORE) + 1)):
        closes = queries.local_day(round)
        before = occasion((closes - day).days)
        if before is None or round.closes_at <= timezone.now():
            continue
        kind = f"closes-in-{before}:{closes:%y%m%d}"
        sent += sum(actions.remind(round, user=user, kind=kind, by=None) for user in draft_holders(round))
    if not sent:
        return ""
    return ngettext("%(count)d reminded that a call closes", "%(count)d reminded that a call closes", sent) % {
        "count": sent
    }
