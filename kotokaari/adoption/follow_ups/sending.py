"""The letters of a day: one an adoption, to its contact or its organisation's people."""

from __future__ import annotations

import datetime
from itertools import groupby
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from kotokaari.foundation import audit, mail
from kotokaari.people.public import User

from ..models import Adoption, FollowUp
from ..permissions import can_edit_adoption
from ..queries import people_of
from . import queries
from .answering import answers_to
from .planning import SKIPPED, plan_the_forgotten

LATEST = datetime.timedelta(days=60)


def work(day: datetime.date) -> str:
    """Ask every adopter whose term has come; a missed day is made up. Safe to do twice.

    A letter that the mail server refuses stays due; the others go out, then the error comes back.
    """
    plan_the_forgotten()
    sent = skipped = 0
    failure: Exception | None = None
    for _adoption, rows in groupby(queries.due(day), key=lambda row: row.adoption_id):
        *earlier, last = list(rows)
        skipped += skip(earlier, "asked together with a later one")
        if last.due_on + LATEST < day:
            skipped += skip([last], "more than 60 days late")
            continue
        try:
            sent += ask(last, day)
        except (SMTPException, OSError) as error:
            failure = error
    if failure is not None:
        raise failure
    return _sentence(sent, skipped)


def _sentence(sent: int, skipped: int) -> str:
    parts = [
        ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else "",
        ngettext("%(count)d reminder skipped", "%(count)d reminders skipped", skipped) % {"count": skipped}
        if skipped
        else "",
    ]
    return ", ".join(part for part in parts if part)


def skip(rows: list[FollowUp], note: str) -> int:
    """Leave these out, and say why. Gives how many."""
    for row in rows:
        row.answer, row.note = SKIPPED, note
        row.save(update_fields=["answer", "note"])
        audit.record("follow-up skipped", target=row.adoption, months=row.months, note=note)
    return len(rows)


def addressees(adoption: Adoption) -> list[User]:
    """The contact who agreed to be asked and works there still, else the organisation's people. Two queries at most."""
    contact = adoption.contact
    if contact and contact.is_active and adoption.contact_consented_at and can_edit_adoption(contact, adoption):
        return [contact]
    return people_of(adoption)


def ask(row: FollowUp, day: datetime.date) -> int:
    """Write to the people of an adoption; who wants no letters finds the question under «My work». Gives the letters sent."""
    people = [one for one in addressees(row.adoption) if one.mail_rhythm != User.MailRhythm.NEVER]
    sent = 0
    try:
        for person in people:
            _write(row, person)
            sent += 1
    finally:
        if sent or not people:
            row.sent_at = moment_on(day)
            row.sent_to = people[0] if people else None
            row.save(update_fields=["sent_at", "sent_to"])
            audit.record("follow-up sent", target=row.adoption, months=row.months, letters=sent)
    return sent


def moment_on(day: datetime.date) -> datetime.datetime:
    """Now, or this time of day on another day."""
    now = timezone.localtime()
    return now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day)


def _write(row: FollowUp, person: User) -> None:
    with translation.override(person.language):
        link = settings.BASE_URL + reverse("adoption:follow-up", args=[queries.token_for(row, person)])
        answers: list[tuple[Any, str]] = [
            (answer.words, f"{link}?answer={answer.name}") for answer in answers_to(row.adoption)
        ]
    mail.send(
        person,
        "adoption/mails/follow_up",
        adoption=row.adoption,
        practice=row.adoption.practice,
        months=row.months,
        years=row.months // 12 if row.months % 12 == 0 else 0,
        answers=answers,
    )
