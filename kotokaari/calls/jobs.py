"""What happens once a day."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from . import actions, queries
from .registries import draft_holders

DAYS_BEFORE = (7, 1)


def remind_of_closing(day: datetime.date) -> str:
    """A week and a day before a round closes, write to those whose draft is not sent; once each for each closing."""
    sent = 0
    dates = {day + datetime.timedelta(days=before): before for before in DAYS_BEFORE}
    for round in queries.rounds_closing_on(dates):
        if round.closes_at <= timezone.now():
            continue
        closes = queries.local_day(round)
        kind = f"closes-in-{dates[closes]}:{closes:%y%m%d}"
        sent += sum(actions.remind(round, user=user, kind=kind, by=None) for user in draft_holders(round))
    if not sent:
        return ""
    return ngettext("%(count)d reminded that a call closes", "%(count)d reminded that a call closes", sent) % {
        "count": sent
    }
