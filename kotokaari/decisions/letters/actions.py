"""What can happen to letters: their words are changed, they are queued, called off, sent, tried again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import User

from ..models import Decision, Letter, LetterTemplate, Mailing
from . import placeholders, sending
from .making import Wordings, letter_of, mark_of, wordings_of
from .queries import to_answer, visible_letters

State = Letter.State


@transaction.atomic
def save_template(
    call: Call, *, outcome: str, language: str, subject: str, body: str, by: User, was: str | None = None
) -> LetterTemplate:
    """Keep the call's own words for an outcome and language. Refuses words in braces that no letter can fill in.

    Refuses too where the words are others than ``was``, the mark of those the form was opened with.
    """
    if outcome not in Decision.Outcome.values or language not in LANGUAGES:
        raise DomainError(_("There is no letter for this outcome and language."))
    if not subject.strip() or not body.strip():
        raise DomainError(_("A letter needs a subject and a text."))
    placeholders.check(f"{subject}\n{body}")
    _lock(call)
    if was is not None and was != mark_of(wordings_of(call)[outcome, language]):
        raise DomainError(_("Somebody else changed these words meanwhile. Open the page again to see theirs."))
    template, _made = LetterTemplate.objects.update_or_create(
        call=call,
        outcome=outcome,
        language=language,
        defaults={
            "subject": " ".join(subject.split()),
            "body": body.replace("\r\n", "\n").strip(),
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )
    audit.record("letter template changed", target=call, by=by, outcome=outcome, language=language)
    return template


@transaction.atomic
def forget_template(call: Call, *, outcome: str, language: str, by: User) -> None:
    """Go back to the house's words."""
    gone, _kinds = LetterTemplate.objects.filter(call=call, outcome=outcome, language=language).delete()
    if gone:
        audit.record("letter template forgotten", target=call, by=by, outcome=outcome, language=language)


@dataclass(frozen=True, slots=True)
class Queued:
    """How many letters were queued, about how many decisions."""

    letters: int
    decisions: int


@transaction.atomic
def queue_letters(call: Call, *, by: User) -> Queued:
    """Write a letter to every author of every final decision that is not answered yet; none is sent by this.

    Each is written in its author's language. What was queued before is left as it is, so nothing is written
    twice. The time to ask for a new look runs from today. Refuses before the end of an embargo, and when there
    is nothing to answer. Decisions that ``by`` is recused from are left to another.
    """
    _lock(call)
    if call.embargo_until and call.embargo_until > timezone.now():
        raise DomainError(_("Nothing decided may be shown before the embargo ends. Letters go out after it."))
    decisions = to_answer(call, by)
    for decision in decisions:  # those that waited when it was taken anew
        decision.letters.filter(state=State.QUEUED).exclude(decided_at=decision.decided_at).delete()
    there = set(Letter.objects.filter(decision__in=decisions).values_list("decision_id", "to_id", "decided_at"))
    made: list[Letter] = []
    wordings = wordings_of(call)
    for decision in decisions:
        missing = [
            one for one in _addressees(decision) if (decision.pk, one and one.pk, decision.decided_at) not in there
        ]
        if missing:
            _give_time(decision, call)
        made += [_letter(decision, person, wordings) for person in missing]
    if not made:
        raise DomainError(_("There is nothing to queue: every final decision has its letters."))
    Letter.objects.bulk_create(made)
    audit.record("letters queued", target=call, by=by, letters=len(made))
    return Queued(len(made), len({letter.decision_id for letter in made}))


def _letter(decision: Decision, person: User | None, wordings: Wordings) -> Letter:
    """What is written to one person, in their language; to the organisation where nobody is named."""
    if person:
        language, name = person.language, person.name or person.get_short_name()
    else:
        language = decision.version.source_language
        name = decision.submission.organisation.name.read(language).text
    words = letter_of(decision, wordings, language=language, name=name)
    return Letter(
        decision=decision, to=person, language=words.language, subject=words.subject, body=words.body,
        decided_at=decision.decided_at,
    )  # fmt: skip


def _addressees(decision: Decision) -> Iterable[User | None]:
    """Its authors; nobody by name when it came on paper: that letter is printed and posted."""
    return [author.user for author in decision.submission.authors.all()] or [None]


def _give_time(decision: Decision, call: Call) -> None:
    until = timezone.localdate() + datetime.timedelta(days=call.appeal_days)
    if decision.appeal_until is None or decision.appeal_until < until:
        decision.appeal_until = until
        Decision.objects.filter(pk=decision.pk).update(appeal_until=until)


@transaction.atomic
def unqueue_letters(call: Call, *, by: User) -> int:
    """Throw away the letters that wait, so that they can be written anew. Refuses while letters are being sent."""
    _lock(call)
    _refuse_at_work(call)
    waiting = visible_letters(call, by).filter(state=State.QUEUED, tries=0)
    count, _kinds = waiting.delete()
    if not count:
        raise DomainError(_("No letters wait."))
    audit.record("letters called off", target=call, by=by, letters=count)
    return count


@transaction.atomic
def begin_sending(call: Call, *, by: User) -> Mailing:
    """Send what waits and what failed, in a process of its own. Refuses when nothing waits or it is at work."""
    _lock(call)
    _refuse_at_work(call)
    letters = visible_letters(call, by)
    letters.filter(state=State.FAILED).update(state=State.QUEUED, trouble="")
    if not letters.filter(state=State.QUEUED, to__isnull=False).exists():
        raise DomainError(_("No letters wait to be sent by e-mail."))
    mailing, _made = Mailing.objects.update_or_create(
        call=call,
        defaults={
            "state": Mailing.State.WAITING,
            "stop_wanted": False,
            "message": "",
            "started_by": by,
            "started_at": timezone.now(),
            "alive_at": timezone.now(),
            "ended_at": None,
        },
    )
    audit.record("sending of letters begun", target=call, by=by)
    transaction.on_commit(partial(sending.launch, mailing.uuid))
    return mailing


@transaction.atomic
def stop_sending(call: Call, *, by: User) -> Mailing:
    """Stop after the letter it is at; what waits goes on waiting. Refuses when nothing is being sent."""
    mailing = Mailing.objects.select_for_update().filter(call=call).first()
    if mailing is None or not mailing.is_at_work:
        raise DomainError(_("No letters are being sent."))
    mailing.stop_wanted = True
    if mailing.is_stalled:
        mailing.state, mailing.ended_at = Mailing.State.STOPPED, timezone.now()
    mailing.save()
    audit.record("sending of letters stopped", target=call, by=by)
    return mailing


@transaction.atomic
def settle_letter(letter: Letter, *, went: bool, by: User) -> Letter:
    """Say of a letter whether it went out: one on paper, or one whose sending was interrupted.

    Refuses letters of which the house knows itself.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("decision").get(pk=letter.pk)
    is_paper = letter.to_id is None and letter.state == State.QUEUED
    if not is_paper and not letter.is_unsure:
        raise DomainError(_("The house knows itself what became of this letter."))
    if went:
        letter.state, letter.sent_at, letter.trouble = State.SENT, timezone.now(), ""
    elif not is_paper:
        letter.state, letter.trouble = State.QUEUED, ""
    letter.save(update_fields=["state", "sent_at", "trouble"])
    if went:
        sending.answered(letter)
    audit.record("letter settled", target=letter.decision, by=by, went=went)
    return letter


def _lock(call: Call) -> None:
    """One at a time for each call."""
    list(Call.objects.select_for_update(of=("self",)).filter(pk=call.pk).values_list("pk"))


def _refuse_at_work(call: Call) -> None:
    mailing = Mailing.objects.select_for_update().filter(call=call).first()
    if mailing and mailing.is_at_work and not mailing.is_stalled:
        raise DomainError(_("Letters are being sent. Wait until it is done, or stop it first."))
