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


def remind_of_times(day: datetime.date) -> str:
    """The day before a visit, tell those who come and those who host; once each."""
    told = 0
    for offer in queries.times_on(day + datetime.timedelta(days=1)):
        coming = list(queries.bookings_of(offer).filter(state="booked"))
        for booking in coming:
            if booking.reminded_at is None:
                actions.remind_of_booking(booking, by=None)
                told += 1
        if coming and offer.reminded_at is None:
            actions.remind_host(offer, by=None)
    return (
        ngettext("%(count)d visit reminded of", "%(count)d visits reminded of", told) % {"count": told} if told else ""
    )
