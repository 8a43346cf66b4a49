"""Everything a rubric says, as plain data: for its digest, comparison, export and loading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from kotokaari.foundation.text import LANGUAGES, TranslatedText

if TYPE_CHECKING:
    from .models import Criterion, Gate, Rubric

LEVELS = ("0", "1", "2", "3", "4")
CRITERION_TEXTS = ("name", "question", "plain_question")
GATE_TEXTS = ("name", "question", "how_to_mend")
RUBRIC_TEXTS = ("name", "about", "change_note")
WANTED = ("name", "about")  # texts of a rubric without which it does not come into force


def content_of(rubric: Rubric) -> dict[str, Any]:
    """What it says, in its order. Four queries, none where criteria, gates and crosswalks are at hand."""
    return {
        "code": rubric.code,
        "number": rubric.number,
        **{name: getattr(rubric, name).to_json() for name in RUBRIC_TEXTS},
        "source": rubric.source,
        "source_url": rubric.source_url,
        "criteria": [criterion_content(criterion) for criterion in rubric.criteria.all()],
        "gates": [gate_content(gate) for gate in rubric.gates.all()],
    }


def criterion_content(criterion: Criterion) -> dict[str, Any]:
    """What a criterion says."""
    return {
        "code": criterion.code,
        **{name: getattr(criterion, name).to_json() for name in CRITERION_TEXTS},
        "checklist": criterion.checklist,
        "levels": {level: criterion.levels[level] for level in LEVELS if level in criterion.levels},
        "weight": f"{criterion.weight:.2f}",
        "floor": criterion.floor,
        "reads": criterion.reads,
        "crosswalks": _crosswalks(criterion),
    }


def gate_content(gate: Gate) -> dict[str, Any]:
    """What a gate says."""
    return {
        "code": gate.code,
        **{name: getattr(gate, name).to_json() for name in GATE_TEXTS},
        "rule": gate.rule,
        "reads": gate.reads,
        "crosswalks": _crosswalks(gate),
    }


def _crosswalks(part: Criterion | Gate) -> list[dict[str, Any]]:
    return [
        {
            "framework": crosswalk.framework,
            "theirs": crosswalk.theirs.to_json(),
            "tier": crosswalk.tier,
            "match": crosswalk.match,
            "note": crosswalk.note.to_json(),
        }
        for crosswalk in part.crosswalks.all()
    ]


def digest(content: Any) -> str:
    """SHA-256 of plain data, the same for the same words."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def seen_of(part: Criterion | Gate | None) -> str:
    """The fingerprint of a part as it is shown in a form; "" for one that is not there yet."""
    if part is None:
        return ""
    return digest(criterion_content(part) if _is_criterion(part) else gate_content(cast("Gate", part)))


def _is_criterion(part: Criterion | Gate) -> TypeGuard[Criterion]:
    return hasattr(part, "levels")


def seen_of_texts(rubric: Rubric) -> str:
    """The fingerprint of what a draft says of itself."""
    said = {name: getattr(rubric, name).to_json() for name in RUBRIC_TEXTS}
    return digest(said | {"source": rubric.source, "source_url": rubric.source_url})


def gaps(content: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """What is not said yet: kind of part ("", criterion or gate), its code, the text, and the language.

    A rubric without criteria has the one gap ("", "", "criteria", "").
    """
    wanted = (*WANTED, *(("change_note",) if content["number"] > 1 else ()))
    yield from (("", "", name, language) for name in wanted for language in missing_in(content[name]))
    if not content["criteria"]:
        yield ("", "", "criteria", "")
    for criterion in content["criteria"]:
        texts = {name: criterion[name] for name in CRITERION_TEXTS}
        texts |= {f"level_{level}": criterion["levels"].get(level) for level in LEVELS}
        yield from (("criterion", criterion["code"], *gap) for gap in _gaps_of(texts))
        short = {language for line in criterion["checklist"] for language in missing_in(line)}
        yield from (("criterion", criterion["code"], "checklist", one) for one in LANGUAGES if one in short)
    for gate in content["gates"]:
        yield from (("gate", gate["code"], *gap) for gap in _gaps_of({name: gate[name] for name in GATE_TEXTS}))


def _gaps_of(texts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, language) for name, text in texts.items() for language in missing_in(text))


def missing_in(text: Any) -> list[str]:
    """The languages in which a stored text says nothing."""
    return TranslatedText.from_json(text).missing(LANGUAGES)
