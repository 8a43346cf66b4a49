"""A judged set of searches: what people ask, which practices answer it, and how well each way of finding does."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = (
    "inflected",
    "compound",
    "cross",
    "misspelt",
    "everyday",
    "question",
    "combination",
    "name",
    "abbreviation",
)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks, in which language, and what makes it hard."""

    id: str
    text: str
    lang: str
    kind: str


def queries() -> list[Query]:
    """Every query, in the order of the file."""
    with (HERE / "queries.csv").open(encoding="utf-8", newline="") as file:
        return [Query(row["id"], row["query"], row["lang"], row["kind_of_query"]) for row in csv.DictReader(file)]


def judgements() -> dict[str, dict[str, int]]:
    """By query, the grade of each practice that answers it; the others have grade 0."""
    found: dict[str, dict[str, int]] = {}
    with (HERE / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["id"], {})[row["practice"]] = int(row["grade"])
    return found


def more() -> list[dict[str, Any]]:
    """The further short practices, each in one language, all of them invented examples."""
    found: list[dict[str, Any]] = json.loads((HERE / "more.json").read_text("utf-8"))
    return found


def by_kind(values: Mapping[str, float]) -> dict[str, float]:
    """Means of a figure that each query has: of all queries first, then of each kind."""
    asked = queries()
    means = {"all": _mean([values[query.id] for query in asked])}
    for kind in KINDS:
        means[kind] = _mean([values[query.id] for query in asked if query.kind == kind])
    return means


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
