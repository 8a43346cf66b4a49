"""A survey of LimeSurvey (its tab-separated text) as a plan."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .. import languages as tongues
from ..making.plan import Plan, PlannedQuestion, PlannedSection
from .gathering import Gathering, Type
from .opening import MOST_ROWS, decoded, wrong

NEEDED = ("class", "type/scale", "name", "text", "language")
TYPES = {
    "L": Type.ONE, "!": Type.ONE, "O": Type.ONE, "Y": Type.ONE, "M": Type.SEVERAL, "P": Type.SEVERAL, "R": Type.RANKING,
    "N": Type.NUMBER, "S": Type.TEXT, "T": Type.TEXT, "U": Type.TEXT, "X": Type.NOTE, "5": Type.SCALE, "D": Type.TEXT,
}  # fmt: skip
ARRAYS = {"F", "H", "A", "B", "C", "E"}
YES_NO = {"Y": {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}, "N": {"fi": "Ei", "sv": "Nej", "en": "No"}}
TRIED = {"Y": "Yes", "U": "Uncertain", "N": "No"}
CHANGED = {"I": "Increase", "S": "Same", "D": "Decrease"}
Row = dict[str, str]


@dataclass
class _Part:
    """A group, a question, a sub-question or an answer, with its rows by language."""

    row: int
    kind: str
    type: str
    name: str
    rows: dict[str, Row] = field(default_factory=dict)
    parts: dict[tuple[str, str, str], _Part] = field(default_factory=dict)

    def those(self, kind: str, scale: str = "") -> list[_Part]:
        """Its sub-questions (SQ) or answers (A)."""
        return [part for key, part in self.parts.items() if key[0] == kind and (not scale or key[1] == scale)]


def plan_from(file: str, data: bytes) -> Plan:
    """The survey in a tab-separated file of LimeSurvey. Raises BadInput, naming row and column."""
    return _Reading(file).read(_rows(file, data))


def _rows(file: str, data: bytes) -> list[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(decoded(file, data), newline=""), delimiter="\t")
    try:
        header = [column.strip().lower() for column in next(reader)]
        if missing := [name for name in NEEDED if name not in header]:
            raise wrong(
                file,
                _("the column %(column)s is missing: this is no survey of LimeSurvey as tab-separated text.")
                % {"column": missing[0]},
                row=1,
            )
        found = []
        for cells in reader:
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            if any(row.values()):
                found.append((reader.line_num, row))
            if len(found) > MOST_ROWS:
                raise wrong(
                    file, _("the sheet has more than %(most)d rows: no survey asks so much.") % {"most": MOST_ROWS}
                )
    except csv.Error as error:
        raise wrong(file, _("the file is no tab-separated text."), row=reader.line_num) from error
    return found


class _Reading(Gathering):
    def read(self, rows: list[tuple[int, Row]]) -> Plan:
        """Rows by class: settings, groups, questions and what belongs to them."""
        self.groups: list[_Part] = []
        self.settings: dict[str, str] = {}
        self.about: dict[str, dict[str, str]] = {}
        self._collect(rows)
        spoken = [
            self.settings.get("language", ""),
            *self.settings.get("additional_languages", "").split(),
            *self.about,
        ]
        spoken += [tag for group in self.groups for tag in group.rows]
        self.languages = [tag for tag in dict.fromkeys(spoken) if tongues.is_tag(tag)] or ["en"]
        for ours, theirs in (
            ("name", "surveyls_title"),
            ("about", "surveyls_welcometext"),
            ("thanks", "surveyls_endtext"),
        ):
            self.texts[ours] = self.text(self.about.get(theirs, {}), self.languages)
        if not self.texts["about"]:
            self.texts["about"] = self.text(self.about.get("surveyls_description", {}), self.languages)
        for group in self.groups:
            self._group(group)
        return super().plan()

    def _collect(self, rows: list[tuple[int, Row]]) -> None:
        counts: dict[str, int] = {}
        questions: dict[str, _Part] = {}
        group: _Part | None = None
        question: _Part | None = None
        for number, row in rows:
            kind, language = row.get("class", "").upper(), row.get("language", "")
            if kind == "S":
                self.settings[row["name"].lower()] = row.get("text", "")
            elif kind == "SL":
                self.about.setdefault(row["name"].lower(), {})[language] = row.get("text", "")
            elif kind == "G":
                place = counts[language] = counts.get(language, -1) + 1
                if place >= len(self.groups):
                    self.groups.append(_Part(number, "G", "", row["name"]))
                group = self.groups[place]
                group.rows[language] = row
            elif kind == "Q":
                if group is None:
                    raise wrong(
                        self.file,
                        _("a question stands in a group: a row with class G comes first."),
                        row=number,
                        column="class",
                    )
                question = questions.get(row["name"])
                if question is None:
                    question = questions[row["name"]] = _Part(number, "Q", row.get("type/scale", ""), row["name"])
                    group.parts["Q", "", row["name"]] = question
                question.rows[language] = row
            elif kind in ("SQ", "A"):
                if question is None:
                    raise wrong(
                        self.file,
                        _("this belongs to a question: a row with class Q comes first."),
                        row=number,
                        column="class",
                    )
                key = (kind, row.get("type/scale", "") or "0", row["name"])
                question.parts.setdefault(key, _Part(number, kind, key[1], row["name"])).rows[language] = row
            elif kind not in ("AS", "QTA", "QTAM", "QTALS", "C", ""):
                raise wrong(
                    self.file,
                    _("“%(class)s” is no class: it is S, SL, G, Q, SQ or A.") % {"class": kind[:20]},
                    row=number,
                    column="class",
                )

    def words(self, part: _Part, column: str = "text") -> Any:
        """What a column says in each language."""
        return self.text({tag: row.get(column, "") for tag, row in part.rows.items()}, self.languages)

    def _group(self, group: _Part) -> None:
        section = PlannedSection(self.words(group, "name"), self.words(group))
        section.condition = self._when(group)
        self.sections.append(section)
        for question in group.those("Q"):
            self._question(question)

    def _when(self, part: _Part) -> dict[str, Any]:
        said = next(iter(part.rows.values())).get("relevance", "")
        if said in ("", "1"):
            return {}
        return self.condition(_("row %(row)d") % {"row": part.row}, said, self._in_xlsform(said[:4000]))

    def _in_xlsform(self, said: str) -> str:
        def compared(match: re.Match[str]) -> str:
            name, sign, value = match[1], match[2], match[3]
            if name in self.codes:
                return f"${{{self.codes[name]}}} {'=' if sign == '==' else sign} {value}"
            whole, _bar, part = name.rpartition("_")
            if whole in self.codes and value.strip("'\"") == "Y":
                found = f"selected(${{{self.codes[whole]}}}, '{part}')"
                return found if sign in ("==", "=") else f"not({found})"
            return f"${{not-here}} = {value}"

        said = re.sub(
            r"\b([A-Za-z]\w*)(?:\.NAOK)?\s*(==|=|!=|<=|>=|<|>)\s*('[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?)", compared, said
        )
        said = re.sub(
            r"!is_empty\((\w+?)(?:\.NAOK)?\)", lambda m: f"${{{self.codes.get(m[1], 'not-here')}}} != ''", said
        )
        return said.replace("&&", " and ").replace("||", " or ")

    def _question(self, part: _Part) -> None:
        where = _("row %(row)d") % {"row": part.row}
        type = part.type[:1]
        words = {"type": part.type or "–", "name": part.name}
        if type in ARRAYS or type == "1":
            self._array(where, part, type)
            return
        ours = TYPES.get(type)
        if ours is None:
            self.remark(where, _("there are no answers of the type %(type)s here: %(name)s is left out.") % words)
            return
        if type in "OPD":
            self.remark(
                where, _("the type %(type)s of LimeSurvey is simpler here: see that %(name)s is what you want.") % words
            )
        question = self._begun(part, ours)
        names: dict[str, str] = {}
        if ours in (Type.ONE, Type.SEVERAL, Type.RANKING):
            listed = part.those("SQ" if ours == Type.SEVERAL else "A") or (
                part.those("SQ") if ours == Type.RANKING else []
            )
            rows = [(one.name, self.words(one)) for one in listed]
            if type == "Y":
                rows = [
                    (code, self.text({tag: said.get(tag, said["en"]) for tag in self.languages}, self.languages))
                    for code, said in YES_NO.items()
                ]
            question.choices, names = self.choices(rows)
            if next(iter(part.rows.values())).get("other", "").upper() == "Y" and ours != Type.RANKING:
                question.settings["has_other"] = True
                names["-oth-"] = "other"
        if ours == Type.SCALE:
            question.settings = {"low": 1, "high": 5}
        self.keep(where, part.name, question, names)

    def _begun(self, part: _Part, type: str, label: Any = None) -> PlannedQuestion:
        first = next(iter(part.rows.values()))
        label = label or self.words(part) or self.text({self.languages[0]: part.name}, self.languages)
        required = first.get("mandatory", "").upper() in ("Y", "S") and type != Type.NOTE
        return PlannedQuestion("", type, label, self.words(part, "help"), required, self._when(part))

    def _array(self, where: str, part: _Part, type: str) -> None:
        """Two scales of five marks are our matrix; any other array is one question for each row."""
        if type == "1" and len(part.those("A", "0")) == 5 and len(part.those("A", "1")) == 5:
            self.remark(where, _("the two scales are taken as importance and how well it works today."))
            question = self._begun(part, Type.MATRIX)
            question.choices, _names = self.choices([(one.name, self.words(one)) for one in part.those("SQ")])
            self.keep(where, part.name, question)
            return
        if type == "1":
            self.remark(
                where,
                _("there are no answers of the type %(type)s here: %(name)s is left out.")
                % {"type": "1", "name": part.name},
            )
            return
        self.remark(where, _("each row of this matrix is a question of its own here."))
        for one in part.those("SQ"):
            question = self._begun(part, Type.SCALE if type in "AB" else Type.ONE, self.words(one))
            question.hint = self.words(part)
            names: dict[str, str] = {}
            if type in "AB":
                question.settings = {"low": 1, "high": 5 if type == "A" else 10}
            else:
                fixed = {"C": TRIED, "E": CHANGED}.get(type)
                rows = [
                    (code, self.text({self.languages[0]: said}, self.languages)) for code, said in (fixed or {}).items()
                ]
                question.choices, names = self.choices(
                    rows or [(answer.name, self.words(answer)) for answer in part.those("A")]
                )
            self.keep(where, f"{part.name}-{one.name}", question, names)
