"""What a call asks, ready to be shown: beside each question its guidance, its limits and the criteria it serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kotokaari.catalogue.public import RECORD_FIELDS, record_spec
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.rubrics.public import Criterion, Gate

from .models import CONSENT, Call, Question
from .times import language

TYPES: dict[str, Any] = {
    "line": _("One line"),
    "text": _("Text"),
    "concepts": _("Words of the vocabulary"),
    "places": _("Places"),
    "choice": _("One of several"),
    "scale": _("A step of a scale"),
    "number": _("Number"),
    "date": _("Date"),
    "flag": _("Yes or no"),
    "items": _("A list, row by row"),
    "url": _("Address on the web"),
    "plain": _("One line"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a person meets it. ``field`` is the field of the practice record, None for an own question."""

    question: Question
    field: Any
    label: Reading
    help: Reading
    serves: tuple[Criterion, ...]
    least: int | None
    most: int | None

    @property
    def code(self) -> str:
        """Its code in the call."""
        return self.question.code

    @property
    def is_required(self) -> bool:
        """True when it must be answered before sending."""
        return self.question.is_required

    @property
    def says_words(self) -> bool:
        """True when the guidance tells the number of words already."""
        own = self.question.words_least is not None or self.question.words_most is not None
        return not own and any(letter.isdigit() for letter in self.help.text)

    @property
    def type(self) -> str:
        """What is answered: a type of the practice record, or of an own question."""
        return str(self.field.type) if self.field else self.question.type

    @property
    def type_label(self) -> Any:
        """What is answered, in words."""
        if self.field is None:
            return self.question.get_type_display()
        return TYPES.get(str(self.field.type), "")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What one may choose: code and words."""
        if self.field is not None:
            return [(str(code), str(label)) for code, label in self.field.choices]
        return own_choices(self.question)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand under one heading."""

    heading: Reading
    asked: tuple[Asked, ...]


def own_choices(question: Question) -> list[tuple[str, str]]:
    """The choices of an own question: code and words in the reader's language."""
    return [(one["code"], str(read(TranslatedText.from_json(one["label"])))) for one in question.choices]


def asked(question: Question) -> Asked:
    """One question, ready to be shown. Its criteria cost a query unless they were fetched before."""
    field = RECORD_FIELDS.get(question.field) if question.field else None
    words = field.words if field else None
    return Asked(
        question,
        field,
        _or_the_fields(question.label, field.label if field else ""),
        _or_the_fields(question.help, field.help if field else ""),
        tuple(sorted(question.serves.all(), key=lambda criterion: (criterion.order, criterion.pk))),
        question.words_least if question.words_least is not None else (words[0] if words else None),
        question.words_most if question.words_most is not None else (words[1] if words else None),
    )


def _or_the_fields(own: Any, words: Any) -> Reading:
    """The call's own wording, else the record's in the reader's language."""
    return read(own) if own else Reading(str(words), language(), language())


def asked_by(call: Call) -> list[Asked]:
    """Every question of a call, in order. Two queries."""
    return [asked(question) for question in call.questions.prefetch_related("serves")]


def groups(questions: Iterable[Asked]) -> list[Group]:
    """Questions under their headings, in order; neighbours of one section stand together."""
    found: list[tuple[Any, list[Asked]]] = []
    for one in questions:
        section = one.question.section
        if found and section.to_json() == found[-1][0].to_json():
            found[-1][1].append(one)
        else:
            found.append((section, [one]))
    return [Group(read(section), tuple(inside)) for section, inside in found]


def fields_not_asked(questions: Iterable[Asked]) -> list[tuple[str, list[Any]]]:
    """The fields of the practice record the call does not ask, by the record's sections."""
    taken = {one.question.field for one in questions}
    found: dict[str, list[Any]] = {}
    for name, field in RECORD_FIELDS.items():
        if name not in taken:
            found.setdefault(str(record_spec.SECTION_OF[name].label), []).append(field)
    return list(found.items())


def unserved(call: Call, questions: Iterable[Asked]) -> list[Criterion]:
    """The criteria of the rubric that no question serves. One query."""
    served = {criterion.pk for one in questions for criterion in one.serves}
    return [criterion for criterion in call.rubric.criteria.all() if criterion.pk not in served]


def criteria_that_read(call: Call, field: str) -> list[Criterion]:
    """The criteria of the call's rubric that read a field of the record. One query."""
    return [criterion for criterion in call.rubric.criteria.all() if field in criterion.reads]


def gate_without_question(call: Call, questions: Iterable[Asked]) -> Gate | None:
    """The gate the house looks up from a yes-or-no question that nobody is asked. One query."""
    codes = {one.code for one in questions if one.type == Question.Type.FLAG}
    gates = call.rubric.gates.filter(rule=Gate.Rule.CONSENT)
    return next((gate for gate in gates if codes.isdisjoint({*map(str, gate.reads), CONSENT})), None)


def needed_and_not_asked(questions: Iterable[Asked]) -> list[Any]:
    """The fields without which the catalogue cannot publish a practice, and which nobody is asked."""
    taken = {one.question.field for one in questions}
    return [field.label for name, field in RECORD_FIELDS.items() if field.needed_to_publish and name not in taken]
