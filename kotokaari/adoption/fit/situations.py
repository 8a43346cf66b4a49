"""A situation as the rules see it, wherever it was said: in the database, or in an address by a passer-by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kotokaari.people.public import Organisation
from kotokaari.vocabulary.public import concept_book

from ..models import Situation

HAVING = ("premises", "volunteers", "interpreters", "digital")
NEED_KINDS = ("theme", "target_group", "phase")
Codes = frozenset[str]
NONE: Codes = frozenset()


@dataclass(frozen=True, slots=True)
class Us:
    """What somebody has said about themselves. Empty and None mean: not said."""

    size: str = ""
    area: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    staff: float | None = None
    money: float | None = None
    having: Codes = NONE
    lacking: Codes = NONE
    themes: Codes = NONE
    groups: Codes = NONE
    phases: Codes = NONE
    exists: Codes = NONE
    organisation: int = 0
    ticked: Codes = field(default=NONE, compare=False)

    @property
    def needs(self) -> Codes:
        """Everything needed, of every kind."""
        return self.themes | self.groups | self.phases

    @property
    def is_silent(self) -> bool:
        """True when nothing has been said that a practice could be weighed by."""
        return self == Us(country=self.country, organisation=self.organisation)

    @classmethod
    def of(cls, situation: Situation, ticked: Iterable[str] = ()) -> Us:
        """What an organisation has stored. Reads its organisation."""
        resources, needs = situation.resources or {}, by_kind(situation.needs)
        return cls(
            size=situation.size,
            area=situation.area,
            country=country_of(situation.organisation),
            languages=tuple(situation.languages or ()),
            staff=_number(resources.get("staff_fte")),
            money=_number(resources.get("money")),
            having=frozenset(name for name in HAVING if resources.get(name) is True),
            lacking=frozenset(name for name in HAVING if resources.get(name) is False),
            themes=needs["theme"],
            groups=needs["target_group"],
            phases=needs["phase"],
            exists=frozenset(situation.exists or ()),
            organisation=situation.organisation_id,
            ticked=frozenset(ticked),
        )

    @classmethod
    def said(cls, answers: Mapping[str, Any], ticked: Iterable[str] = ()) -> Us:
        """What a form says (``forms.AnswersForm.answers``)."""
        return cls(
            size=answers.get("size") or "",
            area=answers.get("area") or "",
            country=answers.get("country") or "",
            languages=tuple(answers.get("languages") or ()),
            staff=_number(answers.get("staff_fte")),
            money=_number(answers.get("money")),
            having=frozenset(name for name in HAVING if answers.get(name) is True),
            lacking=frozenset(name for name in HAVING if answers.get(name) is False),
            themes=frozenset(answers.get("themes") or ()),
            groups=frozenset(answers.get("groups") or ()),
            phases=frozenset(answers.get("phases") or ()),
            exists=frozenset(answers.get("exists") or ()),
            ticked=frozenset(ticked),
        )


def by_kind(codes: Iterable[str] | None) -> dict[str, Codes]:
    """Codes of concepts by the kind of the concept; what nobody knows is left out."""
    book = concept_book()
    found: dict[str, set[str]] = {kind: set() for kind in NEED_KINDS}
    for code in codes or ():
        entry = book.get(code)
        if entry and entry.kind in found:
            found[entry.kind].add(code)
    return {kind: frozenset(own) for kind, own in found.items()}


def country_of(organisation: Organisation) -> str:
    """The country of an organisation as the code of its place."""
    return (organisation.country or "").lower()


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)
