"""Joint maximum likelihood of the many-facet Rasch model, by Newton's method over all parameters at once.

log(P_k / P_k-1) = measure of the submission - severity of the judge - difficulty of the criterion - threshold k

(Linacre 1989, "Many-facet Rasch measurement"; Wright & Masters 1982, "Rating scale analysis", ch. 4; the
rating-scale model is Andrich's, 1978, the partial-credit model Masters', 1982). With cumulated thresholds
kappa_k = F_1 + … + F_k the likelihood is an exponential family and concave. The largest facet, in which every
score belongs to one element only, is eliminated from the Newton equations (its block is diagonal), so that what
is solved has the size of the other facets. One pass is linear in the number of scores.

Scores may be connected and still fix no finite maximum: where one group of submissions is ranked wholly above another
by every judge between them, their distance grows without end. Then everything is estimated again, held by a weak
normal prior around 0 (standard deviation 3.2 logits): finite, but a direction more than a distance.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.special import logsumexp

from .ratings import Floats, Ints, Ratings, means

SIGNS = (1.0, -1.0, -1.0)  # a higher measure raises scores, a higher severity or difficulty lowers them
MOST_ROUNDS = 100
CLOSE_ENOUGH = 1e-7  # logits; Newton's error is far below its last step
LONGEST_STEP = 2.0
TOO_FAR = 20.0  # logits: no score is so sure
HELD = 0.1  # precision of the prior


@dataclass
class Scale:
    """The levels in use and their cumulated thresholds, one row a scale: (scales, levels); inf: level not in use."""

    values: Ints
    kappa: Floats

    @classmethod
    def of(cls, values: Ints, level: Ints, group: Ints, groups: int) -> Scale:
        """All thresholds 0 to begin with. The lowest and the highest level in use stay at 0: the origin."""
        used = np.zeros((groups, len(values)), dtype=bool)
        used[group, level] = True
        return cls(values, np.where(used, 0.0, np.inf))

    @property
    def used(self) -> np.ndarray:
        """Which levels are in use on each scale."""
        return np.isfinite(self.kappa)

    def free(self) -> list[tuple[int, int]]:
        """(scale, level) of each threshold to be estimated."""
        found: list[tuple[int, int]] = []
        for group, used in enumerate(self.used):
            found += [(group, int(level)) for level in np.flatnonzero(used)[1:-1]]
        return found


@dataclass
class Fit:
    """Estimates: one array a facet (indexes of the ratings' compacted names), and the scale."""

    facets: list[Floats]
    scale: Scale
    iterations: int = 0
    converged: bool = False
    held: float = 0.0  # precision of the prior; 0: none, as it mostly is

    def parameters(self) -> Floats:
        """All of them in one row."""
        thresholds = [self.scale.kappa[place] for place in self.scale.free()]
        return np.concatenate([*self.facets, np.array(thresholds)])


@dataclass
class Moments:
    """What the model expects of each score: chances of every level, mean, variance."""

    chances: Floats
    expected: Floats
    variance: Floats
    away: Floats = field(repr=False)


def moments(eta: Floats, scale: Scale, group: Ints) -> Moments:
    """Chances (scores, levels), expected score and its variance at ``eta``."""
    logits = eta[:, None] * scale.values - scale.kappa[group]
    chances = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
    expected = chances @ scale.values
    away = scale.values - expected[:, None]
    return Moments(chances, expected, np.einsum("rk,rk->r", chances, away**2), away)


@dataclass
class Problem:
    """Compacted scores, ready to be estimated: every element has at least one score."""

    facets: tuple[Ints, Ints, Ints]
    sizes: tuple[int, int, int]
    score: Ints
    level: Ints
    group: Ints
    groups: int

    def eta(self, fit: Fit) -> Floats:
        """Measure less severity less difficulty, for each score."""
        parts = [sign * values[index] for sign, values, index in zip(SIGNS, fit.facets, self.facets, strict=True)]
        return np.sum(parts, axis=0)

    def likelihood(self, fit: Fit) -> float:
        """Log-likelihood, with the prior's part where there is one."""
        logits = self.eta(fit)[:, None] * fit.scale.values - fit.scale.kappa[self.group]
        prior = fit.held / 2 * np.sum(fit.parameters() ** 2) if fit.held else 0.0
        return float(np.sum(logits[np.arange(len(self.level)), self.level] - logsumexp(logits, axis=1)) - prior)


def problem_of(ratings: Ratings, values: Ints, by_criterion: bool) -> tuple[Problem, list[Ints]]:
    """The problem and, for each facet, which name each of its elements has."""
    kept, facets = zip(*(np.unique(index, return_inverse=True) for index in ratings.facets), strict=True)
    group = facets[2] if by_criterion else np.zeros(len(ratings), dtype=np.int64)
    sizes = tuple(len(names) for names in kept)
    problem = Problem(facets, sizes, ratings.score, np.searchsorted(values, ratings.score), group, int(group.max()) + 1)  # type: ignore[arg-type]
    return problem, list(kept)


def estimate(problem: Problem, values: Ints) -> Fit:
    """Iterate until no parameter moves by a ten-millionth of a logit; held by the prior where there is no maximum."""
    free = _iterated(problem, values, 0.0)
    if free.converged and np.abs(free.parameters()).max() <= TOO_FAR:
        return free
    held = _iterated(problem, values, HELD)
    held.iterations += free.iterations
    return held


def _iterated(problem: Problem, values: Ints, held: float) -> Fit:
    scale = Scale.of(values, problem.level, problem.group, problem.groups)
    fit = Fit([_first(problem), *(np.zeros(size) for size in problem.sizes[1:])], scale, held=held)
    likelihood = problem.likelihood(fit)
    while fit.iterations < MOST_ROUNDS and not fit.converged and np.abs(fit.parameters()).max() <= TOO_FAR:
        step, thresholds = _step(problem, fit)
        longest = max(float(np.abs(part).max()) for part in [*step, thresholds] if len(part))
        fit, likelihood = _move(problem, fit, step, thresholds, likelihood, min(1.0, LONGEST_STEP / longest))
        fit.converged = longest < CLOSE_ENOUGH
    return fit


def _first(problem: Problem) -> Floats:
    """Log-odds of each submission's mean score within the range: close enough to begin with."""
    low, high = problem.score.min(), problem.score.max()
    share = (means(problem.score, problem.facets[0], problem.sizes[0]) - low) / (high - low)
    share = np.clip(share, 0.02, 0.98)
    return np.log(share / (1 - share)) / max(1, high - low)


def _move(
    problem: Problem, fit: Fit, step: list[Floats], thresholds: Floats, before: float, length: float
) -> tuple[Fit, float]:
    """Go along the step; half as far while that makes the likelihood lower."""
    for _halving in range(20):
        facets = [values + length * part for values, part in zip(fit.facets, step, strict=True)]
        kappa = fit.scale.kappa.copy()
        for (group, level), part in zip(fit.scale.free(), thresholds, strict=True):
            kappa[group, level] += length * part
        moved = Fit(facets, Scale(fit.scale.values, kappa), fit.iterations + 1, held=fit.held)
        after = problem.likelihood(moved)
        if after >= before - 1e-9 * abs(before):
            break
        length /= 2
    return moved, after


def _step(problem: Problem, fit: Fit) -> tuple[list[Floats], Floats]:
    """Newton's step for the three facets and the thresholds."""
    now = moments(problem.eta(fit), fit.scale, problem.group)
    free = fit.scale.free()
    big = 0 if problem.sizes[0] >= problem.sizes[1] else 1
    rest = [facet for facet in range(3) if facet != big]
    gradient = [
        SIGNS[f] * np.bincount(problem.facets[f], problem.score - now.expected, problem.sizes[f])
        - fit.held * fit.facets[f]
        for f in range(3)
    ]
    diagonal = np.bincount(problem.facets[big], now.variance, problem.sizes[big]) + fit.held
    cross = sparse.hstack([*(_cross(problem, now, big, f) for f in rest), _with_thresholds(problem, now, big, free)])
    cross = cross.tocsr()
    inner = _inner(problem, now, rest, free) - (cross.T @ sparse.diags(1 / diagonal) @ cross).toarray()
    begins = 0
    for facet in rest:  # what centring will take away stays where it is; with a prior nothing needs to
        ends = begins + problem.sizes[facet]
        inner[begins:ends, begins:ends] += 0 if fit.held else diagonal.mean() / problem.sizes[facet]
        begins = ends
    inner[np.diag_indices_from(inner)] += fit.held
    pulled = fit.held * np.array([fit.scale.kappa[place] for place in free])
    known = np.concatenate([*(gradient[f] for f in rest), _threshold_gradient(problem, now, free) - pulled])
    moved = np.linalg.solve(inner, known - cross.T @ (gradient[big] / diagonal))
    step: list[Floats] = [np.zeros(0)] * 3
    step[big] = (gradient[big] - cross @ moved) / diagonal
    step[rest[0]], step[rest[1]] = moved[: problem.sizes[rest[0]]], moved[problem.sizes[rest[0]] : begins]
    return step, moved[begins:]


def _cross(problem: Problem, now: Moments, one: int, other: int) -> sparse.csr_matrix:
    """Information that two facets share: (elements of one, elements of the other)."""
    shape = (problem.sizes[one], problem.sizes[other])
    weights = SIGNS[one] * SIGNS[other] * now.variance
    return sparse.coo_matrix((weights, (problem.facets[one], problem.facets[other])), shape=shape).tocsr()


def _with_thresholds(problem: Problem, now: Moments, facet: int, free: list[tuple[int, int]]) -> sparse.csr_matrix:
    """Information that a facet shares with the thresholds: (elements, thresholds)."""
    size = problem.sizes[facet]
    cells = problem.facets[facet] * problem.groups + problem.group
    shared = np.zeros((size, len(free)))
    for level in {level for _group, level in free}:
        pulled = np.bincount(cells, now.chances[:, level] * now.away[:, level], size * problem.groups)
        for column, (group, its_level) in enumerate(free):
            if its_level == level:
                shared[:, column] = -SIGNS[facet] * pulled.reshape(size, problem.groups)[:, group]
    return sparse.csr_matrix(shared)


def _inner(problem: Problem, now: Moments, rest: list[int], free: list[tuple[int, int]]) -> Floats:
    """Information of what is not eliminated, dense."""
    one, other = rest
    shared = [_with_thresholds(problem, now, facet, free) for facet in rest]
    between = _cross(problem, now, one, other)
    own = [sparse.diags(np.bincount(problem.facets[f], now.variance, problem.sizes[f])) for f in rest]
    thresholds = sparse.csr_matrix(_of_thresholds(problem, now, free))
    blocks = [[own[0], between, shared[0]], [between.T, own[1], shared[1]], [shared[0].T, shared[1].T, thresholds]]
    dense: Floats = sparse.bmat(blocks).toarray()
    return dense


def _of_thresholds(problem: Problem, now: Moments, free: list[tuple[int, int]]) -> Floats:
    found = np.zeros((len(free), len(free)))
    for group in {group for group, _level in free}:
        columns = [column for column, (its_group, _level) in enumerate(free) if its_group == group]
        chances = now.chances[problem.group == group][:, [free[column][1] for column in columns]]
        found[np.ix_(columns, columns)] = np.diag(chances.sum(axis=0)) - chances.T @ chances
    return found


def _threshold_gradient(problem: Problem, now: Moments, free: list[tuple[int, int]]) -> Floats:
    return np.array(
        [
            now.chances[problem.group == group, level].sum()
            - np.sum((problem.group == group) & (problem.level == level))
            for group, level in free
        ]
    )
