"""When an adopter is to be asked: rows that follow the adoption."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

from django.db.models import Q

from kotokaari.people.public import User

from ..models import Adoption, FollowUp

SKIPPED = "skipped"


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def wanted(adoption: Adoption) -> dict[int, datetime.date]:
    """The terms of an adoption that is at work, with their days; none for another."""
    if adoption.began_on is None or adoption.status not in Adoption.AT_WORK or adoption.removed_at is not None:
        return {}
    return {months: months_after(adoption.began_on, months) for months in FollowUp.MONTHS}


def plan(adoption: Adoption) -> None:
    """Bring the rows in step: what was sent or skipped stays, what is still to come moves, begins or goes. Safe to repeat."""
    days = wanted(adoption)
    known = {row.months: row for row in adoption.follow_ups.all()}
    for months, row in known.items():
        if row.sent_at is not None or row.answer:
            continue
        if months not in days:
            row.delete()
        elif row.due_on != days[months]:
            row.due_on = days[months]
            row.save(update_fields=["due_on"])
    FollowUp.objects.bulk_create(
        [FollowUp(adoption=adoption, months=months, due_on=day) for months, day in days.items() if months not in known],
        ignore_conflicts=True,
    )


def plan_the_forgotten() -> None:
    """Plan for adoptions that came in without ``save``, by an import for instance."""
    at_work = Adoption.objects.filter(status__in=Adoption.AT_WORK, began_on__isnull=False)
    for adoption in at_work.filter(follow_ups__isnull=True):
        plan(adoption)


def plan_after_save(sender: Any, instance: Adoption, raw: bool = False, **_signal: Any) -> None:
    """An adoption was saved: its rows follow, in the same transaction."""
    if not raw:
        plan(instance)


def forget_person(sender: Any, user: User, **_signal: Any) -> None:
    """A person is erased: no row names them."""
    named = FollowUp.objects.filter(Q(sent_to=user) | Q(answered_by=user))
    for row in named:
        row.sent_to = None if row.sent_to_id == user.pk else row.sent_to
        row.answered_by = None if row.answered_by_id == user.pk else row.answered_by
        row.save(update_fields=["sent_to", "answered_by"])
