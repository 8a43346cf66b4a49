"""Counting ballots, in plain Python: dots, rankings, pairs; and who is in when some stand equal.

Rankings are counted by Borda (J.-C. de Borda, "Mémoire sur les élections au scrutin", 1784): of n ideas the first gets
n - 1 points, the last none; those a ballot leaves out share what is left, so that every ballot gives as many points.
Pairs are counted by Copeland (A. H. Copeland, "A reasonable social welfare function", 1951): a point for each idea that
more people preferred it to than the other way round, half a point where as many did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


def by_dots(ballots: Iterable[Mapping[int, int]], ideas: Sequence[int]) -> dict[int, float]:
    """Points of each idea: its dots."""
    points = dict.fromkeys(ideas, 0.0)
    for ballot in ballots:
        for idea, dots in ballot.items():
            if idea in points:
                points[idea] += dots
    return points


def by_ranking(ballots: Iterable[Sequence[int]], ideas: Sequence[int]) -> dict[int, float]:
    """Points of each idea by Borda; what a ballot leaves out shares the places that are left."""
    points, known = dict.fromkeys(ideas, 0.0), set(ideas)
    for ballot in ballots:
        ranked = [idea for idea in dict.fromkeys(ballot) if idea in known]
        left = len(ideas) - len(ranked)
        for place, idea in enumerate(ranked):
            points[idea] += len(ideas) - 1 - place
        if ranked and left:
            for idea in known - set(ranked):
                points[idea] += (left - 1) / 2
    return points


def by_pairs(ballots: Iterable[Iterable[Sequence[int]]], ideas: Sequence[int]) -> dict[int, float]:
    """Points of each idea by Copeland."""
    preferred: Counter[tuple[int, int]] = Counter()
    for ballot in ballots:
        preferred.update((better, worse) for better, worse in ballot)
    points = dict.fromkeys(ideas, 0.0)
    for one, other in combinations(ideas, 2):
        more = preferred[one, other] - preferred[other, one]
        points[one] += 1 if more > 0 else 0.5 if more == 0 else 0
        points[other] += 1 if more < 0 else 0.5 if more == 0 else 0
    return points


@dataclass(frozen=True)
class Result:
    """Who is in: ``places`` of those who are, ``tied``: those who stand equal for the ``left`` places that are left."""

    places: dict[int, int]
    tied: tuple[int, ...]
    left: int


def settle(points: Mapping[int, float], wanted: int) -> Result:
    """The best ``wanted`` ideas, best first. Ideas without a point are never in; whoever stands equal over the edge is tied."""
    order = sorted((idea for idea in points if points[idea] > 0), key=lambda idea: (-points[idea], idea))
    places: dict[int, int] = {}
    while order and len(places) < wanted:
        equal = [idea for idea in order if points[idea] == points[order[0]]]
        if len(places) + len(equal) > wanted:
            return Result(places, tuple(equal), wanted - len(places))
        places |= dict.fromkeys(equal, len(places) + 1)
        order = order[len(equal) :]
    return Result(places, (), 0)
