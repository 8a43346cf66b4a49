"""A survey as plain data: what templates, copies and files give, and what they are made from.

A plan knows nothing of the database. ``taking.py`` writes it into a draft; ``plan_of`` reads it from a survey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kotokaari.foundation.text import TranslatedText

Text = TranslatedText
TEXTS = ("name", "about", "thanks", "privacy")


@dataclass
class PlannedChoice:
    """Something to choose, to rank, or an item of a matrix."""

    code: str
    label: Text

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"code": self.code, "label": self.label.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlannedChoice:
        """The choice that ``to_json`` wrote."""
        return cls(data["code"], Text.from_json(data["label"]))


@dataclass
class PlannedQuestion:
    """A question; ``where`` says where it stands in the file it came from."""

    code: str
    type: str
    label: Text
    hint: Text = field(default_factory=Text)
    is_required: bool = False
    condition: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    choices: list[PlannedChoice] = field(default_factory=list)
    where: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "code": self.code,
            "type": self.type,
            "label": self.label.to_json(),
            "hint": self.hint.to_json(),
            "is_required": self.is_required,
            "condition": self.condition,
            "settings": self.settings,
            "choices": [one.to_json() for one in self.choices],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlannedQuestion:
        """The question that ``to_json`` wrote."""
        return cls(
            data["code"],
            data["type"],
            Text.from_json(data["label"]),
            Text.from_json(data["hint"]),
            data["is_required"],
            data["condition"],
            data["settings"],
            [PlannedChoice.from_json(one) for one in data["choices"]],
        )


@dataclass
class PlannedSection:
    """A page of the survey."""

    name: Text = field(default_factory=Text)
    about: Text = field(default_factory=Text)
    condition: dict[str, Any] = field(default_factory=dict)
    questions: list[PlannedQuestion] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "name": self.name.to_json(),
            "about": self.about.to_json(),
            "condition": self.condition,
            "questions": [one.to_json() for one in self.questions],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlannedSection:
        """The section that ``to_json`` wrote."""
        questions = [PlannedQuestion.from_json(one) for one in data["questions"]]
        return cls(Text.from_json(data["name"]), Text.from_json(data["about"]), data["condition"], questions)


@dataclass
class Plan:
    """A whole survey. ``remarks`` tell what became of what could not be taken as it stood."""

    languages: list[str] = field(default_factory=lambda: ["fi"])
    texts: dict[str, Text] = field(default_factory=dict)
    sections: list[PlannedSection] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list, compare=False)

    def questions(self) -> Iterator[PlannedQuestion]:
        """All of them, in order."""
        for section in self.sections:
            yield from section.questions

    def all_texts(self) -> Iterator[Text]:
        """Every text there is, in order."""
        yield from self.texts.values()
        for section in self.sections:
            yield from (section.name, section.about)
            for question in section.questions:
                yield from (question.label, question.hint)
                yield from (Text.from_json(question.settings.get(name)) for name in ("low_label", "high_label"))
                yield from (choice.label for choice in question.choices)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "languages": self.languages,
            "texts": {name: text.to_json() for name, text in self.texts.items()},
            "sections": [one.to_json() for one in self.sections],
            "remarks": self.remarks,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """The plan that ``to_json`` wrote."""
        return cls(
            list(data["languages"]),
            {name: Text.from_json(text) for name, text in data["texts"].items()},
            [PlannedSection.from_json(one) for one in data["sections"]],
            list(data.get("remarks", ())),
        )
