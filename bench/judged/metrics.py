"""How good a ranking is, given what people judged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

DEPTH = 10


def ndcg_at_10(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulated gain of the first ten: 1 for the best order there could be, 0 for nothing found.

    Järvelin & Kekäläinen 2002 (ACM TOIS 20:4, 422–446), with the gain 2^grade − 1 and the discount
    log2(rank + 1) of Burges et al. 2005. ``ranking`` names things, best first; ``grades`` holds those that
    answer. A thing named twice counts once, where it stands first.
    """
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(thing, 0) for thing in _once(ranking)]) / best if best else 0.0


def recall_at_10(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """The share of things with any grade that are among the first ten; 0 when none answers."""
    answers = {thing for thing, grade in grades.items() if grade > 0}
    return len(answers.intersection(_once(ranking)[:DEPTH])) / len(answers) if answers else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1))


def _once(ranking: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ranking))
