"""What happens once a day."""

from __future__ import annotations

import datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import ngettext

from kotokaari.calls.public import Call, zone_of

from .actions import gates
from .models import Submission

DAYS_BEFORE = 2


def remind_to_mend(day: datetime.date) -> str:
    """Two days before the time to mend what was returned ends, or later when missed, write to its authors; once each time."""
    now = timezone.now()
    end = now + datetime.timedelta(days=DAYS_BEFORE + 2)
    returned = Submission.objects.filter(
        Q(mend_reminded_for__isnull=True) | ~Q(mend_reminded_for=F("mend_until")),
        eligibility=Submission.Eligibility.RETURNED,
        withdrawn_at__isnull=True,
        call__state=Call.State.PUBLISHED,
        mend_until__gt=now,
        mend_until__lt=end,
    )
    sent = 0
    for submission in returned.select_related("call"):
        assert submission.mend_until is not None
        ends = submission.mend_until.astimezone(zone_of(submission.call)).date()
        if (ends - day).days <= DAYS_BEFORE:
            sent += gates.remind_to_mend(submission, by=None)
    if not sent:
        return ""
    return ngettext("%(count)d reminded to mend", "%(count)d reminded to mend", sent) % {"count": sent}
