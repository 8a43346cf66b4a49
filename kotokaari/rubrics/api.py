"""/api/v1/rubrics: open reading of what panels judge by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from kotokaari.foundation.text import TranslatedText

from . import queries
from .models import Criterion, Gate, Rubric

router = Router(tags=["rubrics"])


class CrosswalkOut(Schema):
    """A criterion of another framework."""

    framework: str
    theirs: dict[str, str]
    tier: str
    match: str


class CriterionOut(Schema):
    """Something that is judged, on levels 0–4."""

    code: str
    name: dict[str, str]
    question: dict[str, str]
    plain_question: dict[str, str]
    checklist: list[dict[str, str]]
    levels: dict[str, dict[str, str]]
    weight: float
    floor: int | None
    reads: list[str]
    crosswalks: list[CrosswalkOut]


class GateOut(Schema):
    """What a submission must have before it is judged."""

    code: str
    name: dict[str, str]
    question: dict[str, str]
    how_to_mend: dict[str, str]
    rule: str
    reads: list[str]
    crosswalks: list[CrosswalkOut]


class RubricBrief(Schema):
    """A version of a rubric in a list."""

    id: UUID
    uri: str
    code: str
    number: int
    state: str
    name: dict[str, str]
    valid_from: str | None
    valid_to: str | None
    digest: str


class RubricFull(RubricBrief):
    """A version of a rubric with everything it says."""

    about: dict[str, str]
    change_note: dict[str, str]
    source: str
    source_url: str
    criteria: list[CriterionOut]
    gates: list[GateOut]


class RubricList(Schema):
    """All public versions."""

    total: int
    results: list[RubricBrief]


@router.get("/rubrics", response=RubricList, auth=None, url_name="rubrics", summary="Rubrics")
def rubrics(request: HttpRequest) -> dict[str, Any]:
    """Every version that is or was in force."""
    found = [_brief(rubric) for rubric in Rubric.objects.public()]
    return {"total": len(found), "results": found}


@router.get("/rubrics/{code}/{int:number}", response=RubricFull, auth=None, url_name="rubric", summary="One rubric")
def rubric(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """One version with criteria, levels, gates and crosswalks."""
    found = queries.rubric_for(None, code.replace("\x00", ""), min(number, 2**31 - 1))
    return {
        **_brief(found),
        "about": _texts(found.about),
        "change_note": _texts(found.change_note),
        "source": found.source,
        "source_url": found.source_url,
        "criteria": [_criterion(criterion) for criterion in found.criteria.all()],
        "gates": [_gate(gate) for gate in found.gates.all()],
    }


def _brief(rubric: Rubric) -> dict[str, Any]:
    return {
        "id": rubric.uuid,
        "uri": f"{settings.BASE_URL}/id/{rubric.uuid}",
        "code": rubric.code,
        "number": rubric.number,
        "state": rubric.state,
        "name": _texts(rubric.name),
        "valid_from": rubric.valid_from.isoformat() if rubric.valid_from else None,
        "valid_to": rubric.valid_to.isoformat() if rubric.valid_to else None,
        "digest": rubric.digest,
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "name": _texts(criterion.name),
        "question": _texts(criterion.question),
        "plain_question": _texts(criterion.plain_question),
        "checklist": [_stored(line) for line in criterion.checklist],
        "levels": {level: _stored(text) for level, text in sorted(criterion.levels.items())},
        "weight": criterion.weight,
        "floor": criterion.floor,
        "reads": criterion.reads,
        "crosswalks": _crosswalks(criterion),
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "code": gate.code,
        "name": _texts(gate.name),
        "question": _texts(gate.question),
        "how_to_mend": _texts(gate.how_to_mend),
        "rule": gate.rule,
        "reads": gate.reads,
        "crosswalks": _crosswalks(gate),
    }


def _crosswalks(part: Criterion | Gate) -> list[dict[str, Any]]:
    return [
        {"framework": one.framework, "theirs": _texts(one.theirs), "tier": one.tier, "match": one.match}
        for one in part.crosswalks.all()
    ]


def _stored(text: Any) -> dict[str, str]:
    return _texts(TranslatedText.from_json(text))


def _texts(text: TranslatedText) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}
