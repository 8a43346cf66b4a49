"""What happens at night: reminders before assessments are due."""

from __future__ import annotations

import datetime

from django.utils.translation import ngettext

from . import actions
from .models import Timetable

DAYS_BEFORE = (3, 1)


def remind_before_due(day: datetime.date) -> str:
    """Write three days and one day before the panel hands in. Safe to do twice."""
    sent = 0
    for days in DAYS_BEFORE:
        due = day + datetime.timedelta(days=days)
        for timetable in Timetable.objects.filter(due_on=due).select_related("call"):
            sent += actions.remind_all(timetable.call, kind=f"due-{days}:{due.isoformat()}", by=None)
    if not sent:
        return ""
    return ngettext("%(n)s panel member was reminded.", "%(n)s panel members were reminded.", sent) % {"n": sent}
