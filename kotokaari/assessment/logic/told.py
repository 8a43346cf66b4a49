"""What a calibration tells, as plain numbers and lists: for JSON, a table, and what a call keeps."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .alpha import Agreement, alpha_of_each
from .rasch import Calibration, Facet, Refused, calibrate, separation
from .ratings import Ratings


def number(value: Any, digits: int = 6) -> float | None:
    """A number for JSON; None for what cannot be said."""
    return None if value is None or not math.isfinite(value) else round(float(value), digits)


def report(ratings: Ratings, model: str, told: Callable[[float], None] | None = None) -> dict[str, Any]:
    """Everything ``kotokaari panel calibrate --json`` prints; ``told`` hears how much is done, from 0 to 1.

    Raises Refused, with which ``refusal`` makes one too.
    """
    result = calibrate(ratings, model)
    found = {
        "submissions": _submissions(result),
        "judges": _elements(ratings.judges, result.judges, "severity"),
        "criteria": _elements(ratings.criteria, result.criteria, "difficulty"),
        "thresholds": _thresholds(result),
        "levels": [int(level) for level in ratings.levels],
        "reliability": _rounded(separation(result.submissions)),
        "reliability_of_judges": _rounded(separation(result.judges)),
        "alpha": alphas(ratings, told),
        "connected": True,
        "iterations": result.iterations,
        "converged": result.converged,
        "model": model,
        "estimator": "jml",
        "ratings": len(ratings),
        "notes": [{"code": code, **more} for code, more in result.notes],
    }
    if model == "partial-credit":
        found["thresholds_of"] = list(ratings.criteria)
    return found


def refusal(ratings: Ratings, model: str, refused: Refused) -> dict[str, Any]:
    """The same keys with nothing estimated, why, and the parts that cannot be compared; agreement all the same."""
    return {
        "submissions": [], "judges": [], "criteria": [], "thresholds": [],
        "levels": [int(level) for level in ratings.levels],
        "reliability": {"separation": None, "reliability": None},
        "alpha": alphas(ratings),
        "connected": not refused.reason.startswith("unconnected"),
        "iterations": 0, "converged": False, "model": model, "estimator": "jml", "ratings": len(ratings),
        "refused": refused.reason,
        "between": list(refused.connection.between),
        "parts": [dict(part) for part in refused.connection.parts],
    }  # fmt: skip


def alphas(ratings: Ratings, told: Callable[[float], None] | None = None) -> dict[str, dict[str, Any]]:
    """Agreement on each criterion, by its name."""
    if not len(ratings):
        return {}
    return {
        name: _agreement(its) for name, its in zip(ratings.criteria, alpha_of_each(ratings, told=told), strict=True)
    }


def _agreement(its: Agreement) -> dict[str, Any]:
    return {
        "value": number(its.value), "low": number(its.low), "high": number(its.high), "submissions": its.submissions
    }  # fmt: skip


def _submissions(result: Calibration) -> list[dict[str, Any]]:
    return [
        {**row, "fair_average": number(fair), "raw_average": number(raw)}
        for row, fair, raw in zip(
            _elements(result.ratings.submissions, result.submissions, "measure"), result.fair, result.raw, strict=True
        )
    ]


def _elements(names: Any, facet: Facet, word: str) -> list[dict[str, Any]]:
    rows = []
    for i, name in enumerate(names):
        row = {
            "id": name, word: number(facet.measure[i]), "se": number(facet.se[i]),
            "infit": number(facet.infit[i]), "outfit": number(facet.outfit[i]),
        }  # fmt: skip
        if facet.extreme[i]:
            row["extreme"] = "highest" if facet.extreme[i] > 0 else "lowest"
        rows.append(row)
    return rows


def _thresholds(result: Calibration) -> list[Any]:
    steps = [[number(step) for step in row] for row in result.thresholds()]
    return steps if result.model == "partial-credit" else steps[0]


def _rounded(values: dict[str, float | None]) -> dict[str, float | None]:
    return {name: number(value) for name, value in values.items()}
