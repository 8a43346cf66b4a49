"""By when a panel hands in, and when its members may read each other."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..models import Timetable


@transaction.atomic
def plan_judging(call: Call, *, due_on: datetime.date | None, by: User) -> Timetable:
    """Say by when the panel hands in; reminders follow it. Refuses a day that has passed."""
    if due_on and due_on < timezone.localdate():
        raise DomainError(_("Choose a day that has not passed."))
    timetable, _made = Timetable.objects.select_for_update().get_or_create(call=call)
    timetable.due_on, timetable.changed_by, timetable.changed_at = due_on, by, timezone.now()
    timetable.save()
    audit.record("judging planned", target=call, by=by, due_on=due_on.isoformat() if due_on else "")
    return timetable


@transaction.atomic
def share_assessments(call: Call, *, by: User) -> Timetable:
    """From now on a member reads the others' assessments of what they have handed in themselves, as at a meeting."""
    timetable, _made = Timetable.objects.select_for_update().get_or_create(call=call)
    if timetable.shared_at is None:
        timetable.shared_at, timetable.changed_by, timetable.changed_at = timezone.now(), by, timezone.now()
        timetable.save()
        audit.record("assessments shared with the panel", target=call, by=by)
    return timetable
