"""What happens at night: reminders before assessments are due."""

from __future__ import annotations

import datetime

from django.utils.translation import ngettext

from kotokaari.calls.public import Call

from . import actions
from .models import Timetable

DAYS_BEFORE = (3, 1)
MADE_UP = 1  # a day on which a reminder that was missed is still sent


def remind_before_due(day: datetime.date) -> str:
    """Write three days and one day before the panel hands in, or the day after when that was missed. Safe to do twice."""
    sent = 0
    last = day + datetime.timedelta(days=max(DAYS_BEFORE))
    due_soon = Timetable.objects.filter(due_on__range=(day, last)).exclude(call__state=Call.State.CANCELLED)
    for timetable in due_soon.select_related("call"):
        assert timetable.due_on is not None
        left = (timetable.due_on - day).days
        days = next(before for before in sorted(DAYS_BEFORE) if before - MADE_UP <= left <= before)
        sent += actions.remind_all(timetable.call, kind=f"due-{days}:{timetable.due_on.isoformat()}", by=None)
    if not sent:
        return ""
    return ngettext("%(n)s panel member was reminded.", "%(n)s panel members were reminded.", sent) % {"n": sent}
