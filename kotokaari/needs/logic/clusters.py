"""Groups of short texts in one language that speak of the same: a suggestion for people who code them.

Texts are given as lists of terms. Each is weighed by term frequency and inverse document frequency (Spärck Jones 1972),
texts are joined by the average cosine distance between groups (Sokal & Michener 1958; Manning, Raghavan & Schütze 2008,
chapter 17) and cut where groups are further apart than ``APART``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

LEAST_TEXTS, LEAST_OF_GROUP = 8, 3
MOST_TEXTS, MOST_TERMS = 2_000, 1_500
APART = 0.85
NAMED_BY = 3


class Group(NamedTuple):
    """Places of the texts that belong together, and the terms that tell them from the others, the strongest first."""

    members: tuple[int, ...]
    terms: tuple[str, ...]


def find_groups(texts: Sequence[Sequence[str]]) -> list[Group]:
    """Groups of three texts or more, the largest first; none of fewer than eight texts. Takes the first 2,000."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    texts = texts[:MOST_TEXTS]
    if len(texts) < LEAST_TEXTS:
        return []
    seen = Counter(term for text in texts for term in set(text))
    terms = [term for term, times in seen.most_common(MOST_TERMS) if 1 < times <= 0.6 * len(texts)]
    place = {term: at for at, term in enumerate(sorted(terms))}
    weights = np.zeros((len(texts), len(place)))
    for row, text in enumerate(texts):
        for term, times in Counter(text).items():
            if term in place:
                weights[row, place[term]] = (1 + np.log(times)) * np.log(len(texts) / seen[term])
    lengths = np.linalg.norm(weights, axis=1)
    rows = np.flatnonzero(lengths)
    if len(rows) < LEAST_OF_GROUP:
        return []
    weights = weights[rows] / lengths[rows, None]
    apart = np.clip(1 - weights @ weights.T, 0, None)
    joined = linkage(apart[np.triu_indices(len(rows), 1)], "average")
    numbers = fcluster(joined, APART, "distance")
    names = np.array(sorted(place), dtype=object)
    found = []
    for one in np.unique(numbers):
        inside = numbers == one
        if inside.sum() >= LEAST_OF_GROUP:
            centre = weights[inside].mean(axis=0) - 0.5 * weights.mean(axis=0)
            strongest = [names[at] for at in np.argsort(-centre, kind="stable")[:NAMED_BY] if centre[at] > 0]
            found.append(Group(tuple(int(row) for row in rows[inside]), tuple(strongest)))
    return sorted(found, key=lambda group: (-len(group.members), group.members))
