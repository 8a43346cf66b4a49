"""A plan as an XLSForm workbook."""

from __future__ import annotations

import io
from typing import Any

from kotokaari.foundation.text import TranslatedText

from .. import languages as tongues
from ..making.plan import Plan, PlannedQuestion, PlannedSection
from . import relevant
from .xlsform import ABOUTS, BETWEEN, CHOICES, MARKS, OWN, SETTINGS, SIDE_LABELS, SIDES, SURVEY, Type

LISTED = {Type.ONE: "select_one", Type.PROFESSION: "select_one", Type.SEVERAL: "select_multiple", Type.RANKING: "rank"}
MANY = (Type.SEVERAL, Type.RANKING)
Row = dict[str, Any]


def workbook(plan: Plan, *, form_id: str) -> bytes:
    """The plan as the bytes of an .xlsx file with the sheets survey, choices and settings."""
    writer = _Writer(plan)
    writer.write()
    return _as_xlsx(
        {
            SURVEY: (writer.survey_columns(), writer.survey),
            CHOICES: (["list_name", "name", *writer.columns("label")], writer.choices),
            SETTINGS: (writer.settings_columns(), [writer.settings(form_id)]),
        }
    )


def heading(tag: str) -> str:
    """A language as XLSForm names it: Suomi (fi)."""
    name = tongues.own_name(tag)
    return f"{name[:1].upper()}{name[1:]} ({tag})"


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.survey: list[Row] = []
        self.choices: list[Row] = []
        self.types = {question.code: question.type for question in plan.questions()}

    def columns(self, name: str) -> list[str]:
        return [f"{name}::{heading(tag)}" for tag in self.plan.languages]

    def survey_columns(self) -> list[str]:
        texts = [column for name in ("label", "hint") for column in self.columns(name)]
        ends = [column for name in ("low_label", "high_label") for column in self.columns(name)]
        return ["type", "name", *texts, "required", "relevant", "constraint", "parameters", "appearance", OWN, *ends]

    def settings_columns(self) -> list[str]:
        own = [column for name in ("title", *ABOUTS) for column in self.columns(f"{OWN}_{name}")]
        return ["form_title", "form_id", "default_language", *own]

    def settings(self, form_id: str) -> Row:
        name = self.plan.texts.get("name", TranslatedText())
        row: Row = {
            "form_title": str(name) or form_id,
            "form_id": form_id,
            "default_language": heading(self.plan.languages[0]),
        }
        row |= self.said(f"{OWN}_title", name)
        for about in ABOUTS:
            row |= self.said(f"{OWN}_{about}", self.plan.texts.get(about, TranslatedText()))
        return row

    def said(self, column: str, text: TranslatedText) -> Row:
        """A text in its columns. What would insert another answer in XLSForm is only written there."""
        return {f"{column}::{heading(tag)}": text.text(tag).replace("${", "$ {") for tag in self.plan.languages}

    def write(self) -> None:
        for number, section in enumerate(self.plan.sections, start=1):
            self._section(number, section)
        if any(question.type == Type.MATRIX for question in self.plan.questions()):
            for mark in range(1, 6):
                self.choices.append(
                    {"list_name": MARKS, "name": str(mark), **dict.fromkeys(self.columns("label"), str(mark))}
                )

    def _section(self, number: int, section: PlannedSection) -> None:
        name = f"section{BETWEEN}{number}"
        self.survey.append(
            {
                "type": "begin_group",
                "name": name,
                "appearance": "field-list",
                "relevant": self._relevant(section.condition),
                **self.said("label", section.name),
            }
        )
        if section.about:
            about = {"type": "note", "name": f"{name}{BETWEEN}about", OWN: "about"}
            self.survey.append({**about, **self.said("label", section.about)})
        for question in section.questions:
            if question.type == Type.MATRIX:
                self._matrix(question)
            else:
                self._question(question)
        self.survey.append({"type": "end_group"})

    def _question(self, question: PlannedQuestion) -> None:
        row = self._row(question, self._type(question))
        settings = question.settings
        if question.type in (Type.PROFESSION, Type.MUNICIPALITY):
            row[OWN] = str(question.type)
        if question.type == Type.SCALE:
            row["parameters"] = f"start={settings.get('low', 1)} end={settings.get('high', 5)} step=1"
            for name in ("low_label", "high_label"):
                row |= self.said(name, TranslatedText.from_json(settings.get(name)))
        row["constraint"] = self._constraint(question)
        self.survey.append(row)
        for choice in question.choices:
            listed = {"list_name": question.code, "name": choice.code}
            self.choices.append({**listed, **self.said("label", choice.label)})

    def _type(self, question: PlannedQuestion) -> str:
        if question.type == Type.MUNICIPALITY:
            return f"select_one {question.code}" if question.choices else "text"
        if question.type in LISTED:
            other = " or_other" if question.settings.get("has_other") and question.type != Type.RANKING else ""
            return f"{LISTED[Type(question.type)]} {question.code}{other}"
        return {Type.SCALE: "range", Type.NUMBER: "decimal", Type.NOTE: "note"}.get(Type(question.type), "text")

    @staticmethod
    def _constraint(question: PlannedQuestion) -> str:
        settings = question.settings
        if question.type in MANY:
            return f"count-selected(.) <= {settings['most']}" if settings.get("most") else ""
        if question.type == Type.TEXT:
            return f"string-length(.) <= {settings['most']}" if settings.get("most") else ""
        if question.type != Type.NUMBER:
            return ""
        ends = [f". {sign} {settings[name]}" for name, sign in (("low", ">="), ("high", "<=")) if name in settings]
        return " and ".join(ends)

    def _row(self, question: PlannedQuestion, type: str) -> Row:
        return {
            "type": type,
            "name": question.code,
            "required": "yes" if question.is_required else "",
            "relevant": self._relevant(question.condition),
            **self.said("label", question.label),
            **self.said("hint", question.hint),
        }

    def _matrix(self, question: PlannedQuestion) -> None:
        row = self._row(question, "begin_group")
        row.pop("required")
        self.survey.append({**row, OWN: "matrix"})
        for item in question.choices:
            name = f"{question.code}{BETWEEN}{item.code}"
            self.survey.append(
                {"type": "begin_group", "name": name, "appearance": "field-list", **self.said("label", item.label)}
            )
            for side in SIDES:
                words = SIDE_LABELS[side]
                label = {f"label::{heading(tag)}": words.get(tag, words["en"]) for tag in self.plan.languages}
                required = "yes" if question.is_required else ""
                self.survey.append(
                    {"type": f"select_one {MARKS}", "name": f"{name}{BETWEEN}{side}", "required": required, **label}
                )
            self.survey.append({"type": "end_group"})
        self.survey.append({"type": "end_group"})

    def _relevant(self, condition: dict[str, Any]) -> str:
        return relevant.written(condition, lambda code: self.types.get(code) in MANY)


def _as_xlsx(sheets: dict[str, tuple[list[str], list[Row]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, values in enumerate([dict(zip(columns, columns, strict=True)), *rows], start=1):
            for place, column in enumerate(columns, start=1):
                value = values.get(column, "")
                if value not in ("", None):
                    cell = sheet.cell(number, place)
                    cell.value = _plain(value)
                    cell.data_type = "s"  # words, also where they begin like a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Any) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:32000]
