"""The rubric that comes with the house, from its file."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotokaari.foundation import audit
from kotokaari.foundation.text import TranslatedText

from . import content
from .models import Criterion, Crosswalk, Gate, Rubric

DATA = Path(__file__).parent / "data"
Words = Mapping[str, str]


@dataclass
class Tally:
    """What loading did."""

    created: int = 0
    unchanged: int = 0

    def as_dict(self) -> dict[str, int]:
        """Plain numbers."""
        return asdict(self)


@transaction.atomic
def load_house_rubrics(*, by: Any = None) -> Tally:
    """Make the versions of the rubrics that are shipped with the house. Again and again gives the same.

    A version that is there stays as it is: what came into force never changes. One that specialists wrote
    since stays in force.
    """
    tally = Tally()
    for path in sorted(DATA.glob("*.json")):
        file = json.loads(path.read_text("utf-8"))
        for entry in file["versions"]:
            if Rubric.objects.filter(code=file["code"], number=entry["number"]).exists():
                tally.unchanged += 1
            else:
                _make(file, entry, by)
                tally.created += 1
    return tally


def _make(file: dict[str, Any], entry: dict[str, Any], by: Any) -> None:
    """One version: written as a draft, then fixed in its state."""
    before = Rubric.objects.filter(code=file["code"], number=entry.get("based_on", 0)).first()
    rubric = Rubric.objects.create(
        code=file["code"],
        number=entry["number"],
        name=text(entry.get("name") or file["name"]),
        about=text(entry["about"]),
        change_note=text(entry.get("change_note")),
        based_on=before,
        source=entry["source"],
        source_url=entry["source_url"],
    )
    for order, one in enumerate(file["criteria"], 1):
        changed = {**one, **entry.get("changes", {}).get(one["code"], {})}
        _crosswalk(file, changed, criterion=_criterion(rubric, order, changed))
    for order, one in enumerate(file["gates"], 1):
        changed = {**one, **entry.get("changes", {}).get(one["code"], {})}
        _crosswalk(file, changed, gate=_gate(rubric, order, changed))
    fix(rubric, state=entry["state"], on=None)
    audit.record("rubric loaded", target=rubric, by=by, number=rubric.number)


def fix(rubric: Rubric, *, state: str, on: datetime.date | None) -> Rubric:
    """Give a draft its digest and its state for good."""
    rubric = Rubric.objects.whole().get(pk=rubric.pk)
    rubric.digest = content.digest(content.content_of(rubric))
    rubric.state, rubric.in_force_at = state, timezone.now()
    rubric.valid_from = on
    rubric.save()
    return rubric


def _criterion(rubric: Rubric, order: int, one: dict[str, Any]) -> Criterion:
    return Criterion.objects.create(
        rubric=rubric,
        code=one["code"],
        order=order,
        **{name: text(one[name]) for name in content.CRITERION_TEXTS},
        checklist=[text(line).to_json() for line in one["checklist"]],
        levels={level: text(words).to_json() for level, words in one["levels"].items()},
        weight=Decimal(one["weight"]),
        floor=one["floor"],
        reads=one["reads"],
    )


def _gate(rubric: Rubric, order: int, one: dict[str, Any]) -> Gate:
    return Gate.objects.create(
        rubric=rubric,
        code=one["code"],
        order=order,
        **{name: text(one[name]) for name in content.GATE_TEXTS},
        rule=one["rule"],
        reads=one["reads"],
    )


def _crosswalk(file: dict[str, Any], one: dict[str, Any], **part: Any) -> None:
    """The places of a criterion or gate in other frameworks."""
    for match in one.get("crosswalk", ()):
        framework = match.get("framework", "eu-bpp")
        Crosswalk.objects.create(
            **part,
            framework=framework,
            theirs=text(file["frameworks"][framework][match["theirs"]]),
            tier=match["tier"],
            match=match["match"],
        )


def text(words: Words | None) -> TranslatedText:
    """``{"fi", "sv", "en"}`` as one text; the source is Finnish, or the first language that says something."""
    said = {language: value.strip() for language, value in (words or {}).items() if value.strip()}
    if not said:
        return TranslatedText()
    source = "fi" if "fi" in said else next(iter(said))
    return TranslatedText.of(source, said.pop(source), **said)
