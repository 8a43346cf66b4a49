"""The yearly question: it is asked by letter, and answered with a click."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import mails
from ..models import HeartbeatLetter, Practice
from ..permissions import can_confirm_practice
from .drafting import start_correction
from .life import confirm_still_so, end_practice, restore_practice

if TYPE_CHECKING:
    from ..heartbeat import Question

UNDO_FOR = datetime.timedelta(minutes=15)
Answer = HeartbeatLetter.Answer


def ask_whether_still_so(questions: Iterable[Question], *, day: datetime.date, by: User | None) -> int:
    """One letter a person with all that is to be asked. Gives how many were sent.

    A letter that the mail server refuses is forgotten, so that it is tried again; then the error comes back.
    """
    waiting: dict[User, list[Question]] = {}
    for question in questions:
        waiting.setdefault(question.to, []).append(question)
    sent, failure = 0, None
    for person, about in waiting.items():
        try:
            sent += _write_to(person, about, day, by)
        except (SMTPException, OSError) as error:
            failure = error
    if failure is not None:
        raise failure
    return sent


def _write_to(person: User, questions: list[Question], day: datetime.date, by: User | None) -> int:
    from ..heartbeat import MOST_IN_A_LETTER

    with transaction.atomic():
        letters = [
            HeartbeatLetter.objects.create(
                practice=question.practice,
                to=person,
                due_on=question.practice.review_due or day,
                number=question.number,
                sent_on=day,
            )
            for question in questions[:MOST_IN_A_LETTER]
        ]
        for letter in letters:
            audit.record("asked whether still so", target=letter.practice, by=by, number=letter.number)
    try:
        mails.still_so(person, letters)
    except (SMTPException, OSError):
        HeartbeatLetter.objects.filter(pk__in=[letter.pk for letter in letters]).delete()
        raise
    return 1


@transaction.atomic
def answer_heartbeat(
    letter: HeartbeatLetter, *, answer: str, by: User, reason: TranslatedText | None = None
) -> HeartbeatLetter:
    """The owner answers: it is still so, it needs correcting (a draft is begun), or it has ended, and why.

    Refuses a question that is answered already or is no longer this person's to answer.
    """
    letter = HeartbeatLetter.objects.select_for_update().select_related("practice").get(pk=letter.pk)
    practice = letter.practice
    if not can_confirm_practice(by, practice):
        raise DomainError(_("You no longer look after this practice. Its organisation’s coordinator can answer."))
    if practice.review_due != letter.due_on or practice.status != Practice.Status.PUBLISHED:
        raise DomainError(_("This has been answered already."))
    if answer == Answer.YES:
        confirm_still_so(practice, by=by)
    elif answer == Answer.ENDED:
        end_practice(practice, reason=reason or TranslatedText(), by=by)
    elif answer != Answer.CORRECT:
        raise DomainError(_("Choose one of the answers."))
    elif not practice.versions.filter(state="draft").exists():
        start_correction(practice, by=by)
    letter.answer, letter.answered_at = answer, timezone.now()
    letter.save()
    audit.record("heartbeat answered", target=practice, by=by, answer=answer)
    return letter


@transaction.atomic
def take_back_ending(letter: HeartbeatLetter, *, by: User) -> HeartbeatLetter:
    """«It has ended» was a slip: within 15 minutes the practice is as it was. Refuses later."""
    letter = HeartbeatLetter.objects.select_for_update().select_related("practice").get(pk=letter.pk)
    if not can_take_back(letter) or not can_confirm_practice(by, letter.practice):
        raise DomainError(_("This can no longer be taken back here. The practice’s own page can put it back."))
    restore_practice(letter.practice, reason=TranslatedText.of("en", "Ended by mistake, put back at once."), by=by)
    letter.answer, letter.answered_at = Answer.OPEN, None
    letter.save()
    return letter


def can_take_back(letter: HeartbeatLetter) -> bool:
    """True while an ending may be undone."""
    if letter.answer != Answer.ENDED or letter.answered_at is None:
        return False
    return letter.practice.status == Practice.Status.ENDED and timezone.now() < letter.answered_at + UNDO_FOR
