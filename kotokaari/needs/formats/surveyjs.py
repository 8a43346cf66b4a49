"""A survey of SurveyJS (its JSON) as a plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .. import languages as tongues
from ..making.forms import here
from ..making.plan import Plan, PlannedQuestion, PlannedSection
from .gathering import Gathering, Type, both
from .opening import decoded, wrong

PLAIN = {"text": Type.TEXT, "comment": Type.TEXT, "html": Type.NOTE, "ranking": Type.RANKING}
CHOSEN = {"radiogroup": Type.ONE, "dropdown": Type.ONE, "checkbox": Type.SEVERAL, "tagbox": Type.SEVERAL, "ranking": Type.RANKING}  # fmt: skip
MOST_DEEP = 12


def plan_from(file: str, data: bytes) -> Plan:
    """The survey in a JSON file of SurveyJS. Raises BadInput, naming the place and what would be right."""
    try:
        survey = json.loads(decoded(file, data))
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", 0)
        raise wrong(file, _("this is no sound JSON."), row=place) from error
    if not isinstance(survey, dict) or not any(
        isinstance(survey.get(name), list) for name in ("pages", "elements", "questions")
    ):
        raise wrong(file, _("this is no survey of SurveyJS: it has “pages”, each with “elements”."))
    return _Reading(file, survey).plan()


class _Reading(Gathering):
    def __init__(self, file: str, survey: dict[str, Any]) -> None:
        super().__init__(file)
        self.survey = survey
        first = str(survey.get("locale") or "")
        self.first = first if tongues.is_tag(first) else (here() if first else "en")
        self.languages = list(dict.fromkeys([self.first, *_locales(survey)]))

    def plan(self) -> Plan:
        """Pages as sections, elements as questions."""
        self.texts = {
            "name": self.said(self.survey.get("title")),
            "about": self.said(self.survey.get("description")),
            "thanks": self.said(self.survey.get("completedHtml")),
        }
        pages = self.survey.get("pages")
        pages = pages if isinstance(pages, list) else [self.survey]
        for number, page in enumerate(pages):
            where = f"pages[{number}]"
            if not isinstance(page, dict):
                raise wrong(self.file, _("%(where)s is no page: write an object with “elements”.") % {"where": where})
            is_whole = page is self.survey
            section = (
                PlannedSection()
                if is_whole
                else PlannedSection(self.said(page.get("title")), self.said(page.get("description")))
            )
            section.condition = {} if is_whole else self.when(where, page)
            self.sections.append(section)
            self._elements(where, page, {}, 0)
        return super().plan()

    def said(self, words: Any) -> Any:
        """Words of SurveyJS: plain ones, or by locale with «default»."""
        if isinstance(words, dict):
            by_language = {self.first if tag == "default" else tag: text for tag, text in words.items()}
            return self.text(by_language, self.languages)
        return self.text({self.first: words}, self.languages)

    def when(self, where: str, element: dict[str, Any]) -> dict[str, Any]:
        """Its ``visibleIf``."""
        said = str(element.get("visibleIf") or "")[:4000]
        return self.condition(where, said, self._in_xlsform(said))

    def _in_xlsform(self, said: str) -> str:
        reference = r"(\{[^{}]+\})"
        value = r"('[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?)"
        said = re.sub(rf"{reference}\s+(?:contains|allof|anyof)\s+\[?\s*{value}\s*\]?", r"selected(\1, \2)", said)
        said = re.sub(rf"{reference}\s+notcontains\s+\[?\s*{value}\s*\]?", r"not(selected(\1, \2))", said)
        said = re.sub(rf"{reference}\s+notempty", r"\1 != ''", said)
        said = re.sub(rf"{reference}\s+empty", r"\1 = ''", said)
        for theirs, ours in (("<>", "!="), ("==", "="), ("&&", " and "), ("||", " or ")):
            said = said.replace(theirs, ours)
        said = re.sub(r"\[\s*('[^']*'|\"[^\"]*\")\s*\]", r"\1", said)
        return re.sub(r"\{([^{}]+)\}", lambda match: "${" + self.codes.get(match[1].strip(), "not-here") + "}", said)

    def _elements(self, where: str, parent: dict[str, Any], condition: dict[str, Any], depth: int) -> None:
        elements = parent.get("elements", parent.get("questions", []))
        if not isinstance(elements, list) or depth > MOST_DEEP:
            raise wrong(self.file, _("%(where)s: “elements” is a list of questions.") % {"where": where})
        for number, element in enumerate(elements):
            here_ = f"{where}.elements[{number}]"
            if not isinstance(element, dict) or not isinstance(element.get("type"), str):
                raise wrong(
                    self.file,
                    _("%(where)s has no type: write for example text, radiogroup, checkbox or rating.")
                    % {"where": here_},
                )
            own = both(condition, self.when(here_, element))
            if element["type"] == "panel":
                self.remark(
                    here_,
                    _(
                        "sections have no groups in them: the questions of this group come into the section, under its condition."
                    ),
                )
                self._elements(here_, element, own, depth + 1)
            else:
                self._element(here_, element, own)

    def _element(self, where: str, element: dict[str, Any], condition: dict[str, Any]) -> None:
        type, name = element["type"], str(element.get("name") or "")[:200]
        words = {"type": type, "name": name}
        if type == "matrix":
            self._matrix(where, element, condition)
            return
        ours = self._type(element)
        if ours is None:
            self.remark(where, _("there are no answers of the type %(type)s here: %(name)s is left out.") % words)
            return
        label = self.said(element.get("html") if type == "html" else element.get("title")) or self.said(name)
        question = PlannedQuestion(
            "",
            ours,
            label,
            self.said(element.get("description")),
            bool(element.get("isRequired")) and ours != Type.NOTE,
            condition,
        )
        names: dict[str, str] = {}
        if type in CHOSEN:
            question.choices, names = self.choices(list(self._choices(where, element.get("choices"))))
            question.settings = self._settings(element, names) if ours != Type.RANKING else {}
        elif type == "boolean":
            rows = (("true", element.get("labelTrue") or "Yes"), ("false", element.get("labelFalse") or "No"))
            question.choices, names = self.choices([(code, self.said(said)) for code, said in rows])
        elif type == "rating":
            question.settings = self._scale(where, element)
        elif ours == Type.NUMBER:
            question.settings = {
                ours_: element[theirs]
                for ours_, theirs in (("low", "min"), ("high", "max"))
                if isinstance(element.get(theirs), int | float)
            }
        self.keep(where, name, question, names)

    @staticmethod
    def _type(element: dict[str, Any]) -> str | None:
        type = element["type"]
        if type == "text":
            return Type.NUMBER if element.get("inputType") in ("number", "range") else Type.TEXT
        return {**PLAIN, **CHOSEN, "boolean": Type.ONE, "rating": Type.SCALE}.get(type)

    def _choices(self, where: str, choices: Any) -> Iterator[tuple[str, Any]]:
        if choices is not None and not isinstance(choices, list):
            raise wrong(self.file, _("%(where)s: “choices” is a list.") % {"where": where})
        for choice in choices or ():
            if isinstance(choice, dict):
                value = str(choice.get("value", ""))
                yield value, self.said(choice.get("text")) or self.said(value)
            else:
                yield str(choice), self.said(choice)

    def _settings(self, element: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if element.get("showOtherItem") or element.get("hasOther"):
            found["has_other"] = True
            names["other"] = "other"
        if isinstance(element.get("maxSelectedChoices"), int) and element["maxSelectedChoices"] > 0:
            found["most"] = element["maxSelectedChoices"]
        return found

    def _scale(self, where: str, element: dict[str, Any]) -> dict[str, Any]:
        low, high = element.get("rateMin", 1), element.get("rateMax", element.get("rateCount", 5))
        if (
            element.get("rateValues")
            or element.get("rateStep", 1) != 1
            or not isinstance(low, int)
            or not isinstance(high, int)
        ):
            self.remark(where, _("the scale goes by whole steps here, without words of its own at each."))
            count = len(element.get("rateValues") or ())
            low, high = 1, count if 2 <= count <= 100 else 5
        found: dict[str, Any] = {"low": low, "high": high}
        for ours, theirs in (("low_label", "minRateDescription"), ("high_label", "maxRateDescription")):
            if text := self.said(element.get(theirs)):
                found[ours] = text.to_json()
        return found

    def _matrix(self, where: str, element: dict[str, Any], condition: dict[str, Any]) -> None:
        self.remark(where, _("each row of this matrix is a question of its own here."))
        for value, label in self._choices(where, element.get("rows")):
            choices, names = self.choices(list(self._choices(where, element.get("columns"))))
            question = PlannedQuestion(
                "",
                Type.ONE,
                label,
                self.said(element.get("title")),
                bool(element.get("isRequired")),
                condition,
                choices=choices,
            )
            self.keep(where, f"{element.get('name', '')}-{value}", question, names)


def _locales(part: Any, depth: int = 0) -> Iterator[str]:
    """The languages in which something stands, anywhere in the file."""
    if depth > 40:
        return
    if isinstance(part, dict):
        if part and all(isinstance(value, str) for value in part.values()):
            tags = [tag for tag in part if tag != "default"]
            if tags and all(tongues.is_tag(tag) and len(tag) in (2, 5) for tag in tags):
                yield from tags
                return
        for value in part.values():
            yield from _locales(value, depth + 1)
    elif isinstance(part, list):
        for value in part:
            yield from _locales(value, depth + 1)
