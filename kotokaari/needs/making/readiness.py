"""What a survey still lacks before it can be opened: sentences, each with the page on which it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.fields import read

from .. import languages as tongues
from ..logic.conditions import asked_about
from ..models import Question, Section, Survey
from .plan import Plan
from .taking import plan_of, sections_of

NEED_CHOICES = {Question.Type.ONE, Question.Type.SEVERAL, Question.Type.RANKING, Question.Type.PROFESSION}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing, and where it is filled in."""

    page: str
    sentence: str


def missing(survey: Survey) -> list[Lack]:
    """Everything that stands in the way of opening. Six queries."""
    sections = sections_of(survey)
    found = [*_texts(survey), *_questions(survey, sections), *_times(survey), *_people(survey)]
    return [*found, *_words(survey, plan_of(survey))]


def _texts(survey: Survey) -> Iterator[Lack]:
    if not survey.about:
        yield Lack("texts", _("Say what the survey is for, who asks, and how long it takes."))
    if not survey.privacy:
        yield Lack("texts", _("Say what is done with the answers, and until when they are kept."))


def _questions(survey: Survey, sections: list[Section]) -> Iterator[Lack]:
    questions = [question for section in sections for question in section.questions.all()]
    if not any(question.type != Question.Type.NOTE for question in questions):
        yield Lack("questions", _("Nothing is asked yet."))
    seen: set[str] = set()
    for section in sections:
        if not section.questions.all():
            words = {"section": read(section.name).text or _("a section without a name")}
            yield Lack("questions", _("There is no question in “%(section)s”: add one, or remove the section.") % words)
        if set(asked_about(section.condition)) - seen:
            yield Lack(
                "questions",
                _("The condition of “%(section)s” looks at a question that comes later.")
                % {"section": read(section.name).text},
            )
        for question in section.questions.all():
            yield from _question(question, seen)
            seen.add(question.code)


def _question(question: Question, seen: set[str]) -> Iterator[Lack]:
    words = {"question": read(question.label).text or question.code}
    count = len(question.choices.all())
    if not question.label:
        yield Lack("questions", _("The question “%(question)s” has no words.") % words)
    if question.type in NEED_CHOICES and count < 2:
        yield Lack("questions", _("“%(question)s” needs at least two choices.") % words)
    if question.type == Question.Type.MATRIX and not count:
        yield Lack("questions", _("“%(question)s” needs the things that are weighed, one in a row.") % words)
    if set(asked_about(question.condition)) - seen:
        yield Lack("questions", _("The condition of “%(question)s” looks at a question that comes later.") % words)


def _times(survey: Survey) -> Iterator[Lack]:
    if survey.closes_at and survey.closes_at <= timezone.now():
        yield Lack("terms", _("The closing time has passed. Choose a later one."))


def _people(survey: Survey) -> Iterator[Lack]:
    if not survey.people.exists():
        yield Lack("people", _("Nobody is named to read the results."))


def _words(survey: Survey, plan: Plan) -> Iterator[Lack]:
    texts = [text for text in plan.all_texts() if text]
    for tag in survey.languages:
        count = sum(not text.text(tag).strip() for text in texts)
        if count:
            sentence = ngettext(
                "%(count)d text is not there in this language: %(language)s.",
                "%(count)d texts are not there in this language: %(language)s.",
                count,
            )
            yield Lack("words", sentence % {"count": count, "language": tongues.name_here(tag)})
