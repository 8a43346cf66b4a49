"""What the readers of other tools' files share: codes for their names, plain words, conditions, remarks."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText

from .. import languages as tongues
from ..logic.conditions import VALUES
from ..making.actions.asking import CHOICE_CODE, MOST_QUESTIONS, refuse_unsound
from ..making.plan import Plan, PlannedChoice, PlannedQuestion, PlannedSection
from ..models import Question
from . import relevant
from .opening import MOST_LETTERS, wrong

Type = Question.Type
NUMBERS = (Type.SCALE, Type.NUMBER)


def plain(words: Any) -> str:
    """Words without the markup of other tools."""
    text = html.unescape(strip_tags(re.sub(r"<br\s*/?>|</p>", "\n", str(words or ""))))
    text = "".join(letter for letter in text if letter in "\n\t" or ord(letter) >= 32)
    return re.sub(r"[ \t]*\n\s*", "\n", text.replace("\u00a0", " ")).strip()[:MOST_LETTERS]


def code_of(name: str, taken: set[str], otherwise: str) -> str:
    """A code as near to a name as can be, that is not taken; it is taken from now on."""
    base = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:50] or otherwise
    if not base[0].isalpha():
        base = f"{otherwise}-{base}".strip("-")[:50]
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code


@dataclass
class Gathering:
    """A survey of another tool as it is put together."""

    file: str
    languages: list[str] = field(default_factory=list)
    texts: dict[str, TranslatedText] = field(default_factory=dict)
    sections: list[PlannedSection] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # names in the file: our codes
    taken: set[str] = field(default_factory=set)
    asked: dict[str, PlannedQuestion] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def remark(self, where: str, sentence: Any) -> None:
        """Tell what became of something that could not be taken as it stands."""
        self.remarks.append(f"{where}: {sentence}")

    def text(self, said: Mapping[str, Any], languages: list[str]) -> TranslatedText:
        """Words by language as one text, in the order of the survey's languages."""
        words = {tag: plain(said[tag]) for tag in languages if plain(said.get(tag))}
        source = next(iter(words), "")
        text = TranslatedText.of(source, words.pop(source)) if source else TranslatedText()
        for tag, said_there in words.items():
            text = text.with_translation(tag, said_there)
        return text

    def choices(self, rows: list[tuple[str, TranslatedText]]) -> tuple[list[PlannedChoice], dict[str, str]]:
        """Choices with codes, and the names they had."""
        taken: set[str] = set()
        found, names = [], {}
        for name, label in rows:
            code = name if CHOICE_CODE.match(name) and name not in taken else code_of(name, taken, "choice")
            taken.add(code)
            names[name] = code
            found.append(PlannedChoice(code, label or TranslatedText.of(self.languages[0], name or code)))
        return found, names

    def keep(self, where: str, name: str, question: PlannedQuestion, names: dict[str, str] | None = None) -> None:
        """Put a question into the last section. Raises BadInput for what no survey can ask."""
        question.code = code_of(name, self.taken, "q")
        if len(self.asked) >= MOST_QUESTIONS:
            raise wrong(self.file, _("a survey has %(most)d questions at most.") % {"most": MOST_QUESTIONS})
        try:
            refuse_unsound(question)
        except DomainError as error:
            raise wrong(self.file, f"{where}: {error}") from error
        if not self.sections:
            self.sections.append(PlannedSection())
        self.sections[-1].questions.append(question)
        self.codes[name] = question.code
        self.asked[question.code] = question
        self.values[question.code] = names or {}

    def condition(self, where: str, said: str, words: str) -> dict[str, Any]:
        """A condition that was brought into the words of XLSForm; one that cannot be said is told of, and left out."""
        try:
            return self._ours(relevant.understood(words)) if words.strip() else {}
        except (relevant.NotSayable, KeyError):
            self.remark(
                where,
                _("this condition is not known here, so it is always asked: %(condition)s") % {"condition": said[:160]},
            )
            return {}

    def _ours(self, condition: dict[str, Any]) -> dict[str, Any]:
        """The same with our codes. Raises KeyError for questions and choices that are not there (yet)."""
        found = dict(condition)
        for word in ("all", "any"):
            if word in found:
                found[word] = [self._ours(one) for one in found[word]]
        if "not" in found:
            found["not"] = self._ours(found["not"])
        if "question" in found:
            code = found["question"]
            question = self.asked[code]
            for word in VALUES:
                if word in found:
                    found[word] = self._value(question, found[word])
        return found

    def _value(self, question: PlannedQuestion, value: Any) -> Any:
        if self.values[question.code]:
            return self.values[question.code][str(value)]
        if question.type in NUMBERS and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            return int(value)
        return value

    def plan(self) -> Plan:
        """What was gathered. Raises BadInput when nothing is asked."""
        sections = [one for one in self.sections if one.questions or one.about]
        plan = Plan(
            self.languages[: tongues.MOST],
            {name: text for name, text in self.texts.items() if text},
            sections,
            self.remarks,
        )
        if not any(True for _one in plan.questions()):
            raise wrong(self.file, _("nothing is asked in this file."))
        return plan


def both(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Two conditions that must both hold."""
    return {"all": [first, second]} if first and second else first or second
