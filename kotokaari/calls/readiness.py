"""What a call still lacks before anybody may read it, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.rubrics.public import Rubric

from .models import Call, CallPerson

NEEDED_TEXTS = ("name", "summary", "about", "who_may_answer")
COMPLETE_IN = ("fi", "sv")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a call lacks; ``page`` is the name of the page where it is mended."""

    sentence: Any
    page: str


def text_labels() -> dict[str, str]:
    """The texts of a call in the words of its pages."""
    return {
        "name": _("Name of the call"),
        "summary": _("In two sentences"),
        "about": _("What is looked for, and why"),
        "who_may_answer": _("Who may answer"),
        "contact_role": _("Whom one asks"),
    }


def text_guidance() -> dict[str, str]:
    """What each text of a call is for, to those who write it."""
    return {
        "name": _("The theme and the year."),
        "summary": _("Read in the list of calls, in feeds and in search results."),
        "about": _("What kind of practices, why now, and what happens to the chosen ones. In plain language."),
        "who_may_answer": _("Which organisations, alone or together, and what must have been tried already."),
        "contact_role": _("A role, such as “Integration coordinator of Example town”."),
    }


def missing(call: Call) -> list[Missing]:
    """Everything that stands between the call and its publication. Six queries."""
    return [*_texts(call), *_rounds(call), *_rubric(call), *_questions(call), *_people(call), *_terms(call)]


def _texts(call: Call) -> Iterator[Missing]:
    labels = text_labels()
    sentences = {
        ("fi",): _("“%(text)s” is missing in Finnish."),
        ("sv",): _("“%(text)s” is missing in Swedish."),
        COMPLETE_IN: _("“%(text)s” is missing in Finnish and in Swedish."),
    }
    for name in NEEDED_TEXTS:
        text = getattr(call, name)
        if lacking := tuple(text.missing(COMPLETE_IN)):
            yield Missing(sentences[lacking] % {"text": labels[name]}, "texts")
        for language in COMPLETE_IN:
            if text.is_stale(language):
                words = {"text": labels[name], "language": _("Finnish") if language == "fi" else _("Swedish")}
                yield Missing(_("“%(text)s” in %(language)s is behind the original.") % words, "texts")


def _rounds(call: Call) -> Iterator[Missing]:
    rounds = list(call.rounds.all())
    if not rounds:
        yield Missing(_("The call has no opening and closing time."), "rounds")
    elif rounds[0].closes_at <= timezone.now():
        yield Missing(_("The closing time has passed."), "rounds")


def _rubric(call: Call) -> Iterator[Missing]:
    if call.rubric.state != Rubric.State.IN_FORCE:
        yield Missing(_("The rubric is not in force."), "rubric")
    elif not call.rubric.criteria.exists():
        yield Missing(_("The rubric has no criteria."), "rubric")


def _questions(call: Call) -> Iterator[Missing]:
    questions = list(call.questions.all())
    fields = {question.field for question in questions}
    if "title" not in fields:
        yield Missing(_("The call does not ask for the name of the practice."), "questions")
    if "summary" not in fields:
        yield Missing(_("The call does not ask for a summary of the practice."), "questions")
    for question in questions:
        if not question.field and question.label.missing(COMPLETE_IN):
            words = {"question": str(question)}
            yield Missing(_("The question “%(question)s” is not in both Finnish and Swedish.") % words, "questions")


def _people(call: Call) -> Iterator[Missing]:
    parts = set(call.people.values_list("part", flat=True))
    if CallPerson.Part.COORDINATOR not in parts:
        yield Missing(_("The call has no coordinator."), "people")
    if CallPerson.Part.CHAIR not in parts:
        yield Missing(_("The panel has no chair."), "people")


def _terms(call: Call) -> Iterator[Missing]:
    if not call.languages:
        yield Missing(_("The call does not say in which languages one may answer."), "terms")
    if not call.themes.exists():
        yield Missing(_("The call has no theme."), "terms")
    if not call.contact_email:
        yield Missing(_("The call does not say whom one asks: an address is missing."), "texts")
