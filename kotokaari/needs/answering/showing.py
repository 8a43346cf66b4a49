"""Questions as a page shows them, in the respondent's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.people.public import place_options
from kotokaari.ui.languages import direction

from ..models import Question, Survey
from .asking import (
    HIGH,
    LOW,
    MOST_LETTERS,
    MOST_OTHER,
    OTHER,
    SIDES,
    Page,
    Posted,
    Sheet,
    Type,
    Values,
    asked,
    ends_of,
    holds,
    name_of,
    place_codes,
    places_of,
)

FEW = 12  # as many professions are shown as radio buttons; more are a list to choose from


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a survey: its code, its own name, its direction, whether it is the one shown."""

    code: str
    name: str
    direction: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    value: str
    label: Any
    id: str = ""
    chosen: bool = False
    aside: str = ""  # what only a screen reader hears: the end of a scale


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of marks: a group of radio buttons under one name."""

    name: str
    id: str
    label: Any
    options: tuple[Option, ...]
    low: Any = ""
    high: Any = ""


@dataclass(slots=True)
class Shown:
    """A question on a page."""

    question: Question
    kind: str
    name: str
    id: str
    label: Reading
    hint: Reading
    is_asked: bool = True
    condition: str = ""
    problem: str = ""
    value: Any = ""
    options: tuple[Option, ...] = ()
    rows: tuple[tuple[Any, tuple[Strip, ...]], ...] = ()
    other: str = ""
    most: int = MOST_LETTERS
    most_other: int = MOST_OTHER
    places: tuple[tuple[int, str, tuple[Option, ...]], ...] = ()
    may_skip: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def described(self) -> str:
        """The ids of what explains it."""
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.id}-problem"] if self.problem else parts)

    @property
    def is_required(self) -> bool:
        """Whether it must be answered."""
        return self.question.is_required


@cache
def own_name(tag: str) -> str:
    """What a language calls itself; its tag when nobody here knows."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (ValueError, UnknownLocaleError):
        return tag
    return name[:1].upper() + name[1:] if name else tag


def languages_of(survey: Survey, current: str) -> tuple[Language, ...]:
    """The languages of a survey as one chooses among them."""
    codes = survey.languages or ["fi"]
    return tuple(Language(code, own_name(code), direction(code), code == current) for code in codes)


def phrase(value: Any, language: str) -> Reading:
    """Words of a question's settings: translated text as it is stored, or plain words."""
    if isinstance(value, Mapping):
        if "texts" in value:
            return TranslatedText.from_json(value).read(language)
        texts = {code: str(words) for code, words in value.items()}
        first = next(iter(texts), language)
        return TranslatedText.of(first, **{"text": texts.pop(first, "")}, **texts).read(language)
    return Reading(str(value or ""), language, language)


def shown_page(
    sheet: Sheet,
    page: Page,
    values: Values,
    language: str,
    *,
    problems: Mapping[str, str] | None = None,
    posted: Posted | None = None,
) -> list[Shown]:
    """The questions of a section, also those a condition hides for now. ``posted``: what was typed and is wrong."""
    is_asked = {question.code for one in asked(sheet, values) for question in one.questions}
    here = {question.code for question in page.questions}
    found = []
    for question in page.questions:
        shown = shown_question(question, values.get(question.code), language)
        shown.problem = (problems or {}).get(question.code, "")
        if posted is not None and shown.problem and shown.kind in ("text", "number"):
            shown.value = str(posted.get(shown.name) or "")[: 2 * MOST_LETTERS]
        shown.is_asked = question.code in is_asked
        if question.condition:
            shown.condition = json.dumps(_resolved(question.condition, values, here))
        found.append(shown)
    return found


def _resolved(condition: Mapping[str, Any], values: Values, here: set[str]) -> Any:
    """The condition with what other pages say already decided: true or false."""
    for word in ("all", "any"):
        if word in condition:
            return {word: [_resolved(part, values, here) for part in condition[word]]}
    if "not" in condition:
        return {"not": _resolved(condition["not"], values, here)}
    return dict(condition) if condition.get("question") in here else holds(condition, values)


def shown_question(question: Question, value: Any, language: str) -> Shown:
    """One question with its value."""
    name = name_of(question)
    shown = Shown(question, question.type, name, name, question.label.read(language), question.hint.read(language))
    shown.may_skip = not question.is_required
    SHOWERS.get(Type(question.type), _show_plain)(shown, value, language)
    return shown


def _show_plain(shown: Shown, value: Any, language: str) -> None:
    shown.value = "" if value is None else value
    if shown.question.type == Type.TEXT:
        most = shown.question.settings.get("most")
        shown.most = most if isinstance(most, int) and most > 0 else MOST_LETTERS


def _show_choices(shown: Shown, value: Any, language: str) -> None:
    chosen = value if isinstance(value, list) else [value]
    options = [
        Option(choice.code, choice.label.read(language), f"{shown.id}-{number}", choice.code in chosen)
        for number, choice in enumerate(shown.question.choices.all(), 1)
    ]
    if shown.question.settings.get("has_other"):
        own = next((one for one in chosen if isinstance(one, str) and one.startswith(OTHER)), None)
        shown.other = (own or "").removeprefix(OTHER)
        options.append(Option(OTHER, _("Something else"), f"{shown.id}-0", own is not None))
    shown.options = tuple(options)
    if shown.question.type == Type.PROFESSION:
        shown.kind = "one" if len(options) <= FEW else "select"


def _show_scale(shown: Shown, value: Any, language: str) -> None:
    low, high = ends_of(shown.question)
    settings = shown.question.settings
    ends = phrase(settings.get("low_label"), language), phrase(settings.get("high_label"), language)
    shown.details = {"low": ends[0], "high": ends[1]}
    shown.options = _marks(shown.id, value, low, min(high, low + 20), str(ends[0]), str(ends[1]))


def _marks(id: str, value: Any, low: int, high: int, low_words: str, high_words: str) -> tuple[Option, ...]:
    asides = {low: low_words, high: high_words}
    return tuple(
        Option(str(mark), str(mark), f"{id}-{mark}", value == mark, asides.get(mark, ""))
        for mark in range(low, high + 1)
    )


def side_words() -> dict[str, tuple[str, str, str]]:
    """Both sides of a matrix: what is marked, and what the lowest and the highest mark mean."""
    return {
        "importance": (_("How important?"), _("not important"), _("very important")),
        "current": (_("How well does it work today?"), _("badly"), _("very well")),
    }


def _show_matrix(shown: Shown, value: Any, language: str) -> None:
    marks = value if isinstance(value, dict) else {}
    words = side_words()
    rows = []
    for number, choice in enumerate(shown.question.choices.all(), 1):
        label = choice.label.read(language)
        strips = []
        for side in SIDES:
            id = f"{shown.id}-{number}-{side}"
            what, low, high = words[side]
            options = _marks(id, marks.get(choice.code, {}).get(side), LOW, HIGH, low, high)
            strips.append(Strip(f"{shown.name}.{choice.code}.{side}", id, what, options, low, high))
        rows.append((label, tuple(strips)))
    shown.rows = tuple(rows)


def _show_ranking(shown: Shown, value: Any, language: str) -> None:
    ranked = value if isinstance(value, list) else []
    choices = [(choice.code, choice.label.read(language)) for choice in shown.question.choices.all()]
    places = []
    for place in range(1, places_of(shown.question) + 1):
        here = ranked[place - 1] if place <= len(ranked) else ""
        options = tuple(Option(code, label, "", code == here) for code, label in choices)
        words = pgettext("ranking", "Place %(number)s") % {"number": place}
        places.append((place, words, options))
    shown.places = tuple(places)


def _show_municipality(shown: Shown, value: Any, language: str) -> None:
    offered = set(place_codes(shown.question))
    names = place_options((get_language() or "fi")[:2], "municipality")
    shown.kind = "select"
    shown.options = tuple(Option(code, name, "", code == value) for code, name in names if code in offered)


SHOWERS = {
    Type.ONE: _show_choices,
    Type.SEVERAL: _show_choices,
    Type.PROFESSION: _show_choices,
    Type.SCALE: _show_scale,
    Type.MATRIX: _show_matrix,
    Type.RANKING: _show_ranking,
    Type.MUNICIPALITY: _show_municipality,
}


def told(question: Question, value: Any, language: str) -> list[Any]:
    """An answer in words, line by line, for who looks it over before sending."""
    if value is None:
        return []
    labels: dict[str, Any] = {choice.code: choice.label.read(language) for choice in question.choices.all()}
    if question.type == Type.MATRIX:
        return [_told_marks(labels.get(code, code), marks) for code, marks in value.items()]
    if question.type == Type.MUNICIPALITY:
        return [dict(place_options((get_language() or "fi")[:2], "municipality")).get(value, value)]
    found = value if isinstance(value, list) else [value]
    lines = [_told_one(one, labels) for one in found]
    if question.type == Type.RANKING:
        return [f"{place}. {line}" for place, line in enumerate(lines, 1)]
    return lines


def _told_one(value: Any, labels: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith(OTHER):
        return value.removeprefix(OTHER) or _("Something else")
    return labels.get(value, value) if isinstance(value, str) else value


def _told_marks(label: Any, marks: Mapping[str, int]) -> str:
    words = {"importance": _("importance %(mark)s"), "current": _("works today %(mark)s")}
    return f"{label}: " + ", ".join(words[side] % {"mark": marks[side]} for side in SIDES if side in marks)
