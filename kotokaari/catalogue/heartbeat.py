"""«Is it still so?»: the owner of a practice is asked once a year, and readers see when nobody answers.

At ``review_due`` a letter goes to the editors of the owner organisation, a second one after 30 days. After
60 days without an answer the practice says «not confirmed since …» (``Practice.unconfirmed_since``).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import ngettext

from kotokaari.foundation.daily import register_daily
from kotokaari.people.public import EDITORS, User, people_with_roles
from kotokaari.search.public import index

from . import actions
from .in_search import KIND
from .index import FRESH_FOR
from .logic.freshness import SECOND_LETTER_AFTER, SHOWN_AFTER
from .models import HeartbeatLetter, Practice

SALT = "catalogue.heartbeat"
VALID_FOR = datetime.timedelta(days=120)
MOST_IN_A_LETTER = 20  # the rest follow the next day


@dataclass(frozen=True, slots=True)
class Question:
    """What one person is to be asked about one practice."""

    practice: Practice
    to: User
    number: int


def register() -> None:
    """Ask every day."""
    register_daily("is it still so", work)


def work(day: datetime.date) -> str:
    """Send the letters of the day; search hears of practices that have grown old. Safe to do twice."""
    renew_in_search(day)
    sent = actions.ask_whether_still_so(questions_of(day), day=day, by=None)
    return ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else ""


def questions_of(day: datetime.date) -> list[Question]:
    """Whom to ask about what: a first letter, or a second after 30 days. Three queries."""
    due = Practice.objects.filter(status=Practice.Status.PUBLISHED, review_due__lte=day)
    practices = list(due.select_related("current").order_by("review_due", "pk"))
    editors = people_with_roles((practice.owner_id for practice in practices), *EDITORS)
    sent = _sent(practices)
    found = []
    for practice in practices:
        for person in editors.get(practice.owner_id, []):
            letters = sent.get((practice.pk, person.pk, practice.review_due), [])
            if person.mail_rhythm == User.MailRhythm.NEVER or len(letters) > 1:
                continue
            if not letters or max(letters) + SECOND_LETTER_AFTER <= day:
                found.append(Question(practice, person, len(letters) + 1))
    return found


def _sent(practices: Iterable[Practice]) -> dict[tuple[int, int, datetime.date | None], list[datetime.date]]:
    """The days on which each person was asked about each practice in each round. One query."""
    days: dict[tuple[int, int, datetime.date | None], list[datetime.date]] = {}
    letters = HeartbeatLetter.objects.filter(practice__in=list(practices))
    for practice, to, due, on in letters.values_list("practice_id", "to_id", "due_on", "sent_on"):
        days.setdefault((practice, to, due), []).append(on)
    return days


def renew_in_search(day: datetime.date) -> None:
    """Index anew the practices whose freshness changes on this day or did in the week before."""
    week = (day - datetime.timedelta(days=7), day)
    old = Practice.objects.public().filter(confirmed_on__range=[when - FRESH_FOR for when in week])
    open_ones = Practice.objects.public().filter(review_due__range=[when - SHOWN_AFTER for when in week])
    if found := {*old.values_list("uuid", flat=True), *open_ones.values_list("uuid", flat=True)}:
        index(KIND, sorted(found))


def token_of(letter: HeartbeatLetter) -> str:
    """Words for an address that only the addressee has; they work for 120 days."""
    return signing.dumps(letter.pk, salt=SALT)


def letter_of(token: str) -> HeartbeatLetter | None:
    """The letter whose address this is; None for one that never was or is too old."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    letters = HeartbeatLetter.objects.select_related("practice__current", "practice__owner", "to")
    return letters.filter(pk=key).first()
