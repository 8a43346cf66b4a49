"""Which ideas may say the same: the words two texts share, weighed by how seldom they are (cosine of TF-IDF).

Endings are cut off instead of understood, which does for Finnish, Swedish and English alike. A hint, never a decision.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

ALIKE = 0.55
STEM = 5
SHORTEST = 3
WORD = re.compile(r"[^\W\d_]+")
SAID_OFTEN = """
että joka jotka jossa kun kuin niin mutta myös olla oli ovat olisi sekä tai voisi voi vai eli hän
att det den som och för med till från eller inte ett har kan ska skulle där när man
the and for with that this from are can could should would have has not
"""
EMPTY_WORDS = frozenset(SAID_OFTEN.split())


@lru_cache(maxsize=4096)
def stems(text: str) -> Mapping[str, int]:
    """The beginnings of the words that say something, with how often. Not to be changed: it is kept for the next asker."""
    words = WORD.findall(text.casefold())
    return Counter(word[:STEM] for word in words if len(word) >= SHORTEST and word not in EMPTY_WORDS)


class Likeness:
    """Texts by number, to be asked which of them resemble another."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._stems = {number: stems(text) for number, text in texts.items()}
        self._holders: dict[str, set[int]] = defaultdict(set)
        for number, found in self._stems.items():
            for stem in found:
                self._holders[stem].add(number)
        many = len(self._stems)
        self._weights = {stem: math.log((1 + many) / (1 + len(held))) + 1 for stem, held in self._holders.items()}
        self._unheld = math.log(1 + many) + 1
        self._sizes = {number: self._size(found) for number, found in self._stems.items()}

    def like(self, text: str, most: int = 3) -> list[int]:
        """The numbers of the texts that are most like this one, the likest first."""
        wanted = stems(text)
        candidates: set[int] = set().union(*(self._holders.get(stem, set()) for stem in wanted))
        size = self._size(wanted)
        scored = [
            (self._shared(wanted, self._stems[number]) / (size * self._sizes[number]), number) for number in candidates
        ]
        return [number for score, number in sorted(scored, key=lambda one: (-one[0], one[1]))[:most] if score >= ALIKE]

    def pairs(self) -> list[tuple[int, int]]:
        """Every two texts that are alike, the lower number first."""
        found = set()
        for number, wanted in self._stems.items():
            others = Counter(other for stem in wanted for other in self._holders[stem] if other < number)
            for other, shared in others.items():
                if shared * 3 >= min(len(wanted), len(self._stems[other])):
                    size = self._sizes[number] * self._sizes[other]
                    if self._shared(wanted, self._stems[other]) / size >= ALIKE:
                        found.add((other, number))
        return sorted(found)

    def _size(self, found: Mapping[str, int]) -> float:
        weights = self._weights
        return math.sqrt(sum((times * weights.get(stem, self._unheld)) ** 2 for stem, times in found.items())) or 1.0

    def _shared(self, one: Mapping[str, int], other: Mapping[str, int]) -> float:
        return sum(times * other[stem] * self._weights[stem] ** 2 for stem, times in one.items() if stem in other)
