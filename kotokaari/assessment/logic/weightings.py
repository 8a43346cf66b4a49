"""Does the choice hang on the weights? Ten thousand other weightings around the agreed one tell.

Definitions:

- The score of a submission under weights w is the sum of w times its mean level over the sum of w, both over the
  criteria that somebody judged of it: "cannot judge" is not zero, it is left out.
- A weighting is drawn from a Dirichlet distribution whose mean is the agreed weighting; its concentration is
  ``freedom`` times the number of criteria: 20 (a weight typically a fifth more or less than agreed), 5 (two fifths;
  the default). ``ANY`` draws from all weightings alike, whatever was agreed.
- A submission whose mean on a criterion is under that criterion's floor is out in every weighting. A criterion that
  nobody could judge of it has no mean and no floor.
- In a weighting the first K of the rest are in. Where several are level for the last places, each is in by the
  share of places left.
- In: in at least 95 % of the weightings. Out: in at most 5 %. Contested: all others.

Weights vary here, scores do not: what the judges' own uncertainty does is on the page of calibration. The draws
are the same each time (``SEED``). Stochastic weights in multi-criteria choice: Lahdelma, Hokkanen & Salminen 1998,
"SMAA", European Journal of Operational Research 106.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ratings import Floats, Ratings, means

DRAWS = 10_000
SEED = 2016
NEAR, USUAL, ANY = "near", "usual", "any"
FREEDOM = {NEAR: 20.0, USUAL: 5.0}
SURE = 0.95
IN, OUT, CONTESTED = "in", "out", "contested"
AT_ONCE = 500  # draws, to keep memory small


@dataclass(frozen=True)
class Place:
    """What the weightings say of one submission. Places count from 1; None: under a floor, or nothing judged."""

    score: float | None  # under the agreed weights
    place: int | None
    best: int | None  # place in the 5 % most favourable weightings
    worst: int | None
    share: float  # of weightings in which it is in
    group: str
    under_floor: tuple[int, ...] = ()  # criteria


def mean_levels(ratings: Ratings) -> Floats:
    """Mean level of each submission on each criterion: (submissions, criteria); nan where nobody could judge."""
    submissions, _judges, criteria = ratings.sizes
    cells = ratings.submission * criteria + ratings.criterion
    return means(ratings.score, cells, submissions * criteria).reshape(submissions, criteria)


def scores(levels: Floats, weights: Floats) -> Floats:
    """Score of each submission under each row of weights: (submissions, weightings); nan where nothing was judged."""
    judged = np.isfinite(levels)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.round((np.where(judged, levels, 0.0) @ weights.T) / (judged.astype(float) @ weights.T), 9)
    return found


def draw(agreed: Floats, freedom: str = USUAL, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Weightings, each with sum 1: (draws, criteria)."""
    shares = agreed / agreed.sum()
    shape = np.ones(len(shares)) if freedom == ANY else shares * FREEDOM[freedom] * len(shares)
    return np.random.default_rng(seed).dirichlet(shape, size=draws)


def study(
    ratings: Ratings, agreed: Floats, floors: list[float | None], places: int, *, freedom: str = USUAL,
    draws: int = DRAWS, seed: int = SEED,
) -> list[Place]:  # fmt: skip
    """One Place for each submission, in their order. ``floors`` by criterion, None where there is none."""
    levels = mean_levels(ratings)
    failed = _failed(levels, floors)
    runs = np.asarray(~failed.any(axis=1) & np.isfinite(levels).any(axis=1))
    ranks, share = _ranks(levels[runs], draw(agreed, freedom, draws, seed), runs, places)
    now = scores(levels, agreed[None, :] / agreed.sum())[:, 0]
    place = np.full(len(now), 0)
    place[runs] = 1 + (now[runs][None, :] > now[runs][:, None]).sum(axis=1)
    return [
        Place(
            score=float(now[i]) if np.isfinite(now[i]) else None,
            place=int(place[i]) if runs[i] else None,
            best=int(ranks[i, 0]) if runs[i] else None,
            worst=int(ranks[i, 1]) if runs[i] else None,
            share=float(share[i]),
            group=_group(share[i]),
            under_floor=tuple(int(c) for c in np.flatnonzero(failed[i])),
        )
        for i in range(len(now))
    ]


def _failed(levels: Floats, floors: list[float | None]) -> np.ndarray:
    least = np.array([-np.inf if floor is None else float(floor) for floor in floors])
    return np.isfinite(levels) & (np.round(levels, 9) < least)


def _ranks(levels: Floats, weights: Floats, runs: np.ndarray, places: int) -> tuple[Floats, Floats]:
    """5 % and 95 % places, and the share of weightings in which each is in."""
    size = len(levels)
    ranks = np.zeros((size, len(weights)), dtype=np.int32)
    share = np.zeros(size)
    for begin in range(0, len(weights), AT_ONCE):
        found = scores(levels, weights[begin : begin + AT_ONCE])
        ordered = np.sort(found, axis=0)
        for draw_, column in enumerate(found.T):
            above = size - np.searchsorted(ordered[:, draw_], column, side="right")
            level = size - np.searchsorted(ordered[:, draw_], column, side="left") - above
            ranks[:, begin + draw_] = above + 1
            share += np.clip((places - above) / level, 0, 1)
    ends, shares = np.zeros((len(runs), 2)), np.zeros(len(runs))
    if size:
        ends[runs] = np.quantile(ranks, [0.05, 0.95], axis=1, method="closest_observation").T
        shares[runs] = share / len(weights)
    return ends, shares


def _group(share: float) -> str:
    if share >= SURE:
        return IN
    return OUT if share <= 1 - SURE + 1e-12 else CONTESTED
