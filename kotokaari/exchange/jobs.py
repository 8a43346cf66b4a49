"""What happens at night."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from . import actions, queries

REMINDED_AFTER, COPIED_AFTER = 7, 14  # days without an answer


def wake_questions(day: datetime.date) -> str:
    """Remind owners of what has waited a week; after two weeks national specialists see it too."""
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    reminded = [
        actions.remind_owner(question, by=None)
        for question in queries.waiting_since(end - datetime.timedelta(days=REMINDED_AFTER)).filter(reminded_at=None)
    ]
    copied = [
        actions.copy_to_specialists(question, by=None)
        for question in queries.waiting_since(end - datetime.timedelta(days=COPIED_AFTER)).filter(copied_at=None)
    ]
    count = len(reminded) + len(copied)
    return ngettext("%(count)d question woken", "%(count)d questions woken", count) % {"count": count} if count else ""
