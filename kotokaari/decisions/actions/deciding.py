"""A decision is written as it is typed, made final with its figures, and opened again for a stated reason."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.public import User
from kotokaari.search.public import index
from kotokaari.submissions.public import Submission

from ..figures import figures_of
from ..keeping import EditConflict, Sent, clean, merge
from ..models import Decision, Meeting

Outcome, Label, State = Decision.Outcome, Decision.Label, Decision.State
REVIEW_YEARS = 3
REASON, TEXTS = "reason", ("reasons", "conditions")


def values_of(decision: Decision | None, submission: Submission) -> dict[str, str]:
    """Every field of the form as it stands: as typed where it was typed, else as it is understood."""
    codes = [criterion.code for criterion in submission.call.rubric.criteria.all()]
    texts: dict[str, TranslatedText] = dict.fromkeys(TEXTS, TranslatedText())
    kept: Mapping[str, Any] = decision.criterion_reasons if decision else {}
    if decision:
        texts = {name: getattr(decision, name) for name in TEXTS}
    texts |= {f"{REASON}-{code}": TranslatedText.from_json(kept.get(code)) for code in codes}
    values = {f"{name}-{language}": text.text(language) for name, text in texts.items() for language in LANGUAGES}
    values |= {
        "outcome": decision.outcome if decision else "",
        "label": decision.label if decision else "",
        "review_by": decision.review_by.isoformat() if decision and decision.review_by else "",
    }
    typed = decision.as_typed if decision else {}
    return {name: clean(typed[name]["value"]) if name in typed else clean(value) for name, value in values.items()}


@transaction.atomic
def save_decision(
    submission: Submission, *, typed: Mapping[str, str], by: User | None, sent: Sent | None = None
) -> Decision:
    """Keep what was typed, exactly, and take over what can be understood of it; fields left out stay.

    Refuses a final decision and a withdrawn submission; raises EditConflict when somebody else changed the same fields.
    """
    sent = sent or Sent()
    decision = _draft_of(submission)
    now = values_of(decision, submission)
    known = {name: clean(value) for name, value in typed.items() if name in now}
    saved_by = {name: kept.get("form", "") for name, kept in decision.as_typed.items()}
    write, clashes = merge(now, known, sent, saved_by)
    if clashes:
        raise EditConflict(_("Somebody else changed the same fields meanwhile. Compare the two and choose."), clashes)
    if write:
        for name, value in write.items():
            decision.as_typed[name] = {"value": value, "form": sent.form}
            _understand(decision, name, value)
        decision.revision += 1
        decision.save()
        audit.record("decision written", target=decision, by=by, fields=sorted(write))
    return decision


def _draft_of(submission: Submission) -> Decision:
    """The decision being written, locked; a new one is begun."""
    held = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if held.withdrawn_at is not None:
        raise DomainError(_("This submission was withdrawn. There is nothing to decide."))
    if held.current is None:
        raise DomainError(_("This has not been sent to the call."))
    decision = Decision.objects.select_for_update(of=("self",)).filter(submission=held).first()
    if decision is None:
        meeting = Meeting.objects.filter(items__submission=held).order_by("-starts_at").first()
        return Decision.objects.create(
            submission=held, version=held.current, rubric=held.call.rubric, meeting=meeting, outcome="",
            is_example=held.is_example,
        )  # fmt: skip
    if decision.state == State.FINAL:
        raise DomainError(_("This decision is final. Open it again first, and say why."))
    return decision


def _understand(decision: Decision, name: str, value: str) -> None:
    """Take over one field; what cannot be understood stays as typed only."""
    field, _dash, language = name.rpartition("-")
    if field in TEXTS:
        setattr(decision, field, put(getattr(decision, field), value, language))
    elif field.startswith(f"{REASON}-"):
        code = field.removeprefix(f"{REASON}-")
        text = put(TranslatedText.from_json(decision.criterion_reasons.get(code)), value, language)
        decision.criterion_reasons = {**decision.criterion_reasons, code: text.to_json()}
    elif name == "outcome" and value in Outcome.values:
        decision.outcome = value
        if value != Outcome.PUBLISH:
            decision.label = Label.NONE
    elif name == "label" and value in Label.values:
        decision.label = value
    elif name == "review_by":
        decision.review_by = _day(value)


def put(text: TranslatedText, words: str, language: str) -> TranslatedText:
    """A text with these words in a language: the first language written in is the one it was written in."""
    if not text.source_text.strip() and language != text.source:
        others = {code: text.text(code) for code in LANGUAGES if text.text(code).strip() and code != language}
        return TranslatedText.of(language, words, **others) if words else text
    return text.with_translation(language, words) if words else text.without(language)


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None


@transaction.atomic
def finalise_decision(decision: Decision, *, by: User | None) -> Decision:
    """It is decided: figures, rubric and time are fixed, and the time to ask for it to be looked at again begins.

    Refuses what is not complete, naming what is missing, and a submission that was withdrawn.
    """
    now = (
        Decision.objects.select_for_update(of=("self",)).select_related("submission__call__rubric").get(pk=decision.pk)
    )
    if now.state == State.FINAL:
        raise DomainError(_("This decision is final already."))
    submission = now.submission
    if submission.withdrawn_at is not None or submission.current is None:
        raise DomainError(_("This submission was withdrawn. There is nothing to decide."))
    missing = missing_of(now)
    if missing:
        raise DomainError(_("Still missing: %(what)s.") % {"what": ", ".join(missing)})
    today = timezone.localdate()
    now.version, now.rubric = submission.current, submission.call.rubric
    now.figures = figures_of(submission, with_agreement=True)
    now.as_typed = {}
    now.state, now.decided_at, now.decided_by = State.FINAL, timezone.now(), by
    now.appeal_until = today + datetime.timedelta(days=submission.call.appeal_days)
    if now.outcome == Outcome.PUBLISH and now.review_by is None:
        now.review_by = _years_on(today, REVIEW_YEARS)
    now.revision += 1
    now.save()
    audit.record("decision final", target=now, by=by, outcome=now.outcome, label=now.label)
    return now


def missing_of(decision: Decision) -> list[str]:
    """What a decision lacks before it can be final, in words."""
    missing = []
    if decision.outcome not in Outcome.values:
        missing.append(_("the decision itself"))
    if decision.outcome == Outcome.PUBLISH and not decision.label:
        missing.append(_("the label"))
    if not decision.reasons:
        missing.append(_("the reasons"))
    for criterion in decision.submission.call.rubric.criteria.all():
        if not TranslatedText.from_json(decision.criterion_reasons.get(criterion.code)):
            missing.append(_("the reason for “%(criterion)s”") % {"criterion": read(criterion.name)})
    if decision.outcome == Outcome.DEVELOP and not decision.conditions:
        missing.append(_("what to develop"))
    return missing


def _years_on(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def reopen_decision(decision: Decision, *, reason: str, by: User) -> Decision:
    """It is taken anew: after an appeal, or for a mistake. It leaves the public pages until it is final again.

    Refuses one that is not final, and an act without a reason.
    """
    if not reason.strip():
        raise DomainError(_("Say why the decision is taken anew."))
    now = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if now.state != State.FINAL:
        raise DomainError(_("This decision is being written already."))
    audit.record(
        "decision reopened", target=now, by=by, reason=reason.strip(), outcome=now.outcome, label=now.label,
        decided_at=now.decided_at.isoformat() if now.decided_at else "",
    )  # fmt: skip
    now.state, now.published_at, now.answered_at = State.DRAFT, None, None
    now.publish_asked_at, now.publish_asked_by = None, None
    now.revision += 1
    now.save()
    if now.practice is not None:
        index("practice", [now.practice.uuid])
    return now
