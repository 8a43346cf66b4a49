"""A draft as it stands on a form: what was typed, what is understood of it, and how far it is in each language.

Form values are what a browser sends, by field, as in ``catalogue.logic.sheet``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.calls.public import Question
from kotokaari.catalogue.public import language_name, record_logic, record_spec
from kotokaari.foundation.text import LANGUAGES, TranslatedText, fingerprint

from .asking import Asked
from .models import Submission

Values = dict[str, list[str]]
NOTHING: tuple[Any, ...] = (None, "", [], {})


def form_values(asked: Asked, data: Mapping[str, Any]) -> Values:
    """The form values of one question out of a whole form."""
    if not asked.is_own:
        return record_logic.form_values(asked.name, data)
    if asked.name not in data:
        return {}
    given = data.getlist(asked.name) if hasattr(data, "getlist") else data[asked.name]
    return {asked.name: [str(value) for value in given] if isinstance(given, list | tuple) else [str(given)]}


def value_of(asked: Asked, draft: Submission) -> Any:
    """What the draft has understood so far."""
    return draft.answers.get(asked.code) if asked.is_own else draft.record.get(asked.name)


def standing_values(asked: Asked, draft: Submission) -> Values:
    """The form values in a draft: as they were typed last, else from what is stored."""
    if typed := draft.as_typed.get(asked.name):
        return dict(typed["values"])
    if not asked.is_own:
        return record_logic.values_of_record(asked.name, draft.record)
    values = record_logic.typed(asked.field, value_of(asked, draft))
    return {asked.name: values} if values else {}


def same_values(asked: Asked, values: Values) -> str:
    """A fingerprint of what form values say."""
    if not asked.is_own:
        return record_logic.same_values(asked.name, values)
    return fingerprint(json.dumps(record_logic.bare(values), sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Understood:
    """What typed values mean: for the record, for the answers, and what is wrong with the others, by form name."""

    record: dict[str, Any]
    answers: dict[str, Any]
    problems: dict[str, str]


def understand(asked: Iterable[Asked], values: Mapping[str, Values], draft: Submission) -> Understood:
    """The meaning of form values. What cannot be understood is left as it was; texts keep their translations."""
    known = {one.name: one for one in asked}
    fields = {name: given for name, given in values.items() if name in known and not known[name].is_own}
    record, problems = record_logic.understand(fields, draft.record, draft.source_language)
    answers: dict[str, Any] = {}
    for name, given in values.items():
        one = known.get(name)
        if one is None or not one.is_own:
            continue
        try:
            answers[one.code] = _own(one, given.get(name, []), draft)
        except record_logic.NotUnderstood as error:
            problems[name] = str(error)
    return Understood(record, answers, problems)


def _own(one: Asked, given: list[str], draft: Submission) -> Any:
    value = record_logic.parse(one.field, given)
    if one.type == Question.Type.MANY and set(value or ()) - {code for code, _label in one.choices}:
        raise record_logic.NotUnderstood(_("Choose among the alternatives."))
    return record_logic.stored(one.field, value, draft.answers.get(one.code), draft.source_language)


def is_answered(asked: Asked, draft: Submission, files: Iterable[int | None] = ()) -> bool:
    """True when the question has an answer that was understood; ``files`` are the questions of the draft's files."""
    if asked.is_file:
        return asked.pk in files
    value = value_of(asked, draft)
    if value in NOTHING:
        return False
    if asked.field.type in record_spec.TRANSLATED_TYPES:
        return bool(TranslatedText.from_json(value).source_text.strip())
    return True


def words_in(asked: Asked, draft: Submission) -> int | None:
    """How many words an answer has in its own language; None where words are not counted."""
    if asked.field.type not in record_spec.TRANSLATED_TYPES:
        return None
    return len(TranslatedText.from_json(value_of(asked, draft)).source_text.split())


def problems_of(asked: Iterable[Asked], draft: Submission, files: Iterable[int | None] = ()) -> dict[str, str]:
    """What stands between the draft and sending it, by form name: not understood, missing, too long."""
    known = {one.name: one for one in asked}
    typed = {name: kept["values"] for name, kept in draft.as_typed.items() if name in known}
    problems = understand(known.values(), typed, draft).problems
    files = set(files)
    for one in known.values():
        if one.is_required and not is_answered(one, draft, files):
            problems.setdefault(one.name, _("This must be answered."))
        words = words_in(one, draft)
        if one.most is not None and words is not None and words > one.most:
            problems.setdefault(one.name, _too_long(words, one.most))
    return problems


def _too_long(words: int, most: int) -> str:
    return ngettext(
        "This has %(words)s words; there is room for %(most)s.",
        "This has %(words)s words; there is room for %(most)s.",
        words,
    ) % {"words": words, "most": most}


def too_short(asked: Iterable[Asked], draft: Submission) -> list[tuple[Asked, int]]:
    """Answers with fewer words than the call advises: told, not refused."""
    counted = [(one, words_in(one, draft)) for one in asked if one.least]
    return [(one, words) for one, words in counted if words and words < (one.least or 0)]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a draft and where it stands: ``title``, ``steps.<item id>.action``, ``own_<code>``."""

    path: str
    label: str
    text: TranslatedText
    is_line: bool
    asked: Asked


def texts_of(asked: Iterable[Asked], draft: Submission) -> Iterator[Text]:
    """Every text with words in it, in the order of the questions."""
    within: dict[str, list[Any]] = {}
    for found in record_logic.texts_of(draft.record):
        within.setdefault(found.path.partition(".")[0], []).append(found)
    for one in asked:
        if one.is_own and one.is_text:
            text = TranslatedText.from_json(draft.answers.get(one.code))
            if text.source_text.strip():
                yield Text(one.name, str(one.words), text, one.type == Question.Type.LINE, one)
        elif not one.is_own:
            for found in within.get(one.name, ()):
                if found.text.source_text.strip():
                    is_line = found.field.type is record_spec.Type.LINE
                    yield Text(found.path, _label(one, found), found.text, is_line, one)


def _label(one: Asked, found: Any) -> str:
    if found.within is None:
        return str(one.words)
    words = {"list": one.words, "number": found.place, "field": found.field.label}
    return _("%(list)s %(number)s: %(field)s") % words


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a draft is in a language: texts that can be read in it, of all there are."""

    language: str
    is_source: bool
    done: int
    behind: int
    total: int

    @property
    def percent(self) -> int:
        """Of a hundred."""
        return 100 * self.done // self.total if self.total else 0


def readiness(asked: list[Asked], draft: Submission, language: str, files: Iterable[int | None] = ()) -> Readiness:
    """In the language it is written in: questions answered. In another: texts translated and up to date."""
    if language == draft.source_language:
        counted = [one for one in asked if one.is_required or is_answered(one, draft, files)] or asked
        done = sum(is_answered(one, draft, files) for one in counted)
        return Readiness(language, True, done, 0, len(counted))
    texts = [found.text for found in texts_of(asked, draft)]
    behind = sum(text.is_stale(language) for text in texts)
    done = sum(bool(text.text(language).strip()) and not text.is_stale(language) for text in texts)
    return Readiness(language, False, done, behind, len(texts))


def languages_first(draft: Submission) -> list[str]:
    """Its own language, then the others of the house."""
    return sorted(LANGUAGES, key=lambda code: (code != draft.source_language, LANGUAGES.index(code)))


def readiness_of(
    asked: list[Asked], draft: Submission, files: Iterable[int | None] = ()
) -> list[tuple[str, Readiness]]:
    """The name of each language, its own first, and how far the draft is in it."""
    files = list(files)
    return [(str(language_name(code)), readiness(asked, draft, code, files)) for code in languages_first(draft)]
