"""A letter as it will go: the template of its outcome and language, with what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.text import LANGUAGES, Reading, TranslatedText, fingerprint
from kotokaari.ui.languages import IN_ANOTHER, IN_LANGUAGE

from ..models import Decision, LetterTemplate
from . import defaults
from .placeholders import fill

MOST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """The subject and text of a template; ``is_own`` when the call has written them."""

    subject: str
    body: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A letter in its words."""

    subject: str
    body: str
    language: str


def mark_of(wording: Wording) -> str:
    """A mark of the words, for a form that shows them."""
    return fingerprint(f"{wording.subject}\n{wording.body}")


Wordings = dict[tuple[str, str], Wording]


def wordings_of(call: Call) -> Wordings:
    """Every template of a call by outcome and language, the house's where it has written none. One query."""
    own = {(one.outcome, one.language): one for one in LetterTemplate.objects.filter(call=call)}
    return {
        (outcome, language): _wording(own.get((outcome, language)), outcome, language)
        for outcome in Decision.Outcome.values
        for language in LANGUAGES
    }


def _wording(own: LetterTemplate | None, outcome: str, language: str) -> Wording:
    if own:
        return Wording(own.subject, own.body, True)
    return Wording(defaults.subject_of(language), defaults.body_of(outcome, language), False)


def letter_of(decision: Decision, wordings: Wordings, *, language: str, name: str) -> Made:
    """The letter about a decision to ``name``, in a language. Give decisions with submission, call and rubric."""
    language = language if language in LANGUAGES else "fi"
    wording = wordings[decision.outcome, language]
    with translation.override(language):
        values = values_of(decision, language, name)
        subject = " ".join(fill(wording.subject, values).split())[:MOST_SUBJECT]
        return Made(subject, fill(wording.body, values), language)


def values_of(decision: Decision, language: str, name: str) -> dict[str, str]:
    """What each word in braces becomes. Call it with the language active."""
    submission, call = decision.submission, decision.submission.call
    return {
        "name": name,
        "practice": decision.version.title.read(language).text,
        "number": str(submission.number or ""),
        "organisation": submission.organisation.name.read(language).text,
        "call": call.name.read(language).text,
        "outcome": decision.get_outcome_display(),
        "label": decision.get_label_display() if decision.label else "",
        "reasons": noted(decision.reasons, language),
        "feedback": feedback(decision, language),
        "conditions": noted(decision.conditions, language),
        "appeal_until": written_day(decision.appeal_until, language) if decision.appeal_until else "",
        "link": settings.BASE_URL + reverse("decisions:decision", args=[submission.key]),
        "sender": call.organisation.name.read(language).text,
    }


def feedback(decision: Decision, language: str) -> str:
    """Each criterion by name with what the panel says of it; those without a word are left out."""
    told = []
    for criterion in decision.rubric.criteria.all():
        words = noted(TranslatedText.from_json(decision.criterion_reasons.get(criterion.code)), language)
        if words:
            told.append(f"{criterion.name.read(language)}\n{words}")
    return "\n\n".join(told)


def noted(text: TranslatedText, language: str) -> str:
    """A text for this reader, saying so when it stands in another language or is a machine's translation."""
    reading = text.read(language)
    if not reading.needs_note:
        return reading.text
    return f"{reading.text} ({note_of(reading)})"


def note_of(reading: Reading) -> str:
    """What must be said of a text, in few words."""
    parts: list[Any] = [IN_LANGUAGE.get(reading.language, IN_ANOTHER)] if reading.is_fallback else []
    if reading.status == "machine":
        parts.append(_("machine translation"))
    if reading.is_stale:
        parts.append(_("older than the original"))
    return ", ".join(map(str, parts))
