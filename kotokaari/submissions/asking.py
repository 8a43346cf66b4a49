"""What a call asks, as fields one can type into: those of the practice record, and the call's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call, Question
from kotokaari.catalogue.public import RECORD_FIELDS, record_spec
from kotokaari.foundation.text import Reading, TranslatedText

OWN = "own_"
TYPES = {
    Question.Type.TEXT: record_spec.Type.TEXT,
    Question.Type.LINE: record_spec.Type.LINE,
    Question.Type.CHOICE: record_spec.Type.CHOICE,
    Question.Type.MANY: record_spec.Type.CONCEPTS,
    Question.Type.NUMBER: record_spec.Type.NUMBER,
    Question.Type.DATE: record_spec.Type.DATE,
    Question.Type.FLAG: record_spec.Type.FLAG,
    Question.Type.FILE: record_spec.Type.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Served:
    """A criterion that an answer serves."""

    code: str
    name: TranslatedText
    question: TranslatedText


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a call: the field it is typed into, and what the call says about it."""

    pk: int
    code: str
    name: str  # on a form and in as_typed
    field: record_spec.Field
    type: str  # of an own question
    label: TranslatedText
    help: TranslatedText
    section: TranslatedText
    choices: tuple[tuple[str, TranslatedText], ...]
    is_required: bool
    least: int | None
    most: int | None
    serves: tuple[Served, ...] = ()

    @property
    def is_own(self) -> bool:
        """True for a question of the call's own."""
        return bool(self.type)

    @property
    def is_file(self) -> bool:
        """True when the answer is a file."""
        return self.type == Question.Type.FILE

    @property
    def is_text(self) -> bool:
        """True when the answer has words that can be translated."""
        return self.field.type in record_spec.TRANSLATED_TYPES or self.field.type is record_spec.Type.ITEMS

    @property
    def words(self) -> Reading:
        """The question in the reader's language; the record's own words where the call has none."""
        language = (get_language() or "fi")[:2]
        found = self.label.read(language)
        return found or Reading(str(self.field.label), language, language)

    def kept(self) -> dict[str, Any]:
        """What is asked, as a sent version keeps it, to be read for ever."""
        return {
            "code": self.code,
            "field": "" if self.is_own else self.name,
            "type": self.type,
            "label": self.label.to_json(),
            "section": self.section.to_json(),
            "choices": [{"code": code, "label": label.to_json()} for code, label in self.choices],
            "serves": [criterion.code for criterion in self.serves],
            "is_required": self.is_required,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading: one page of the form."""

    number: int
    label: TranslatedText
    asked: tuple[Asked, ...]

    @property
    def names(self) -> list[str]:
        """What stands on its form."""
        return [one.name for one in self.asked if not one.is_file]

    @property
    def words(self) -> Reading:
        """The heading in the reader's language; the record's own where the call has none, or that they are the call's."""
        language = (get_language() or "fi")[:2]
        if found := self.label.read(language):
            return found
        section = record_spec.SECTION_OF.get(self.asked[0].name)
        return Reading(str(section.label if section else _("Questions of the call")), language, language)


def asked_in(call: Call) -> list[Asked]:
    """Every question of the call, in order. Two queries."""
    questions = call.questions.prefetch_related("serves")
    return [_asked(question) for question in questions if not question.field or question.field in RECORD_FIELDS]


def parts_of(asked: Iterable[Asked]) -> list[Part]:
    """The pages of the form: questions that follow each other under one heading."""
    groups: list[tuple[str, list[Asked]]] = []
    for one in asked:
        heading = str(one.section) or (record_spec.SECTION_OF[one.name].name if not one.is_own else "")
        if not groups or groups[-1][0] != heading:
            groups.append((heading, []))
        groups[-1][1].append(one)
    return [Part(number, those[0].section, tuple(those)) for number, (_heading, those) in enumerate(groups, 1)]


def _asked(question: Question) -> Asked:
    choices = tuple((str(choice["code"]), _text(choice.get("label"))) for choice in question.choices or ())
    return Asked(
        pk=question.pk,
        code=question.code,
        name=question.field or f"{OWN}{question.code}",
        field=_field(question, choices),
        type=question.type if not question.field else "",
        label=question.label,
        help=question.help,
        section=question.section,
        choices=choices,
        is_required=question.is_required,
        least=question.words_least,
        most=question.words_most,
        serves=tuple(
            Served(criterion.code, criterion.name, criterion.question)
            for criterion in sorted(question.serves.all(), key=lambda criterion: criterion.order)
        ),
    )


def _field(question: Question, choices: Iterable[tuple[str, TranslatedText]]) -> record_spec.Field:
    """The field of the record, or one made for an own question, as this call asks it. ``readers`` is left to panels."""
    if question.field:
        base = RECORD_FIELDS[question.field]
    else:
        kind = TYPES[Question.Type(question.type)]
        options = tuple((code, str(label)) for code, label in choices) if kind is record_spec.Type.CHOICE else ()
        base = record_spec.Field(f"{OWN}{question.code}", kind, question.code, choices=options)
    words = base.words
    if question.words_least is not None or question.words_most is not None:
        words = (question.words_least or 0, question.words_most or max(question.words_least or 0, record_spec.NO_END))
    return replace(base, words=words, readers=(), needed_to_publish=question.is_required)


def _text(value: Any) -> TranslatedText:
    if isinstance(value, str):
        return TranslatedText.of("fi", value)
    return TranslatedText.from_json(value if isinstance(value, Mapping) else None)
