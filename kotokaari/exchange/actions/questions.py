"""What can happen to a question."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation import audit, limits
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import EDITORS, Organisation, User, has_role

from .. import mails, permissions, queries
from ..mails import after_commit
from ..models import Message, Question, ReadUpTo
from .unsent import forget_unsent

ASKED_AN_HOUR, WRITTEN_AN_HOUR = 10, 40


@transaction.atomic
def ask_owner(
    practice: Practice,
    *,
    subject: str,
    text: str,
    language: str,
    organisation: Organisation | None,
    is_open: bool,
    shows_name: bool,
    by: User,
    is_example: bool = False,
) -> Question:
    """Ask those who own the practice, and tell them. Where nobody would hear, national specialists see it at once.

    Refuses for a practice that is not public, and for those who would have to answer; TooOften after ten an hour.
    """
    if practice.status not in Practice.PUBLIC:
        raise DomainError(_("This practice is not public any more."))
    if has_role(by, practice.owner_id, *EDITORS) and not by.is_administrator:
        raise DomainError(_("You answer for this practice yourself: the question would come to you."))
    limits.count("question", by, times=ASKED_AN_HOUR, seconds=3600)
    question = Question.objects.create(
        practice=practice,
        asker=by,
        organisation=organisation,
        subject=subject.strip(),
        language=language,
        is_open=is_open,
        is_example=is_example,
        copied_at=None if queries.people_to_tell(practice, but=by.pk) else timezone.now(),
    )
    message = _write(question, Message.Side.ASKER, organisation, text, language, shows_name, by)
    forget_unsent(f"ask:{practice.key}", by=by)
    audit.record("question asked", target=question, by=by, practice=str(practice.uuid))
    after_commit(mails.asked, message.pk)
    return question


@transaction.atomic
def write_message(
    question: Question, *, text: str, language: str, shows_name: bool, by: User, asks_again: bool = False
) -> Message:
    """Answer, or write on as the asker; the other side is told. Refuses once the question is closed.

    What the asker adds leaves an answered question answered, unless it ``asks_again``.
    """
    question = _locked(question)
    if not question.takes_messages:
        raise DomainError(_("This question is closed. Ask a new one."))
    limits.count("message", by, times=WRITTEN_AN_HOUR, seconds=3600)
    side, organisation = _side_of(by, question)
    message = _write(question, side, organisation, text, language, shows_name, by)
    if message.is_answer:
        question.state = Question.State.ANSWERED
        question.answered_at = question.answered_at or message.written_at
    elif asks_again and question.state == Question.State.ANSWERED:
        question.state, question.waiting_since = Question.State.OPEN, message.written_at
        question.reminded_at = question.copied_at = None
    question.changed_at = message.written_at
    question.save()
    forget_unsent(f"reply:{question.uuid}", by=by)
    audit.record("question answered" if message.is_answer else "question continued", target=question, by=by)
    letter = mails.answered if message.is_answer else mails.asked
    after_commit(letter, message.pk)
    return message


def _side_of(user: User, question: Question) -> tuple[str, Organisation | None]:
    """On whose behalf this person writes here. A few queries."""
    if user.pk == question.asker_id:
        return Message.Side.ASKER, question.organisation
    voice = queries.voice_of(user, question.practice)
    return (voice.side, voice.organisation) if voice else (Message.Side.SUPPORT, None)


def _write(
    question: Question,
    side: str,
    organisation: Organisation | None,
    text: str,
    language: str,
    shows_name: bool,
    by: User,
) -> Message:
    message = Message.objects.create(
        question=question,
        author=by,
        side=side,
        organisation=organisation,
        text=text.strip(),
        language=language,
        shows_name=shows_name,
    )
    mark_read(question, by=by)
    return message


@transaction.atomic
def edit_message(message: Message, *, text: str, by: User) -> Message:
    """Mend one's own words within a quarter of an hour. Refuses later."""
    question = _locked(message.question)
    if not permissions.can_edit_message(by, message):
        raise DomainError(_("A message can be changed for 15 minutes. Write another one."))
    message.text, message.edited_at = text.strip(), timezone.now()
    message.save(update_fields=["text", "edited_at"])
    question.changed_at = message.edited_at
    question.save(update_fields=["changed_at"])
    audit.record("message changed", target=question, by=by)
    return message


@transaction.atomic
def set_openness(question: Question, *, is_open: bool, by: User) -> Question:
    """The asker lets every reader see it, or keeps it between the two again."""
    question = _locked(question)
    question.is_open = is_open
    question.save(update_fields=["is_open"])
    audit.record("question opened" if is_open else "question kept between the two", target=question, by=by)
    return question


@transaction.atomic
def withdraw_question(question: Question, *, by: User) -> Question:
    """The asker takes it back: nobody else sees it on any page but those who answered it."""
    question = _ended(question, Question.State.WITHDRAWN, "", by)
    audit.record("question withdrawn", target=question, by=by)
    return question


@transaction.atomic
def close_question(question: Question, *, reason: str, by: User | None) -> Question:
    """No more is written in it; the reason stands there, and the other side is told. Refuses what has ended."""
    question = _ended(question, Question.State.CLOSED, reason, by)
    audit.record("question closed", target=question, by=by)
    if question.ended_by_owner:
        after_commit(mails.closed, question.pk)
    return question


def _ended(question: Question, state: str, reason: str, by: User | None) -> Question:
    question = _locked(question)
    if question.state == Question.State.WITHDRAWN or question.state == state:
        raise DomainError(_("This question has ended already."))
    question.state, question.ended_at, question.ended_reason = state, timezone.now(), reason.strip()
    question.ended_by_owner = by is None or by.pk != question.asker_id
    question.save(update_fields=["state", "ended_at", "ended_reason", "ended_by_owner"])
    return question


@transaction.atomic
def hide_question(question: Question, *, reason: str, by: User) -> Question:
    """Take it off the pages that everybody reads, with a reason that the asker is told. Refuses what is hidden."""
    question = _locked(question)
    if question.hidden_at:
        raise DomainError(_("This question is hidden already."))
    question.hidden_at, question.hidden_reason = timezone.now(), reason.strip()
    question.save(update_fields=["hidden_at", "hidden_reason"])
    audit.record("question hidden", target=question, by=by)
    after_commit(mails.hidden, question.pk)
    return question


@transaction.atomic
def show_question(question: Question, *, by: User) -> Question:
    """Let readers see it again, as far as the asker does."""
    question = _locked(question)
    question.hidden_at, question.hidden_reason = None, ""
    question.save(update_fields=["hidden_at", "hidden_reason"])
    audit.record("question shown again", target=question, by=by)
    return question


def mark_read(question: Question, *, by: User) -> None:
    """Remember that this person has seen all that is written so far."""
    ReadUpTo.objects.update_or_create(question=question, user=by, defaults={"at": timezone.now()})


def _locked(question: Question) -> Question:
    """The row as it is now, ours until the end: two answers at a time must not undo each other."""
    locked = Question.objects.select_for_update(of=("self",)).select_related("practice", "organisation")
    return locked.get(pk=question.pk)


@transaction.atomic
def remind_owner(question: Question, *, by: User | None) -> Question:
    """Tell those who answer that somebody still waits; once for each time an answer is asked for."""
    question = _locked(question)
    question.reminded_at = timezone.now()
    question.save(update_fields=["reminded_at"])
    audit.record("owner reminded of a question", target=question, by=by)
    after_commit(mails.still_waiting, question.pk)
    return question


@transaction.atomic
def copy_to_specialists(question: Question, *, by: User | None) -> Question:
    """Let national specialists see it and help."""
    question = _locked(question)
    question.copied_at = timezone.now()
    question.save(update_fields=["copied_at"])
    audit.record("question copied to specialists", target=question, by=by)
    return question
