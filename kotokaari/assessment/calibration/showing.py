"""Rows and drawings of the calibration page, ready to be written down. Drawings repeat what stands in figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.rubrics.public import HIGHEST, LOWEST, Criterion

from .scores import Named, Scores

WIDE = 160  # of a drawing in a row
SURE = 1.96


def figure(value: float | None, digits: int = 2) -> str:
    """A number in the reader's way; a dash for what cannot be said."""
    # Rounded first: number_format cuts. Adding nothing makes −0 a zero.
    return "–" if value is None else number_format(round(value, digits) + 0.0, digits).replace("-", "−")


def signed(value: float) -> str:
    """A difference with its sign, in the reader's way."""
    shown = figure(value)
    return shown if value < 0 or not round(value, 2) else f"+{shown}"


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each level was given on a criterion; ``bars`` are (level, from, width) out of 100."""

    name: str
    counts: list[int]
    cannot: int
    mean: str
    bars: list[tuple[str, float, float]]


def spreads(scores: Scores) -> list[Spread]:
    """The raw distribution, criterion by criterion."""
    counts: dict[str, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for _submission, _seat, code, level in scores.found:
        counts[code][level] += 1
    return [_spread(criterion, counts[criterion.code]) for criterion in scores.criteria]


def _spread(criterion: Criterion, counts: dict[int | None, int]) -> Spread:
    levels = [counts.get(level, 0) for level in range(LOWEST, HIGHEST + 1)]
    given, total = sum(levels), max(1, sum(counts.values()))
    bars, start = [], 0.0
    for name, count in [*((str(level), count) for level, count in enumerate(levels)), ("none", counts.get(None, 0))]:
        width = 100 * count / total
        bars.append((name, round(start, 2), round(width, 2)))
        start += width
    mean = sum(level * count for level, count in enumerate(levels)) / given if given else None
    return Spread(str(read(criterion.name)), levels, counts.get(None, 0), figure(mean), bars)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval, and another value beside it, on a line of ``WIDE``; None: not drawn."""

    low: float
    high: float
    at: float
    other: float | None = None
    zero: float | None = None


class Axis:
    """From a range of values to a place on the line."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.span = low, max(high - low, 1e-9)

    def at(self, value: float) -> float:
        """Its place, kept inside the line."""
        share = min(max((value - self.low) / self.span, 0), 1)
        return round(6 + share * (WIDE - 12), 1)

    def dot(self, value: float | None, se: float | None, other: float | None = None, zero: bool = False) -> Dot | None:
        """A dot with 95 % around it."""
        if value is None:
            return None
        half = SURE * (se or 0)
        return Dot(
            self.at(value - half), self.at(value + half), self.at(value),
            None if other is None else self.at(other), self.at(0) if zero else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission: raw, corrected beside it with its uncertainty, and what the Rasch model says."""

    named: Named
    raw: str
    corrected: str
    interval: str
    moved: str  # the difference with its sign
    places: str  # raw → corrected
    fair: str
    measure: str
    se: str
    infit: str
    drawing: Dot | None


def submission_rows(result: dict[str, Any], names: dict[str, Named]) -> list[SubmissionRow]:
    """In the order of their raw scores: corrected figures stand beside, they do not sort."""
    raw = {key: value for key, value in result["raw"].items() if key in names}
    mixed = (result["mixed"] or {"submissions": {}})["submissions"]
    rasch = {row["id"]: row for row in result["submissions"]}
    first = _places(raw)
    then = _places({key: value["score"] for key, value in mixed.items() if key in names})
    axis = Axis(LOWEST, HIGHEST)
    ordered = sorted(raw, key=lambda key: (raw[key] is None, -(raw[key] or 0), names[key].number))
    return [
        _submission_row(
            names[key], raw[key], mixed.get(key, {}), rasch.get(key, {}), (first.get(key), then.get(key)), axis
        )
        for key in ordered
    ]


def _places(values: dict[str, float | None]) -> dict[str, int]:
    known = {key: value for key, value in values.items() if value is not None}
    return {key: 1 + sum(other > value for other in known.values()) for key, value in known.items()}


def _submission_row(
    named: Named, raw: float | None, mixed: dict[str, Any], rasch: dict[str, Any],
    places: tuple[int | None, int | None], axis: Axis,
) -> SubmissionRow:  # fmt: skip
    score, se = mixed.get("score"), mixed.get("se")
    moved = "" if score is None or raw is None else signed(score - raw)
    return SubmissionRow(
        named=named,
        raw=figure(raw),
        corrected=figure(score),
        interval=_interval(score, se),
        moved=moved,
        places=f"{places[0]} → {places[1]}" if all(places) else "–",
        fair=figure(rasch.get("fair_average")),
        measure=figure(rasch.get("measure")),
        se=figure(rasch.get("se")),
        infit=figure(rasch.get("infit")),
        drawing=axis.dot(score, se, raw),
    )


def _interval(score: float | None, se: float | None) -> str:
    """95 % around a score, within the levels there are."""
    if score is None or se is None:
        return ""
    return f"{figure(max(LOWEST, score - SURE * se))}–{figure(min(HIGHEST, score + SURE * se))}"


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """A member of the panel: what they gave, and how severe that is beside the others."""

    name: str
    submissions: int
    mean: str
    beside: str  # levels under or over the middle of the panel, in words, by the mixed model
    interval: str
    severity: str
    se: str
    infit: str
    outfit: str
    drawing: Dot | None


def judge_rows(scores: Scores, result: dict[str, Any], names: dict[str, str]) -> list[JudgeRow]:
    """From the most severe to the mildest; by name where severity is not estimated."""
    given: dict[str, list[int]] = defaultdict(list)
    read_: dict[str, set[int]] = defaultdict(set)
    for submission, seat, _criterion, level in scores.found:
        read_[str(seat)].add(submission)
        if level is not None:
            given[str(seat)].append(level)
    mixed = (result["mixed"] or {"judges": {}})["judges"]
    rasch = {row["id"]: row for row in result["judges"]}
    axis = Axis(
        *[sign * max([1.0, *(abs(its["severity"]) + SURE * its["se"] for its in mixed.values())]) for sign in (-1, 1)]
    )

    def row(seat: str) -> JudgeRow:
        its, levels, model = mixed.get(seat, {}), given[seat], rasch.get(seat, {})
        above = -its["severity"] if its else None  # mild is to the right: more is given
        return JudgeRow(
            name=names.get(seat, seat), submissions=len(read_[seat]), mean=figure(sum(levels) / len(levels) if levels else None),
            beside=beside_the_middle(above), interval=_around(above, its.get("se")),
            severity=figure(model.get("severity")), se=figure(model.get("se")),
            infit=figure(model.get("infit")), outfit=figure(model.get("outfit")),
            drawing=axis.dot(above, its.get("se"), zero=True),
        )  # fmt: skip

    def order(seat: str) -> tuple[float, str]:
        return -(mixed.get(seat, {}).get("severity") or 0.0), names.get(seat, seat)

    return [row(seat) for seat in sorted(read_, key=order)]


def beside_the_middle(above: float | None) -> str:
    """How much higher or lower somebody's levels are than the middle of the panel, in words."""
    if above is None:
        return "–"
    if not round(above, 1):
        return _("like the middle")
    words = _("%(levels)s levels higher") if above > 0 else _("%(levels)s levels lower")
    return words % {"levels": figure(abs(above), 1)}


def _around(value: float | None, se: float | None) -> str:
    """95 % around a difference."""
    if value is None or se is None:
        return ""
    return f"{signed(value - SURE * se)} … {signed(value + SURE * se)}"


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: how far the panel agrees on it, and how hard it is to do well on."""

    name: str
    alpha: str
    interval: str
    submissions: int
    words: str
    difficulty: str
    se: str
    infit: str
    drawing: Dot | None


def criterion_rows(scores: Scores, result: dict[str, Any], words: Any) -> list[CriterionRow]:
    """In the rubric's order. ``words(alpha)`` says what an alpha means."""
    rasch = {row["id"]: row for row in result["criteria"]}
    axis = Axis(-0.2, 1)
    rows = []
    for criterion in scores.criteria:
        its, alpha = rasch.get(criterion.code, {}), result["alpha"].get(criterion.code, {})
        low, high, value = alpha.get("low"), alpha.get("high"), alpha.get("value")
        drawing = None if low is None else Dot(axis.at(low), axis.at(high), axis.at(value), zero=axis.at(0))
        rows.append(
            CriterionRow(
                str(read(criterion.name)),
                figure(value),
                "" if low is None else f"{figure(low)} … {figure(high)}",
                alpha.get("submissions", 0),
                words(value),
                figure(its.get("difficulty")),
                figure(its.get("se")),
                figure(its.get("infit")),
                drawing,
            )
        )
    return rows


def thresholds(result: dict[str, Any], scores: Scores) -> Sequence[tuple[str, str]]:
    """Steps of the rating scale: from level to level; of partial credit nothing, there are too many."""
    steps = result["thresholds"]
    if not steps or isinstance(steps[0], list):
        return []
    lowest = min(result["levels"])
    return [(f"{lowest + i} → {lowest + i + 1}", figure(step)) for i, step in enumerate(steps)]
