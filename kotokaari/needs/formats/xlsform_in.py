"""An XLSForm workbook as a plan. What cannot be taken is refused by sheet, row and column, or told of in a remark."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.foundation.text import TranslatedText

from .. import languages as tongues
from ..logic.conditions import VALUES, comparisons
from ..making.actions.asking import CHOICE_CODE, CODE, MOST_QUESTIONS, refuse_unsound
from ..making.forms import here
from ..making.plan import Plan, PlannedChoice, PlannedQuestion, PlannedSection
from . import relevant, xlsform
from .opening import Sheet, sheets_of, wrong
from .xlsform import ABOUTS, BETWEEN, CHOICES, OWN, SETTINGS, SIDES, SURVEY, Type

Row = Mapping[str, str]
LISTS = {"select_one": Type.ONE, "select_multiple": Type.SEVERAL, "rank": Type.RANKING}
NOT_TAKEN = ("default", "calculation", "trigger", "read_only", "readonly", "guidance_hint", "constraint_message", "required_message")  # fmt: skip


def plan_from(file: str, data: bytes) -> Plan:
    """The survey in a workbook. Raises BadInput, naming sheet, row and column and what would be right."""
    sheets = sheets_of(file, data)
    return _Reading(file, sheets).plan()


@dataclass
class _Column:
    """A column of texts: what it holds, and in which language."""

    heading: str
    base: str
    language: str


@dataclass
class _Reading:
    file: str
    sheets: dict[str, Sheet]
    remarks: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # names in the file: our codes
    asked: dict[str, PlannedQuestion] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # code: names of choices: our codes
    lists: dict[str, list[tuple[int, str, TranslatedText]]] = field(default_factory=dict)
    sections: list[PlannedSection] = field(default_factory=list)
    dropped: dict[str, str] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Everything read, checked and put together."""
        settings = self._settings()
        self.first = self._default(settings)
        self.columns = {sheet.name: self._text_columns(sheet) for sheet in self.sheets.values()}
        self.languages = self._languages()
        self._choices()
        rows = self.sheets[SURVEY].rows
        self._rows(rows)
        self._pyxform()
        plan = Plan(self.languages, self._texts(settings), self.sections, self.remarks)
        if not any(True for _one in plan.questions()):
            raise self.wrong(_("nothing is asked on this sheet."), SURVEY)
        if sum(1 for _one in plan.questions()) > MOST_QUESTIONS:
            raise self.wrong(_("a survey has %(most)d questions at most.") % {"most": MOST_QUESTIONS}, SURVEY)
        return plan

    def wrong(self, problem: Any, sheet: str = SURVEY, row: int = 0, column: str = "") -> BadInput:
        """A refusal that names the place."""
        return wrong(self.file, problem, sheet=sheet, row=row, column=column)

    def remark(self, row: int, sentence: Any) -> None:
        """Tell what became of something that could not be taken as it stands."""
        self.remarks.append(f"{_('row %(row)d') % {'row': row}}: {sentence}")

    # Settings, languages, texts

    def _settings(self) -> tuple[int, Row]:
        sheet = self.sheets.get(SETTINGS)
        return sheet.rows[0] if sheet and sheet.rows else (0, {})

    def _default(self, settings: tuple[int, Row]) -> str:
        named = settings[1].get("default_language", "")
        return self._tag(named) or here()

    @staticmethod
    def _tag(name: str) -> str:
        """The language tag in «Suomi (fi)», «fi» or «Suomi»; "" where there is none."""
        found = xlsform.LANGUAGE.search(name)
        tag = found[1] if found else xlsform.NAMED.get(name.strip().casefold(), name.strip())
        tag = tag[:3].lower() + tag[3:] if "-" not in tag[:3] else tag[:2].lower() + tag[2:]
        return tag if tongues.is_tag(tag) else ""

    def _text_columns(self, sheet: Sheet) -> list[_Column]:
        found: list[_Column] = []
        for heading in sheet.columns:
            base, between, language = heading.partition("::")
            base = base.strip().lower().replace(" ", "_")
            if base not in (*xlsform.TEXT_COLUMNS, *(f"{OWN}_{name}" for name in ("title", *ABOUTS))):
                continue
            tag = self._tag(language) if between else self.first
            if not tag:
                right = f"{base}::{language.strip() or 'Suomi'} (fi)"
                raise self.wrong(
                    _("which language is this? Write its tag in brackets, like %(right)s.") % {"right": right},
                    sheet.name,
                    1,
                    heading,
                )
            if any(one.base == base and one.language == tag for one in found):
                raise self.wrong(_("this language has two columns here."), sheet.name, 1, heading)
            found.append(_Column(heading, base, tag))
        return found

    def _languages(self) -> list[str]:
        columns = [one for sheet in (SURVEY, CHOICES, SETTINGS) for one in self.columns.get(sheet, ())]
        found = list(dict.fromkeys(one.language for one in columns)) or [self.first]
        if len(found) > tongues.MOST:
            raise self.wrong(_("the file has more than %(most)d languages.") % {"most": tongues.MOST}, SURVEY, 1)
        return found

    def text(self, sheet: str, number: int, row: Row, base: str) -> TranslatedText:
        """The words of a row in all languages."""
        said: dict[str, str] = {}
        for column in self.columns.get(sheet, ()):
            words = row.get(column.heading, "") if column.base == base else ""
            if "${" in words:
                raise self.wrong(
                    _("an answer cannot be put into other words here: write them without ${…}."),
                    sheet,
                    number,
                    column.heading,
                )
            if words:
                said[column.language] = words
        source = next((tag for tag in self.languages if tag in said), "")
        return _text_of(source, said)

    def _texts(self, settings: tuple[int, Row]) -> dict[str, TranslatedText]:
        number, row = settings
        found = {name: self.text(SETTINGS, number, row, f"{OWN}_{name}") for name in ABOUTS}
        title = self.text(SETTINGS, number, row, f"{OWN}_title")
        if not title and row.get("form_title"):
            title = TranslatedText.of(self.first, row["form_title"])
        return {name: text for name, text in {"name": title, **found}.items() if text}

    # Choices

    def _choices(self) -> None:
        sheet = self.sheets.get(CHOICES)
        for number, row in sheet.rows if sheet else ():
            listed = row.get("list_name") or row.get("list name") or ""
            name = row.get("name") or row.get("value") or ""
            if not listed:
                raise self.wrong(_("the choice belongs to no list: name its list."), CHOICES, number, "list_name")
            if not name:
                raise self.wrong(_("the choice has no name: write letters a–z or digits."), CHOICES, number, "name")
            label = self.text(CHOICES, number, row, "label")
            if not label:
                raise self.wrong(_("the choice has no words."), CHOICES, number, self._heading(CHOICES, "label"))
            self.lists.setdefault(listed, []).append((number, name, label))

    def _heading(self, sheet: str, base: str) -> str:
        return next((one.heading for one in self.columns.get(sheet, ()) if one.base == base), base)

    def _listed(self, number: int, listed: str) -> tuple[list[PlannedChoice], dict[str, str]]:
        if listed not in self.lists:
            near = difflib.get_close_matches(listed, self.lists, 1)
            hint = _("Did you mean %(near)s?") % {"near": near[0]} if near else _("Add it to the sheet choices.")
            raise self.wrong(
                _("there is no list %(list)s of choices. %(hint)s") % {"list": listed or "–", "hint": hint},
                SURVEY,
                number,
                "type",
            )
        found = []
        names: dict[str, Any] = {}
        for row, name, label in self.lists[listed]:
            code = name if CHOICE_CODE.match(name) else re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:60].strip("-")
            if not code or code in names.values():
                raise self.wrong(
                    _("another choice of this list is called the same: %(name)s.") % {"name": name},
                    CHOICES,
                    row,
                    "name",
                )
            names[name] = code
            found.append(PlannedChoice(code, label))
        return found, names

    # Rows

    def _rows(self, rows: Sequence[tuple[int, Row]]) -> None:
        place = 0
        while place < len(rows):
            number, row = rows[place]
            type, _rest = self._type(number, row)
            if type == "begin_group":
                place = self._section(rows, place)
            elif type == "end_group":
                raise self.wrong(_("a group ends here that did not begin."), SURVEY, number, "type")
            else:
                if not self.sections or self.sections[-1].name or self.sections[-1].condition:
                    self.sections.append(PlannedSection())
                place = self._take(rows, place, self.sections[-1], [])
        self.sections = [one for one in self.sections if one.questions or one.name or one.about]

    def _type(self, number: int, row: Row) -> tuple[str, str]:
        """The type of a row in its usual spelling, and what stands after it."""
        said = " ".join(row.get("type", "").split())
        if not said:
            raise self.wrong(
                _("the row has no type: write text, select_one LIST, begin_group …"), SURVEY, number, "type"
            )
        low = said.lower()
        for spelling, usual in xlsform.SPELLINGS.items():
            if low == spelling or low.startswith(f"{spelling} "):
                return usual, said[len(spelling) :].strip()
        first, _space, rest = said.partition(" ")
        return first.lower(), rest.strip()

    def _section(self, rows: Sequence[tuple[int, Row]], place: int) -> int:
        """A group at the top: a section. A matrix there is a question of its own."""
        number, row = rows[place]
        if self._own(row) == "matrix":
            if not self.sections or self.sections[-1].name:
                self.sections.append(PlannedSection())
            return self._take(rows, place, self.sections[-1], [])
        section = PlannedSection(self.text(SURVEY, number, row, "label"), condition=self._condition(number, row))
        self.sections.append(section)
        return self._group(rows, place, section, [])

    def _group(
        self, rows: Sequence[tuple[int, Row]], place: int, section: PlannedSection, conditions: list[dict[str, Any]]
    ) -> int:
        """Everything up to the end of the group that begins at ``place``; where to go on."""
        began = rows[place][0]
        place += 1
        while place < len(rows):
            if self._type(*rows[place])[0] == "end_group":
                return place + 1
            place = self._take(rows, place, section, conditions)
        raise self.wrong(_("this group has no end: add a row end_group."), SURVEY, began, "type")

    def _take(
        self, rows: Sequence[tuple[int, Row]], place: int, section: PlannedSection, conditions: list[dict[str, Any]]
    ) -> int:
        number, row = rows[place]
        type, rest = self._type(number, row)
        if type == "begin_group":
            if len(conditions) > 15:
                raise self.wrong(_("groups stand in groups too deep here."), SURVEY, number, "type")
            if self._own(row) == "matrix":
                return self._matrix(rows, place, section, conditions)
            self.remark(
                number,
                _(
                    "sections have no groups in them: the questions of this group come into the section, under its condition."
                ),
            )
            return self._group(rows, place, section, [*conditions, self._condition(number, row)])
        if type in ("begin_repeat", "end_repeat"):
            raise self.wrong(
                _("questions that repeat are not known here: ask them once, or take the group out."),
                SURVEY,
                number,
                "type",
            )
        self._question(number, row, type, rest, section, conditions)
        return place + 1

    @staticmethod
    def _own(row: Row) -> str:
        return row.get(OWN, "").strip().lower()

    def _question(
        self, number: int, row: Row, type: str, rest: str, section: PlannedSection, conditions: list[dict[str, Any]]
    ) -> None:
        if self._is_left_out(number, row, type):
            return
        if type == "note" and self._own(row) == "about" and not section.questions:
            section.about = self.text(SURVEY, number, row, "label")
            return
        question = self._begun(number, row, self._as_ours(number, row, type))
        names: dict[str, str] = {}
        if type in LISTS:
            listed, _space, other = rest.partition(" ")
            question.choices, names = self._listed(number, listed)
            if other.strip().lower() == "or_other":
                if question.type == Type.RANKING:
                    raise self.wrong(_("what is ranked cannot have or_other: leave it out."), SURVEY, number, "type")
                question.settings["has_other"] = True
                names.setdefault("other", "other")
            elif other.strip():
                raise self.wrong(_("after the list only or_other can stand."), SURVEY, number, "type")
            if row.get("choice_filter"):
                raise self.wrong(
                    _("choices that depend on other answers are not known here: leave this empty."),
                    SURVEY,
                    number,
                    "choice_filter",
                )
        if type == "range":
            self._range(number, row, question)
        self._limits(number, row, question)
        self._keep(number, row, question, names, section, conditions)

    def _begun(self, number: int, row: Row, type: str) -> PlannedQuestion:
        """The question with its name, words and whether it is required."""
        label = self.text(SURVEY, number, row, "label")
        if not label:
            raise self.wrong(_("the question has no words."), SURVEY, number, self._heading(SURVEY, "label"))
        question = PlannedQuestion(
            self._code(number, row), type, label, self.text(SURVEY, number, row, "hint"), where=str(number)
        )
        question.is_required = self._required(number, row) and type != Type.NOTE
        for column in NOT_TAKEN:
            if row.get(column):
                self.remark(
                    number,
                    _("the column %(column)s is not used here; what stands in it is left out.") % {"column": column},
                )
        return question

    def _keep(
        self,
        number: int,
        row: Row,
        question: PlannedQuestion,
        names: dict[str, str],
        section: PlannedSection,
        conditions: list[dict[str, Any]],
    ) -> None:
        own = [one for one in (*conditions, self._condition(number, row)) if one]
        question.condition = own[0] if len(own) == 1 else {"all": own} if own else {}
        try:
            refuse_unsound(question)
        except DomainError as error:
            raise self.wrong(str(error), SURVEY, number) from error
        self.codes[row["name"]] = question.code
        self.asked[question.code] = question
        self.values[question.code] = names
        section.questions.append(question)

    def _is_left_out(self, number: int, row: Row, type: str) -> bool:
        words = {"type": type, "name": row.get("name", "")}
        if type in xlsform.ABOUT_THE_DEVICE:
            self.remark(number, _("%(type)s tells of the person's device and is never kept here: left out.") % words)
        elif type in xlsform.RECKONED:
            self.remark(number, _("%(type)s asks nothing: %(name)s is left out.") % words)
        elif type in xlsform.NOT_HERE:
            self.remark(number, _("there are no answers of the type %(type)s here: %(name)s is left out.") % words)
        else:
            return False
        self.dropped[row.get("name", "")] = type
        return True

    def _as_ours(self, number: int, row: Row, type: str) -> str:
        own = self._own(row)
        if own in (Type.PROFESSION, Type.MUNICIPALITY) and type in ("select_one", "text"):
            if own == Type.PROFESSION and type == "text":
                raise self.wrong(
                    _("a professional field is chosen from a list: write select_one LIST."), SURVEY, number, "type"
                )
            return own
        if own and own not in ("about", "matrix"):
            raise self.wrong(_("this column takes profession, municipality, about or matrix."), SURVEY, number, OWN)
        if type in LISTS:
            return LISTS[type]
        if type in xlsform.AS_TEXT:
            self.remark(number, _("%(type)s is asked as open text here.") % {"type": type})
            return Type.TEXT
        plain = {
            "text": Type.TEXT,
            "note": Type.NOTE,
            "integer": Type.NUMBER,
            "decimal": Type.NUMBER,
            "range": Type.SCALE,
        }
        if type in plain:
            return plain[type]
        near = difflib.get_close_matches(type, [*xlsform.ASKED, *xlsform.GROUPING], 1)
        right = (
            near[0] if near else "text, select_one LIST, select_multiple LIST, rank LIST, integer, decimal, range, note"
        )
        raise self.wrong(
            _("“%(type)s” is not a type. Right would be: %(right)s.") % {"type": row.get("type", ""), "right": right},
            SURVEY,
            number,
            "type",
        )

    def _code(self, number: int, row: Row) -> str:
        name = row.get("name", "")
        if not name:
            raise self.wrong(_("the question has no name: write letters a–z, digits, - and _."), SURVEY, number, "name")
        code = name.replace(".", "-")
        if not CODE.match(code):
            raise self.wrong(
                _(
                    "“%(name)s” cannot be a name: it begins with a letter and has letters a–z, digits, - and _ only, 60 at most."
                )
                % {"name": name[:80]},
                SURVEY,
                number,
                "name",
            )
        if code in self.asked:
            raise self.wrong(
                _("row %(row)s has the same name: each question has its own.") % {"row": self.asked[code].where},
                SURVEY,
                number,
                "name",
            )
        return code

    def _required(self, number: int, row: Row) -> bool:
        said = row.get("required", "").strip().lower()
        if said in xlsform.YES:
            return True
        if said in ("", "no", "false", "false()", "0", "ei", "nej"):
            return False
        raise self.wrong(
            _("“%(value)s”: write yes, or leave it empty.") % {"value": row["required"][:60]},
            SURVEY,
            number,
            "required",
        )

    def _range(self, number: int, row: Row, question: PlannedQuestion) -> None:
        given = dict(re.findall(r"(\w+)\s*=\s*(-?\d+(?:\.\d+)?)", row.get("parameters", "")))
        if any("." in value for value in given.values()) or given.get("step", "1") != "1":
            raise self.wrong(
                _("a scale goes by whole steps here: write start=1 end=5 step=1."), SURVEY, number, "parameters"
            )
        question.settings |= {"low": int(given.get("start", "0")), "high": int(given.get("end", "10"))}
        for name in ("low_label", "high_label"):
            if text := self.text(SURVEY, number, row, name):
                question.settings[name] = text.to_json()

    def _limits(self, number: int, row: Row, question: PlannedQuestion) -> None:
        said = " ".join(row.get("constraint", "").split())
        if not said:
            return
        if (
            question.type in (Type.SEVERAL, Type.RANKING)
            and (found := re.fullmatch(r"count-selected\( ?\. ?\) ?<= ?(\d{1,3})", said))
        ) or (question.type == Type.TEXT and (found := re.fullmatch(r"string-length\( ?\. ?\) ?<= ?(\d{1,4})", said))):
            question.settings["most"] = int(found[1])
        elif question.type == Type.NUMBER and (limits := _number_limits(said)):
            question.settings |= limits
        else:
            self.remark(
                number,
                _("the constraint is not known here and is left out: %(constraint)s") % {"constraint": said[:120]},
            )

    # The matrix of importance and how well it works today

    def _matrix(
        self, rows: Sequence[tuple[int, Row]], place: int, section: PlannedSection, conditions: list[dict[str, Any]]
    ) -> int:
        number, row = rows[place]
        question = self._begun(number, row, Type.MATRIX)
        place += 1
        while place < len(rows) and self._type(*rows[place])[0] != "end_group":
            place = self._item(rows, place, row["name"], question)
        if place >= len(rows):
            raise self.wrong(_("this group has no end: add a row end_group."), SURVEY, number, "type")
        self._keep(number, row, question, {}, section, conditions)
        return place + 1

    def _item(self, rows: Sequence[tuple[int, Row]], place: int, matrix: str, question: PlannedQuestion) -> int:
        number, row = rows[place]
        name = row.get("name", "")
        item = name.removeprefix(f"{matrix}{BETWEEN}")
        if self._type(number, row)[0] != "begin_group" or item == name or not CHOICE_CODE.match(item):
            raise self.wrong(
                _("in a matrix each thing is a group of its own, named %(right)s.") % {"right": f"{matrix}{BETWEEN}…"},
                SURVEY,
                number,
                "name",
            )
        label = self.text(SURVEY, number, row, "label")
        sides, place = [], place + 1
        while place < len(rows) and self._type(*rows[place])[0] != "end_group":
            sides.append(rows[place][1].get("name", ""))
            question.is_required = question.is_required or self._required(*rows[place])
            place += 1
        if sides != [f"{name}{BETWEEN}{side}" for side in SIDES] or place >= len(rows):
            right = " / ".join(f"{name}{BETWEEN}{side}" for side in SIDES)
            raise self.wrong(
                _("in this group stand two questions: %(right)s.") % {"right": right}, SURVEY, number, "name"
            )
        question.choices.append(PlannedChoice(item, label))
        return place + 1

    # Conditions

    def _condition(self, number: int, row: Row) -> dict[str, Any]:
        column = "relevant" if row.get("relevant") else "relevance"
        said = row.get(column, "")
        try:
            found = relevant.understood(said)
        except relevant.NotSayable as error:
            right = (
                "${name} = 'choice', ${name} != 'choice', selected(${name}, 'choice'), ${name} >= 3, and, or, not(…)"
            )
            raise self.wrong(
                _("this condition cannot be asked here, from “%(part)s” on. What can be said: %(right)s.")
                % {"part": str(error)[:80], "right": right},
                SURVEY,
                number,
                column,
            ) from error
        for name, value in comparisons(found):
            self._refuse_unknown(number, column, name, value)
        return self._in_our_words(found)

    def _refuse_unknown(self, number: int, column: str, name: str, value: Any) -> None:
        if name in self.dropped:
            raise self.wrong(
                _("the condition looks at %(name)s, which is not asked here (%(type)s).")
                % {"name": name, "type": self.dropped[name]},
                SURVEY,
                number,
                column,
            )
        code = self.codes.get(name)
        if code is None:
            near = difflib.get_close_matches(name, self.codes, 1)
            hint = _("Did you mean %(near)s?") % {"near": near[0]} if near else ""
            raise self.wrong(
                _("no question before this one is named %(name)s. %(hint)s") % {"name": name, "hint": hint},
                SURVEY,
                number,
                column,
            )
        names = self.values[code]
        if names and value is not None and str(value) not in names:
            raise self.wrong(
                _("%(name)s has no choice “%(value)s”; its choices are %(right)s.")
                % {"name": name, "value": value, "right": ", ".join(list(names)[:12])},
                SURVEY,
                number,
                column,
            )

    def _in_our_words(self, condition: dict[str, Any]) -> dict[str, Any]:
        found = dict(condition)
        for word in ("all", "any"):
            if word in found:
                found[word] = [self._in_our_words(one) for one in found[word]]
        if "not" in found:
            found["not"] = self._in_our_words(found["not"])
        if "question" in found:
            found["question"] = code = self.codes[found["question"]]
            for word in VALUES:
                if word in found:
                    found[word] = self._our_value(code, found[word])
        return found

    def _our_value(self, code: str, value: Any) -> Any:
        if self.values[code]:
            return self.values[code][str(value)]
        if (
            self.asked[code].type in (Type.SCALE, Type.NUMBER)
            and isinstance(value, str)
            and re.fullmatch(r"-?\d+", value)
        ):
            return int(value)
        return value

    # What pyxform says of the whole

    def _pyxform(self) -> None:
        """Let pyxform read the same cells: what it refuses is no XLSForm."""
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert

        book: dict[str, Any] = {"sheet_names": list(self.sheets)}
        for sheet in self.sheets.values():
            book[sheet.name] = _with_empty_rows(sheet)
            book[f"{sheet.name}_header"] = [dict.fromkeys(column for column in sheet.columns if column)]
        try:
            convert(book, form_name="data", warnings=[])
        except PyXFormError as error:
            raise self.wrong(
                _("this is not a sound XLSForm: %(problem)s") % {"problem": " ".join(str(error).split())[:500]}
            ) from error


def _with_empty_rows(sheet: Sheet) -> list[dict[str, str]]:
    """The rows as pyxform numbers them, the empty ones between too."""
    found: list[dict[str, str]] = []
    for number, row in sheet.rows:
        found.extend({} for _gap in range(max(0, number - 2 - len(found))))
        found.append(dict(row))
    return found


def _text_of(source: str, said: dict[str, str]) -> TranslatedText:
    text = TranslatedText.of(source, said[source]) if source else TranslatedText()
    for tag, words in said.items():
        if tag != source:
            text = text.with_translation(tag, words)
    return text


def _number_limits(said: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in said.split(" and "):
        match = re.fullmatch(r"\(?\. ?(>=|<=) ?(-?\d+(?:\.\d+)?)\)?", part.strip())
        if match is None:
            return {}
        found["low" if match[1] == ">=" else "high"] = float(match[2]) if "." in match[2] else int(match[2])
    return found
