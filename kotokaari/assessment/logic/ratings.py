"""Scores as arrays: who scored which submission on which criterion, and at what level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]  # whole numbers
Floats = NDArray[Any]
Row = tuple[str, str, str, int]  # submission, judge, criterion, level


@dataclass(frozen=True)
class Ratings:
    """One entry a score. The three index arrays point into the three lists of names; all have one length."""

    submissions: list[str]
    judges: list[str]
    criteria: list[str]
    submission: Ints
    judge: Ints
    criterion: Ints
    score: Ints

    @classmethod
    def of(cls, rows: Iterable[Row], known: Iterable[tuple[str, str, str]] = ()) -> Ratings:
        """From rows. Names keep the order in which they first come: in ``known``, which may have no scores, then in rows."""
        names: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
        for those in known:
            for facet in range(3):
                names[facet].setdefault(those[facet], len(names[facet]))
        indexes: tuple[list[int], list[int], list[int]] = ([], [], [])
        scores: list[int] = []
        for row in rows:
            for facet in range(3):
                indexes[facet].append(names[facet].setdefault(str(row[facet]), len(names[facet])))
            scores.append(row[3])
        submission, judge, criterion = (np.asarray(index, dtype=np.int64) for index in indexes)
        score = np.asarray(scores, dtype=np.int64)
        return cls(list(names[0]), list(names[1]), list(names[2]), submission, judge, criterion, score)

    def __len__(self) -> int:
        return len(self.score)

    def only(self, kept: NDArray[np.bool_]) -> Ratings:
        """Some of the scores; the names stay."""
        return Ratings(
            self.submissions, self.judges, self.criteria,
            self.submission[kept], self.judge[kept], self.criterion[kept], self.score[kept],
        )  # fmt: skip

    def rows(self) -> list[Row]:
        """Back as rows."""
        return [
            (self.submissions[s], self.judges[j], self.criteria[c], int(x))
            for s, j, c, x in zip(self.submission, self.judge, self.criterion, self.score, strict=True)
        ]

    @cached_property
    def facets(self) -> tuple[Ints, Ints, Ints]:
        """Indexes of submissions, judges and criteria."""
        return self.submission, self.judge, self.criterion

    @cached_property
    def sizes(self) -> tuple[int, int, int]:
        """How many submissions, judges and criteria have names."""
        return len(self.submissions), len(self.judges), len(self.criteria)

    @cached_property
    def levels(self) -> Ints:
        """The levels that were given, from the lowest."""
        return np.unique(self.score)


def means(values: Floats | Ints, index: Ints, size: int) -> Floats:
    """The mean of ``values`` for each of ``size`` groups; nan for a group without values."""
    counts = np.bincount(index, minlength=size)
    with np.errstate(invalid="ignore"):
        return np.bincount(index, values, size) / np.where(counts, counts, np.nan)
