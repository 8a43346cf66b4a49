"""Can judges be compared at all? Only where a chain of shared submissions leads from each to each.

With effects of submissions, judges and criteria, all differences can be estimated when the information
matrix of the plain linear model has exactly the two nullities that centring takes away (judges against
submissions, criteria against submissions). Weeks & Williams (1964), "A note on the determination of
connectedness in an n-way cross classification", Technometrics 6(3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from kotokaari.foundation.connected import parts

from .ratings import Floats, Ints, Ratings

SUBMISSIONS, JUDGES, CRITERIA = 0, 1, 2
WORDS = ("submissions", "judges", "criteria")


@dataclass(frozen=True)
class Connection:
    """Whether the scores hang together; when not, between which two kinds they break and into which parts."""

    connected: bool
    between: tuple[str, str] = ("submissions", "judges")
    parts: tuple[dict[str, list[str]], ...] = ()


def connection(ratings: Ratings) -> Connection:
    """Look for breaks between submissions and judges first, then with criteria.

    ``parts`` come largest first: ``{"submissions": [...], "judges": [...]}`` by name.
    """
    for one, other in ((SUBMISSIONS, JUDGES), (JUDGES, CRITERIA), (SUBMISSIONS, CRITERIA)):
        found = _parts(ratings, one, other)
        if len(found) > 1:
            return Connection(False, (WORDS[one], WORDS[other]), tuple(found))
    if len(np.unique(ratings.criterion)) > 1 and nullity(ratings) > 2:
        return Connection(False, ("judges", "criteria"))
    return Connection(True)


def _parts(ratings: Ratings, one: int, other: int) -> list[dict[str, list[str]]]:
    pairs = np.unique(np.column_stack((ratings.facets[one], ratings.facets[other])), axis=0)
    found = parts((int(first), int(second)) for first, second in pairs)
    names, others_names = _names(ratings, one), _names(ratings, other)
    return [
        {WORDS[one]: [names[i] for i in sorted(ones)], WORDS[other]: [others_names[i] for i in sorted(others)]}
        for ones, others in sorted(found, key=lambda part: (-len(part[0]), min(part[0])))
    ]


def _names(ratings: Ratings, facet: int) -> list[str]:
    return list((ratings.submissions, ratings.judges, ratings.criteria)[facet])


def nullity(ratings: Ratings) -> int:
    """How many directions of the effects the scores say nothing of; two are there always."""
    submission, judge, criterion = (np.unique(index, return_inverse=True)[1] for index in ratings.facets)
    others = np.concatenate([judge, criterion + judge.max() + 1])
    rows = np.concatenate([np.arange(len(judge))] * 2)
    design = sparse.csr_matrix((np.ones(len(rows)), (rows, others)))
    cross = _indicator(submission).T @ design
    weights = sparse.diags(1.0 / np.bincount(submission))
    left: Floats = (design.T @ design - cross.T @ weights @ cross).toarray()
    return int(np.sum(np.linalg.eigvalsh(left) < 1e-9 * max(1.0, float(np.abs(left).max()))))


def _indicator(index: Ints) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(index)), (np.arange(len(index)), index)))
