"""Many-facet Rasch calibration of a panel's scores: submissions, judges and criteria on one scale of logits.

Joint maximum likelihood (``newton.py``), as in the programs FACETS and WINSTEPS, without their optional
correction for its bias. Conventions, where programs differ:

- Judges and criteria are centred on 0 (all that have an estimate); submissions are not.
- Extreme scores (all lowest or all highest, of a submission, judge or criterion) have no finite estimate. They are
  set aside, again and again until none is left; then each is estimated with the others held, from a score moved
  0.3 of a level inwards (Linacre's default; Wright 1998, Rasch Measurement Transactions 12:2). They have no fit.
- A level that nobody used inside the range keeps its place in the scoring and has no threshold (null for the steps
  into and out of it); levels under the lowest or over the highest that was given are unknown to the model.
- Standard errors are 1 / sqrt(information of the element), the other facets taken as known.
- Infit is the information-weighted, outfit the plain mean of squared standardised residuals (Wright & Masters 1982,
  ch. 5). The fair average is the score the model expects from a judge of severity 0 on a criterion of difficulty 0;
  with partial credit, whose criteria have scales of their own, the mean over the criteria.
- Where the likelihood has no finite maximum, a weak prior holds the estimates, and a note says so (``newton.py``).
- Separation and reliability (Wright & Masters 1982, ch. 5) are of elements that are not extreme.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .connected import WORDS, Connection, connection
from .newton import SIGNS, Fit, Moments, Problem, Scale, estimate, moments, problem_of
from .ratings import Floats, Ints, Ratings, means

RATING_SCALE, PARTIAL_CREDIT = "rating-scale", "partial-credit"
MODELS = (RATING_SCALE, PARTIAL_CREDIT)
INWARDS = 0.3  # of a level, for extreme scores


class Refused(Exception):
    """These scores cannot be calibrated. ``reason`` is a code: unconnected, too-few, one-level, all-extreme."""

    def __init__(self, reason: str, connection: Connection | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.connection = connection or Connection(True)


@dataclass
class Facet:
    """Estimates of one facet, by index of the ratings' names; nan where nothing can be said."""

    measure: Floats
    se: Floats
    infit: Floats
    outfit: Floats
    extreme: Ints  # -1 all lowest, 1 all highest, 0 neither

    @classmethod
    def empty(cls, size: int) -> Facet:
        """Nothing said yet."""
        measure, se, infit, outfit = (np.full(size, np.nan) for _array in range(4))
        return cls(measure, se, infit, outfit, np.zeros(size, dtype=np.int64))


@dataclass
class Calibration:
    """What came out. ``thresholds`` has one row a scale; ``notes`` are (code, names) to be put into words."""

    ratings: Ratings
    model: str
    submissions: Facet
    judges: Facet
    criteria: Facet
    scale: Scale
    fair: Floats
    raw: Floats
    iterations: int
    converged: bool
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def facets(self) -> tuple[Facet, Facet, Facet]:
        """Submissions, judges, criteria."""
        return self.submissions, self.judges, self.criteria

    def thresholds(self) -> list[list[float | None]]:
        """Steps between neighbouring levels from the lowest given to the highest, one list a scale."""
        values = self.scale.values
        places = np.arange(values[0], values[-1] + 1)
        kappa = np.full((len(self.scale.kappa), len(places)), np.inf)
        kappa[:, values - values[0]] = self.scale.kappa
        with np.errstate(invalid="ignore"):
            steps = np.diff(kappa, axis=1)
        return [[float(step) if np.isfinite(step) else None for step in row] for row in steps]


def calibrate(ratings: Ratings, model: str = RATING_SCALE) -> Calibration:
    """Estimate everything. Raises Refused when there is nothing to estimate, or no way to compare."""
    if len(ratings) < 2 or len(np.unique(ratings.submission)) < 2:
        raise Refused("too-few")
    if len(ratings.levels) < 2:
        raise Refused("one-level")
    whole = connection(ratings)
    if not whole.connected:
        raise Refused("unconnected", whole)
    kept, removed = _without_extremes(ratings, model)
    if not kept.any():
        raise Refused("all-extreme")
    inner = ratings.only(kept)
    inner_connection = connection(inner)
    if not inner_connection.connected:
        raise Refused("unconnected-inside", inner_connection)
    return _calibrated(ratings, inner, removed, model)


def _calibrated(ratings: Ratings, inner: Ratings, removed: list[_Removed], model: str) -> Calibration:
    values = inner.levels
    problem, names = problem_of(inner, values, model == PARTIAL_CREDIT)
    fit = estimate(problem, values)
    found = [Facet.empty(size) for size in ratings.sizes]
    _fill(found, problem, names, fit)
    scale = _whole_scale(fit.scale, names[2], ratings, model)
    for element in reversed(removed):
        _extreme(found, ratings, scale, element, model)
    _centre(found)
    result = Calibration(
        ratings, model, found[0], found[1], found[2], scale, fair=_fair(found, scale, model), raw=means(ratings.score, ratings.submission, ratings.sizes[0]),
        iterations=fit.iterations, converged=fit.converged,
    )  # fmt: skip
    result.notes = _notes(result) + ([("held", {})] if fit.held else [])
    return result


def _fill(found: list[Facet], problem: Problem, names: list[Ints], fit: Fit) -> None:
    """Measures, standard errors and fit of everything that was estimated together."""
    now = moments(problem.eta(fit), fit.scale, problem.group)
    for facet, index, size, kept, values in zip(found, problem.facets, problem.sizes, names, fit.facets, strict=True):
        information, infit, outfit = _fit_of(now, problem.score, index, size)
        facet.measure[kept], facet.se[kept] = values, 1 / np.sqrt(information)
        facet.infit[kept], facet.outfit[kept] = infit, outfit


def _fit_of(now: Moments, score: Ints, index: Ints, size: int) -> tuple[Floats, Floats, Floats]:
    """Information, infit and outfit mean squares of each element."""
    squared = (score - now.expected) ** 2
    information = np.bincount(index, now.variance, size)
    infit = np.bincount(index, squared, size) / information
    return information, infit, means(squared / np.maximum(now.variance, 1e-12), index, size)


def _whole_scale(scale: Scale, criteria: Ints, ratings: Ratings, model: str) -> Scale:
    """Rows for all criteria with partial credit: those set aside have no scale."""
    if model != PARTIAL_CREDIT:
        return scale
    kappa = np.full((ratings.sizes[2], len(scale.values)), np.inf)
    kappa[criteria] = scale.kappa
    return Scale(scale.values, kappa)


@dataclass(frozen=True)
class _Removed:
    """Elements of one facet that were set aside together."""

    facet: int
    elements: Ints
    towards: Ints  # -1 all lowest, 1 all highest
    low: Floats
    high: Floats


def _without_extremes(ratings: Ratings, model: str) -> tuple[np.ndarray, list[_Removed]]:
    """Which scores stay, and what was set aside in which order."""
    kept = np.ones(len(ratings), dtype=bool)
    removed: list[_Removed] = []
    again = True
    while again and kept.any():
        again = False
        low, high = _range(ratings, kept, model)
        for facet in range(3):
            element = _extremes_of(ratings, kept, facet, low, high)
            if element is not None:
                removed.append(element)
                kept &= ~np.isin(ratings.facets[facet], element.elements)
                again = True
                break
    return kept, removed


def _range(ratings: Ratings, kept: np.ndarray, model: str) -> tuple[Ints, Ints]:
    """Lowest and highest level in use, for each score's own scale."""
    group = ratings.criterion if model == PARTIAL_CREDIT else np.zeros(len(ratings), dtype=np.int64)
    size = int(group.max()) + 1
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(low, group[kept], ratings.score[kept])
    np.maximum.at(high, group[kept], ratings.score[kept])
    return low[group], high[group]


def _extremes_of(ratings: Ratings, kept: np.ndarray, facet: int, low: Ints, high: Ints) -> _Removed | None:
    index, size = ratings.facets[facet][kept], ratings.sizes[facet]
    counts = np.bincount(index, minlength=size)
    score = ratings.score[kept]
    lowest = np.bincount(index, score == low[kept], size) == counts
    highest = np.bincount(index, score == high[kept], size) == counts
    elements = np.flatnonzero((lowest | highest) & (counts > 0))
    if not len(elements):
        return None
    least = np.bincount(index, low[kept], size)[elements]
    most = np.bincount(index, high[kept], size)[elements]
    return _Removed(facet, elements, np.where(lowest[elements], -1, 1), least, most)


def _extreme(found: list[Facet], ratings: Ratings, scale: Scale, removed: _Removed, model: str) -> None:
    """Estimate what was set aside, from a score 0.3 inwards, by bisection: the others stay where they are."""
    facet = removed.facet
    others = [other for other in range(3) if other != facet]
    known = np.isin(ratings.facets[facet], removed.elements) & (scale.used[_group(ratings, model)].sum(axis=1) > 1)
    for other in others:
        known &= np.isfinite(found[other].measure[ratings.facets[other]])
    index = np.searchsorted(removed.elements, ratings.facets[facet][known])
    offset = np.sum([SIGNS[o] * found[o].measure[ratings.facets[o]][known] for o in others], axis=0)
    group, size = _group(ratings, model)[known], len(removed.elements)
    lowest, highest = _ends(scale, group)
    target = np.where(
        removed.towards > 0, np.bincount(index, highest, size) - INWARDS, np.bincount(index, lowest, size) + INWARDS
    )
    down, up = np.full(size, -40.0), np.full(size, 40.0)
    for _halving in range(60):
        middle = (down + up) / 2
        now = moments(middle[index] + offset, scale, group)
        below = np.bincount(index, now.expected, size) < target
        down, up = np.where(below, middle, down), np.where(below, up, middle)
    has_scores = np.bincount(index, minlength=size) > 0
    information = np.bincount(index, now.variance, size)
    with np.errstate(divide="ignore"):
        found[facet].measure[removed.elements] = np.where(has_scores, SIGNS[facet] * middle, np.nan)
        found[facet].se[removed.elements] = np.where(has_scores, 1 / np.sqrt(information), np.nan)
    found[facet].extreme[removed.elements] = removed.towards


def _group(ratings: Ratings, model: str) -> Ints:
    return ratings.criterion if model == PARTIAL_CREDIT else np.zeros(len(ratings), dtype=np.int64)


def _ends(scale: Scale, group: Ints) -> tuple[Floats, Floats]:
    """Lowest and highest level in use on each score's scale."""
    values = np.where(scale.used, scale.values.astype(float), np.nan)
    return np.nanmin(values[group], axis=1), np.nanmax(values[group], axis=1)


def _centre(found: list[Facet]) -> None:
    """Judges and criteria around 0; submissions move along, so that nothing expected changes."""
    for facet in found[1:]:
        shift = np.nanmean(facet.measure)
        facet.measure -= shift
        found[0].measure -= shift


def _fair(found: list[Facet], scale: Scale, model: str) -> Floats:
    """The score a judge of severity 0 would give, on the levels' own scale."""
    measure = found[0].measure
    if model != PARTIAL_CREDIT:
        return _expected(measure, scale, 0)
    with_scale = [c for c in range(len(scale.kappa)) if scale.used[c].sum() > 1]
    return np.mean([_expected(measure - found[2].measure[c], scale, c) for c in with_scale], axis=0)


def _expected(eta: Floats, scale: Scale, group: int) -> Floats:
    known = np.isfinite(eta)
    result = np.full(len(eta), np.nan)
    result[known] = moments(eta[known], scale, np.full(int(known.sum()), group)).expected
    return result


def separation(facet: Facet) -> dict[str, float | None]:
    """How well measures can be told apart: true spread over error, and the share of spread that is no error."""
    inside = np.isfinite(facet.measure) & (facet.extreme == 0)
    if inside.sum() < 2:
        return {"separation": None, "reliability": None}
    spread = float(np.var(facet.measure[inside], ddof=1))
    error = float(np.mean(facet.se[inside] ** 2))
    true = max(0.0, spread - error)
    reliability = true / spread if spread else 0.0
    return {"separation": float(np.sqrt(true / error)), "reliability": reliability}


def _notes(result: Calibration) -> list[tuple[str, dict[str, Any]]]:
    """What a reader must know, as codes: extreme elements, levels nobody used, no convergence."""
    names = (result.ratings.submissions, result.ratings.judges, result.ratings.criteria)
    notes: list[tuple[str, dict[str, Any]]] = []
    for facet, word in enumerate(WORDS):
        for towards, where in ((-1, "lowest"), (1, "highest")):
            found = [names[facet][i] for i in np.flatnonzero(result.facets[facet].extreme == towards)]
            if found:
                notes.append((f"extreme-{word}-{where}", {"ids": found}))
        silent = [names[facet][i] for i in np.flatnonzero(np.isnan(result.facets[facet].measure))]
        if silent:
            notes.append(("no-scores", {"facet": word, "ids": silent}))
    notes += _notes_of_levels(result)
    if not result.converged:
        notes.append(("not-converged", {"iterations": result.iterations}))
    return notes


def _notes_of_levels(result: Calibration) -> list[tuple[str, dict[str, Any]]]:
    given = set(result.ratings.levels.tolist())
    notes: list[tuple[str, dict[str, Any]]] = []
    if missing := sorted(set(range(min(given), max(given) + 1)) - given):
        notes.append(("unused-levels", {"levels": missing}))
    if lost := sorted(given - set(result.scale.values.tolist())):
        notes.append(("levels-of-extremes", {"levels": lost}))
    return notes
