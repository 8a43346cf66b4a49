"""Krippendorff's alpha for ordinal levels, with a bootstrap interval.

alpha = 1 - observed / expected disagreement, from the matrix of coincidences; a submission that one person scored
says nothing of agreement and is left out. The ordinal difference of levels c and k is the square of the number of
scores between them: (n_c/2 + n_c+1 + … + n_k/2)^2 (Krippendorff 2011, "Computing Krippendorff's
Alpha-Reliability", sections C and D).

The interval is the middle 95 % of alpha over resamples of the submissions (Efron & Tibshirani 1993, "An
introduction to the bootstrap", ch. 13; used for alpha by Zapf et al. 2016, BMC Medical Research Methodology
16:93). The same resamples serve all criteria.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .ratings import Floats, Ints, Ratings

RESAMPLES = 1_000
SEED = 2016


@dataclass(frozen=True)
class Agreement:
    """Alpha of a criterion; None where it says nothing: fewer than two submissions scored twice, or one level only.

    Of a single submission the expected disagreement is the observed one, so its alpha is 0 whatever was scored.
    """

    value: float | None
    low: float | None
    high: float | None
    submissions: int  # scored on it by two or more


def alpha_of_each(
    ratings: Ratings,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    told: Callable[[float], None] | None = None,
) -> list[Agreement]:
    """Agreement on each criterion, in their order; ``told`` hears how much is done, from 0 to 1."""
    counts = [_counts(ratings, criterion) for criterion in range(ratings.sizes[2])]
    drawn = np.full((len(counts), resamples), np.nan)
    chance = np.random.default_rng(seed)
    units = ratings.sizes[0]
    for resample in range(resamples):
        if told and not resample % 10:
            told(resample / resamples)
        weight = np.bincount(chance.integers(units, size=units), minlength=units)
        for criterion, its_counts in enumerate(counts):
            drawn[criterion, resample] = alpha(its_counts, weight)
    return [_agreement(its_counts, drawn[criterion]) for criterion, its_counts in enumerate(counts)]


def _agreement(counts: Floats, drawn: Floats) -> Agreement:
    paired = int(np.sum(counts.sum(axis=1) > 1))
    value = alpha(counts) if paired > 1 else float("nan")
    known = drawn[np.isfinite(drawn)]
    if not np.isfinite(value):
        return Agreement(None, None, None, paired)
    if len(known) < 2:
        return Agreement(float(value), None, None, paired)
    low, high = np.quantile(known, [0.025, 0.975])
    return Agreement(float(value), float(low), float(high), paired)


def _counts(ratings: Ratings, criterion: int) -> Floats:
    """How many gave each level to each submission: (submissions, levels)."""
    here = ratings.criterion == criterion
    levels = np.searchsorted(ratings.levels, ratings.score[here])
    cells = ratings.submission[here] * len(ratings.levels) + levels
    found = np.bincount(cells, minlength=ratings.sizes[0] * len(ratings.levels))
    return found.reshape(ratings.sizes[0], -1).astype(float)


def alpha(counts: Floats, weight: Ints | None = None) -> float:
    """Alpha of (submissions, levels) counts, each submission taken ``weight`` times. nan when undefined."""
    scorers = counts @ np.ones(counts.shape[1])
    times = (scorers > 1) * (1.0 if weight is None else weight)
    share = times / np.maximum(scorers - 1, 1)
    coincidences = counts.T @ (counts * share[:, None])
    np.fill_diagonal(coincidences, coincidences.diagonal() - share @ counts)
    each = coincidences.sum(axis=1)
    apart = _differences(each)
    expected = each @ apart @ each
    return float(1 - (each.sum() - 1) * np.sum(coincidences * apart) / expected) if expected > 0 else float("nan")


def _differences(each: Floats) -> Floats:
    """Squared ordinal differences of all pairs of levels, from how often each was given."""
    middle = np.cumsum(each) - each / 2
    difference: Floats = (middle[:, None] - middle[None, :]) ** 2
    return difference
