"""Every text of a survey in one language, for whoever translates it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText, fingerprint
from kotokaari.ui.languages import direction

from ..models import Question, Survey
from .taking import scale_labels, sections_of


@dataclass(frozen=True, slots=True)
class WordLine:
    """One text: what it is, what it says where it was written, what it says in the wanted language."""

    name: str
    what: Any
    group: Any
    source: str
    source_language: str
    text: str
    was: str
    language: str
    is_source: bool
    is_stale: bool
    is_long: bool
    theirs: str | None = None  # what somebody else saved meanwhile

    @property
    def direction(self) -> str:
        """Which way the wanted language is written."""
        return direction(self.language)


def lines_of(survey: Survey, language: str) -> list[WordLine]:
    """The texts there are, in the order of the survey. Three queries."""
    return [_line(language, *one) for one in _texts(survey) if one[3]]


def _line(language: str, name: str, what: Any, group: Any, text: TranslatedText) -> WordLine:
    said = text.text(language)
    return WordLine(
        name, what, group, text.source_text, text.source, said, fingerprint(said), language,
        language == text.source, text.is_stale(language), len(text.source_text) > 90 or "\n" in text.source_text,
    )  # fmt: skip


def _texts(survey: Survey) -> Iterator[tuple[str, Any, Any, TranslatedText]]:
    whole = _("The survey")
    labels = {
        "name": _("Name"),
        "about": _("What it is for"),
        "privacy": _("What is done with the answers"),
        "thanks": _("Thanks"),
    }
    for name, label in labels.items():
        yield f"survey:{name}", label, whole, getattr(survey, name)
    for number, section in enumerate(sections_of(survey), start=1):
        group = read(section.name).text or _("Section %(number)d") % {"number": number}
        yield f"section:{section.pk}:name", _("Heading"), group, section.name
        yield f"section:{section.pk}:about", _("Words under the heading"), group, section.about
        for question in section.questions.all():
            yield from _of_question(question, group)


def _of_question(question: Question, group: Any) -> Iterator[tuple[str, Any, Any, TranslatedText]]:
    base = f"question:{question.code}"
    yield f"{base}:label", _("Question"), group, question.label
    yield f"{base}:hint", _("Guidance"), group, question.hint
    for name, text in scale_labels(question.settings):
        yield f"{base}:{name}", _("Lowest mark") if name == "low_label" else _("Highest mark"), group, text
    if question.type != Question.Type.MUNICIPALITY:
        for choice in question.choices.all():
            yield f"choice:{question.code}:{choice.code}", _("Choice"), group, choice.label
