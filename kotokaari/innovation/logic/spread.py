"""Means of what few people said, and what may be told of them: in plain Python.

Fewer than five answers are never told of. Whoever knows the mean of all and those of the large professions can work out
the rest: so the small ones are taken together, and as long as they are fewer than five in all, the next smallest joins.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 5
TOGETHER = ""


def small_ones(sizes: Mapping[str, int], fewest: int = FEWEST) -> set[str]:
    """The professions that are not told of by name; "" (none given, or taken together before) is always among them."""
    order = sorted((name for name in sizes if name != TOGETHER), key=lambda name: (sizes[name], name))
    small = {name for name in order if sizes[name] < fewest}
    if TOGETHER in sizes:
        small.add(TOGETHER)
    while small and sum(sizes[name] for name in small) < fewest:
        larger = next((name for name in order if name not in small), None)
        if larger is None:
            break
        small.add(larger)
    return small


@dataclass(frozen=True)
class Mean:
    """A mean on the scale, with its 95 % interval (normal) and of how many answers."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Spread:
    """What all said, and professions apart; None and empty where fewer than five said anything."""

    all: Mean | None
    professions: dict[str, Mean]
    cannot_say: int

    @property
    def apart(self) -> float | None:
        """How far the highest profession's mean is from the lowest one's."""
        means = [one.mean for one in self.professions.values()]
        return max(means) - min(means) if len(means) > 1 else None


def spread(answers: Iterable[tuple[str, int | None]], fewest: int = FEWEST) -> Spread:
    """The spread of (profession, level or None for "cannot say")."""
    by_profession: dict[str, list[int]] = defaultdict(list)
    cannot_say = 0
    for profession, level in answers:
        if level is None:
            cannot_say += 1
        else:
            by_profession[profession].append(level)
    every = [level for levels in by_profession.values() for level in levels]
    if len(every) < fewest:
        return Spread(None, {}, 0)
    small = small_ones(Counter({name: len(levels) for name, levels in by_profession.items()}), fewest)
    told = {name: mean_of(levels) for name, levels in sorted(by_profession.items()) if name not in small}
    rest = [level for name in small for level in by_profession[name]]
    if told and len(rest) >= fewest:
        told[TOGETHER] = mean_of(rest)
    return Spread(mean_of(every), told, cannot_say if cannot_say >= fewest else 0)


def mean_of(levels: list[int]) -> Mean:
    """The mean of levels 0 to 4 with its interval, kept on the scale."""
    count, mean = len(levels), sum(levels) / len(levels)
    variance = sum((level - mean) ** 2 for level in levels) / (count - 1) if count > 1 else 0.0
    reach = 1.96 * math.sqrt(variance / count)
    return Mean(mean, max(0.0, mean - reach), min(4.0, mean + reach), count)
