"""What the panel hears from the rooms below, and does every day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from kotokaari.calls.public import Call
from kotokaari.people.public import invitation_accepted
from kotokaari.submissions.public import (
    Submission,
    person_recused,
    register_people_of_call,
    register_reader,
    submission_sent,
)

from . import conflicts, letters, queries
from .actions.declaring import end_what_was_given
from .actions.seats import seat_the_invited
from .models import Seat
from .reading import to_assess

REMIND_EVERY = 3  # days


def register() -> None:
    """Hear of submissions and conflicts, and open reading to those who were given something."""
    register_reader(readable)
    register_people_of_call(people_of)
    submission_sent.connect(look_at_sent, dispatch_uid="conflicts of the panel with what was sent")
    person_recused.connect(end_what_was_given, dispatch_uid="assignments of the recused")
    invitation_accepted.connect(seat_the_invited, dispatch_uid="seats of the invited")


def readable(user: Any) -> Q:
    """What a panel member may read: given to them, no conflict declared."""
    return Q(pk__in=to_assess(user).values("pk"))


def people_of(call: Call) -> Any:
    """Everybody who was asked to the call's panel."""
    return call.seats.values("user")


def look_at_sent(sender: Any, submission: Submission, **_signal: Any) -> None:
    """Something was sent, perhaps with new authors: the members whom the data ties to it are recused at once."""
    users = [seat.user for seat in submission.call.seats.sitting().select_related("user")]
    conflicts.recuse_the_tied([submission], users)


def work(day: datetime.date) -> str:
    """Look again for conflicts, and remind of declarations that wait. Safe to do twice."""
    live = Seat.objects.sitting().exclude(call__state=Call.State.CANCELLED).select_related("user", "call")
    seats = [seat for seat in live.filter(term_until__isnull=True) | live.filter(term_until__gte=day)]
    found = conflicts.look_at_seats(seats)
    sent = 0
    for seat in seats:
        since = (day - (seat.answered_at or seat.invited_at).date()).days
        if since <= 0 or since % REMIND_EVERY or since > 5 * REMIND_EVERY:
            continue
        if count := queries.undeclared(seat).count():
            sent += letters.declare_please(seat, count)
    parts = [
        ngettext("%(count)d conflict found", "%(count)d conflicts found", found) % {"count": found} if found else "",
        ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else "",
    ]
    return ", ".join(part for part in parts if part)
