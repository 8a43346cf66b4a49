"""Scores corrected for severe and lenient judges by a linear mixed model: a second column beside the raw one.

    score = criterion (fixed) + submission (random) + judge (random) + rest

Variances by restricted maximum likelihood (Patterson & Thompson 1971, Biometrika 58), with the residual variance
profiled out and the likelihood taken from the mixed model equations; submissions and judges are best linear
unbiased predictions with the standard error of prediction (Henderson 1975, Biometrics 31; Searle, Casella &
McCulloch 1992, "Variance components", ch. 7). Predictions are drawn towards the middle the less was scored.
Submissions, whose block is diagonal, are eliminated, as in ``newton.py``.

Unlike the Rasch model it treats levels as equally far apart, needs no connected design (the judges' spread is
estimated, judges are not compared one by one) and stays on the scale of the levels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.optimize import minimize

from .ratings import Floats, Ratings

BOUNDS = (-9.0, 12.0)  # of the log ratio of variances: at the upper end an effect is as good as absent


@dataclass(frozen=True)
class Mixed:
    """Predictions on the levels' scale. ``judge``: how much lower than the middle judge one scores (severity)."""

    submission: Floats
    submission_se: Floats
    judge: Floats
    judge_se: Floats
    criterion: Floats
    variances: dict[str, float]  # submission, judge, rest


def mixed(ratings: Ratings, weights: Floats | None = None) -> Mixed:
    """Fit the model. ``weights`` of the criteria make up the one score of a submission; alike when not given.

    Every submission, judge and criterion must have a score. Raises ValueError when there are no more scores than
    criteria.
    """
    if len(ratings) <= ratings.sizes[2] + 1:
        raise ValueError("too few scores for a mixed model")
    equations = _Equations(ratings)
    best = minimize(equations.deviance, np.zeros(2), method="L-BFGS-B", bounds=[BOUNDS, BOUNDS])
    return _predicted(equations, best.x, np.ones(ratings.sizes[2]) if weights is None else weights)


class _Equations:
    """Henderson's equations for given ratios of variances (rest / submission, rest / judge)."""

    def __init__(self, ratings: Ratings) -> None:
        self.sizes = ratings.sizes
        self.score = ratings.score.astype(float)
        submissions, judges, criteria = self.sizes
        rows = np.arange(len(ratings))
        self.rest = sparse.csr_matrix(
            (np.ones(2 * len(rows)), (np.r_[rows, rows], np.r_[ratings.criterion, ratings.judge + criteria])),
            shape=(len(rows), criteria + judges),
        )
        own = sparse.csr_matrix((np.ones(len(rows)), (rows, ratings.submission)), shape=(len(rows), submissions))
        self.counts = np.bincount(ratings.submission, minlength=submissions)
        self.cross = (own.T @ self.rest).tocsr()
        self.among = (self.rest.T @ self.rest).toarray()
        self.sums = np.bincount(ratings.submission, self.score, submissions)
        self.rest_sums = np.asarray(self.rest.T @ self.score)

    def parts(self, logs: Floats) -> tuple[Floats, Floats]:
        """The submissions' diagonal and the rest's matrix once they are eliminated."""
        diagonal = self.counts + np.exp(logs[0])
        left = self.among - (self.cross.T @ sparse.diags(1 / diagonal) @ self.cross).toarray()
        judges = np.arange(self.sizes[2], self.sizes[2] + self.sizes[1])
        left[judges, judges] += np.exp(logs[1])
        return diagonal, left

    def solve(self, diagonal: Floats, factor: tuple[Floats, bool]) -> tuple[Floats, Floats]:
        """Effects of the submissions and of the rest (criteria, then judges)."""
        rest = linalg.cho_solve(factor, self.rest_sums - self.cross.T @ (self.sums / diagonal))
        return (self.sums - self.cross @ rest) / diagonal, rest

    def left_over(self, own: Floats, rest: Floats) -> float:
        """The residual variance."""
        squares = self.score @ self.score - self.sums @ own - self.rest_sums @ rest
        return float(max(squares, 1e-12) / (len(self.score) - self.sizes[2]))

    def deviance(self, logs: Floats) -> float:
        """-2 times the restricted log-likelihood, up to a constant."""
        diagonal, left = self.parts(logs)
        factor = linalg.cho_factor(left + 1e-10 * np.eye(len(left)))
        variance = self.left_over(*self.solve(diagonal, factor))
        determinant = np.log(diagonal).sum() + 2 * np.log(np.diag(factor[0])).sum()
        free = len(self.score) - self.sizes[2]
        return float(free * np.log(variance) + determinant - self.sizes[0] * logs[0] - self.sizes[1] * logs[1])


def _predicted(equations: _Equations, logs: Floats, weights: Floats) -> Mixed:
    diagonal, left = equations.parts(logs)
    factor = linalg.cho_factor(left + 1e-10 * np.eye(len(left)))
    own, rest = equations.solve(diagonal, factor)
    variance = equations.left_over(own, rest)
    criteria = equations.sizes[2]
    mixture = np.r_[weights / weights.sum(), np.zeros(equations.sizes[1])]
    inverse = linalg.cho_solve(factor, np.eye(len(left)))
    towards = mixture - (sparse.diags(1 / diagonal) @ equations.cross).toarray()
    spread = 1 / diagonal + np.einsum("sr,rq,sq->s", towards, inverse, towards, optimize=True)
    return Mixed(
        submission=own + mixture @ rest,
        submission_se=np.sqrt(variance * spread),
        judge=-rest[criteria:],
        judge_se=np.sqrt(variance * np.diag(inverse)[criteria:]),
        criterion=rest[:criteria],
        variances={
            "submission": float(variance / np.exp(logs[0])),
            "judge": float(variance / np.exp(logs[1])),
            "rest": variance,
        },
    )
