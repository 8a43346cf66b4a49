"""A survey's questions, and what is typed into them: the one place that knows what an answer to each type is.

The page of a respondent, the preview of who makes the survey, answers typed in from paper and the feedback of an
innovation day all read and check through here. Values are as ``models.Question.Type`` says; own words beside the
choices («something else») are ``"other:"`` and the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.people.public import place_book

from ..models import Question, Section, Survey

Type = Question.Type
OTHER = "other:"
MOST_LETTERS = 5000  # of an open answer
MOST_OTHER = 200
SIDES = ("importance", "current")
LOW, HIGH = 1, 5

Values = dict[str, Any]


class Posted(Protocol):
    """What a form sends: a QueryDict, or what stands in for one."""

    def get(self, name: str, default: Any = None, /) -> Any:
        """The last value of this name."""

    def getlist(self, name: str, /) -> list[Any]:
        """All values of this name."""


class Wrong(Exception):
    """An answer that cannot be taken; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Page:
    """A section with its questions."""

    section: Section
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A survey with all its questions, in their order."""

    survey: Survey
    pages: tuple[Page, ...]

    @property
    def questions(self) -> Iterator[Question]:
        """Every question."""
        for page in self.pages:
            yield from page.questions


@dataclass(slots=True)
class Typed:
    """What was typed: values by the question's code, and what is wrong with the others. None: was emptied."""

    values: Values = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def sheet_of(survey: Survey) -> Sheet:
    """All that is asked. Three queries."""
    sections = survey.sections.prefetch_related("questions__choices")
    return Sheet(survey, tuple(Page(section, tuple(section.questions.all())) for section in sections))


def name_of(question: Question) -> str:
    """What the fields of a question are called, or begin with."""
    return f"q-{question.code}"


# Reading


def read(questions: tuple[Question, ...] | list[Question], posted: Posted) -> Typed:
    """The values of these questions as they were typed; what cannot be taken is told in a sentence each."""
    typed = Typed()
    for question in questions:
        if question.type == Type.NOTE:
            continue
        try:
            typed.values[question.code] = READERS[Type(question.type)](question, posted)
        except Wrong as wrong:
            typed.problems[question.code] = str(wrong)
    return typed


def _words(posted: Posted, name: str, most: int) -> str:
    text = str(posted.get(name) or "").replace("\r\n", "\n")
    text = "".join(letter for letter in text if letter == "\n" or letter == "\t" or ord(letter) >= 32).strip()
    if len(text) > most:
        raise Wrong(
            _("This is too long: %(count)s characters. At most %(most)s fit.") % {"count": len(text), "most": most}
        )
    return text


def _codes(question: Question) -> list[str]:
    return [choice.code for choice in question.choices.all()]


def _known(question: Question, posted: Posted, value: str) -> str:
    """A choice by its code, or own words."""
    if value == OTHER and question.settings.get("has_other"):
        return OTHER + _words(posted, f"{name_of(question)}-other", MOST_OTHER)
    if value not in _codes(question):
        raise Wrong(_("Choose one of those that are offered."))
    return value


def _one(question: Question, posted: Posted) -> str | None:
    value = str(posted.get(name_of(question)) or "")
    return _known(question, posted, value) if value else None


def _several(question: Question, posted: Posted) -> list[str] | None:
    chosen = list(dict.fromkeys(str(value) for value in posted.getlist(name_of(question)) if value))
    most = _whole_setting(question, "most", 0)
    if most and len(chosen) > most:
        sentence = ngettext("Choose %(most)s at most.", "Choose at most %(most)s.", most)
        raise Wrong(sentence % {"most": most})
    return [_known(question, posted, value) for value in chosen] or None


def _whole_setting(question: Question, name: str, otherwise: int) -> int:
    try:
        return int(question.settings.get(name, otherwise))
    except (TypeError, ValueError):
        return otherwise


def ends_of(question: Question) -> tuple[int, int]:
    """The lowest and the highest mark of a scale."""
    return _whole_setting(question, "low", LOW), _whole_setting(question, "high", HIGH)


def _mark(text: str, low: int, high: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise Wrong(_("Choose a mark from %(low)s to %(high)s.") % {"low": low, "high": high})
    return value


def _scale(question: Question, posted: Posted) -> int | None:
    text = str(posted.get(name_of(question)) or "").strip()
    return _mark(text, *ends_of(question)) if text else None


def places_of(question: Question) -> int:
    """How many places a ranking has."""
    count = len(question.choices.all())
    return min(_whole_setting(question, "most", count) or count, count)


def _ranking(question: Question, posted: Posted) -> list[str] | None:
    name = name_of(question)
    found = [str(posted.get(f"{name}.{place}") or "") for place in range(1, places_of(question) + 1)]
    chosen = [code for code in found if code]
    if len(set(chosen)) < len(chosen):
        raise Wrong(_("The same one stands in two places. Give each place another."))
    if any(code not in _codes(question) for code in chosen):
        raise Wrong(_("Choose one of those that are offered."))
    if chosen and found[: len(chosen)] != chosen:
        raise Wrong(_("A place before another is empty. Fill the places from the first on."))
    return chosen or None


def _matrix(question: Question, posted: Posted) -> dict[str, dict[str, int]] | None:
    found: dict[str, dict[str, int]] = {}
    for code in _codes(question):
        texts = {side: str(posted.get(f"{name_of(question)}.{code}.{side}") or "").strip() for side in SIDES}
        marks = {side: _mark(text, LOW, HIGH) for side, text in texts.items() if text}
        if marks:
            found[code] = marks
    return found or None


def _text(question: Question, posted: Posted) -> str | None:
    return _words(posted, name_of(question), _whole_setting(question, "most", 0) or MOST_LETTERS) or None


def _number(question: Question, posted: Posted) -> int | float | None:
    text = (
        str(posted.get(name_of(question)) or "").strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    )
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e15:
        raise Wrong(_("Write a number in digits, like 12 or 2,5."))
    low, high = question.settings.get("low"), question.settings.get("high")
    if isinstance(low, int | float) and value < low:
        raise Wrong(_("Write a number that is %(low)s or more.") % {"low": low})
    if isinstance(high, int | float) and value > high:
        raise Wrong(_("Write a number that is %(high)s or less.") % {"high": high})
    return int(value) if value.is_integer() else value


def place_codes(question: Question) -> list[str]:
    """The municipalities that are offered: those among the choices, all where there are none."""
    own = [code.replace("-", ":", 1) for code in _codes(question)]
    if own:
        return own
    return [entry.code for entry in place_book().by_code.values() if entry.level == "municipality"]


def _municipality(question: Question, posted: Posted) -> str | None:
    value = str(posted.get(name_of(question)) or "")
    if value and value not in place_codes(question):
        raise Wrong(_("Choose a municipality of the list."))
    return value or None


READERS: dict[Question.Type, Callable[[Question, Posted], Any]] = {
    Type.ONE: _one,
    Type.SEVERAL: _several,
    Type.SCALE: _scale,
    Type.RANKING: _ranking,
    Type.MATRIX: _matrix,
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.PROFESSION: _one,
    Type.MUNICIPALITY: _municipality,
}


# Conditions


def holds(condition: Mapping[str, Any] | None, values: Values) -> bool:
    """Whether what is asked under this condition is asked, as things were answered. An empty one always holds."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, values) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, values) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], values)
    return _fits(condition, values.get(condition.get("question", "")))


def _fits(condition: Mapping[str, Any], value: Any) -> bool:
    if "is" in condition:
        return _is(value, condition["is"])
    if "is_not" in condition:
        return not _is(value, condition["is_not"])
    if "at_least" in condition:
        return isinstance(value, int | float) and value >= float(condition["at_least"])
    if "at_most" in condition:
        return isinstance(value, int | float) and value <= float(condition["at_most"])
    return value is not None  # «was answered»


def _is(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return any(_is(value, one) for one in wanted)
    if isinstance(value, list):
        return any(_is(one, wanted) for one in value)
    if value is None or isinstance(value, dict):
        return False
    return str(wanted) in (str(value), "other" if str(value).startswith(OTHER) else str(value))


def asked(sheet: Sheet, values: Values) -> list[Page]:
    """The pages and questions that are asked, as things were answered so far."""
    kept: Values = {}
    pages = []
    for page in sheet.pages:
        if not holds(page.section.condition, kept):
            continue
        questions = []
        for question in page.questions:
            if holds(question.condition, kept):
                questions.append(question)
                if values.get(question.code) is not None:
                    kept[question.code] = values[question.code]
        if questions:
            pages.append(Page(page.section, tuple(questions)))
    return pages


def kept(sheet: Sheet, values: Values) -> Values:
    """The values of what is asked: what a condition hides is not kept."""
    codes = {question.code for page in asked(sheet, values) for question in page.questions}
    return {code: value for code, value in values.items() if code in codes and value is not None}


def missing(questions: tuple[Question, ...] | list[Question], values: Values) -> dict[str, str]:
    """What must be answered and is not, with a sentence each."""
    return {
        question.code: _missing_sentence(question)
        for question in questions
        if question.is_required and question.type != Type.NOTE and not _is_whole(question, values.get(question.code))
    }


def _is_whole(question: Question, value: Any) -> bool:
    if value is None or value == OTHER:
        return False
    if question.type == Type.MATRIX:
        return all(set(value.get(code, {})) == set(SIDES) for code in _codes(question))
    if question.type == Type.RANKING:
        return len(value) == places_of(question)
    return True


def _missing_sentence(question: Question) -> str:
    if question.type == Type.MATRIX:
        return _("Give both marks on every row.")
    if question.type == Type.RANKING:
        return _("Fill every place.")
    if question.type in (Type.TEXT, Type.NUMBER):
        return _("This must be answered.")
    return _("Choose an answer.")
