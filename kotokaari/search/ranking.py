"""Which things answer a question, and how well: sets first, then a score for the few that will be shown.

A thing's score is the sum over the meanings of the question of how rare the meaning is (Spärck Jones
1972: log of the share of things that have it) times the weight of the best place it stands in
(``questions``). Things that answer everything stand before those that answer a part.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from .questions import PART, PIECES, SUMMARY, Meaning, sets_of
from .shelf import Shelf, as_set, members
from .storage import Asked

MOST_SCORED = 500
ENOUGH = 10  # fewer full answers than this are followed by partial ones
LEAST_SHARE = 0.15  # of the question's weight that a partial answer must have
MOST_PIECES = 4
MOST_WALKED = 7  # of the words of a long question, the rarest
NEAR, ELSEWHERE = 6.0, 1.0
NEAR_COUNTS = 0.3  # how much of a meaning a thing answers that has only one close by
Levels = list[tuple[float, int]]  # (weight, the things that reach it), the heaviest first, each thing once


@dataclass(frozen=True, slots=True)
class Reached:
    """The things that have a meaning, by level, and how telling the meaning is.

    ``any`` have it; ``loose`` are those besides them that have only a part of a compound, or a meaning close by.
    """

    meaning: Meaning
    levels: Levels
    any: int
    loose: int
    rarity: float
    near: int = 0  # things that have only a meaning close by


@dataclass(frozen=True, slots=True)
class Scored:
    """A thing that answers, its score, and the level it reached for each meaning (0: not at all)."""

    entry: int
    score: float
    reached: tuple[float, ...]


def reach(meanings: Sequence[Meaning], shelf: Shelf, within: int, among: int = -1) -> list[Reached]:
    """What each meaning finds among the things ``within``; how rare it is, is counted ``among`` these. One query at most."""
    sets = sets_of(meanings, shelf)
    all_things = max((within & among).bit_count(), 1)
    found = []
    for meaning in meanings:
        levels, everything = _levels(meaning, sets, within, all_things)
        loose = 0
        for _weight, things in levels:
            loose |= things & ~everything
        rarity = math.log(1 + all_things / (1 + (everything & among).bit_count()))
        near = reduce(or_, (sets[asked] for _weight, asked in meaning.near), 0) & loose
        found.append(Reached(meaning, levels, everything, loose, rarity, near))
    return found


def _levels(meaning: Meaning, sets: Mapping[Asked, int], within: int, all_things: int) -> tuple[Levels, int]:
    """The levels of a meaning, the heaviest first, each thing in its best one only; and the things that have all of it."""
    plain: dict[float, int] = {}
    everything = 0
    for weight, asked in meaning.levels:
        plain[weight] = plain.get(weight, 0) | sets[asked]
        everything |= sets[asked]
    for weight, asked in meaning.near:
        plain[weight] = plain.get(weight, 0) | sets[asked]
    if len(meaning.pieces) > 1:
        for weight, things, is_whole in _together(meaning.pieces, sets, within, all_things):
            plain[weight] = plain.get(weight, 0) | things
            everything |= things if is_whole else 0
    levels: Levels = []
    taken = 0
    for weight in sorted(plain, reverse=True):
        new = plain[weight] & within & ~taken
        if new:
            levels.append((weight, new))
            taken |= new
    return levels, everything & within


def _together(
    pieces: Sequence[Meaning], sets: Mapping[Asked, int], within: int, all_things: int
) -> list[tuple[float, int, bool]]:
    """Things that have the pieces of a compound, though apart: the more telling ones and the nearer, the better.

    Each piece stands near (in title, summary or keywords), elsewhere, or not at all; a thing weighs the mean
    of that, by how rare each piece is, as a share of what the whole compound would. Gives (weight, things,
    whether they have every piece near).
    """
    told: list[tuple[float, tuple[tuple[float, int], ...]]] = []
    for piece in pieces[:MOST_PIECES]:
        close = wide = 0
        for weight, asked in piece.levels:
            wide |= sets[asked] & within
            if weight >= SUMMARY * PART:
                close |= sets[asked] & within
        rarity = math.log(1 + all_things / (1 + wide.bit_count()))
        told.append((rarity, ((NEAR, close), (ELSEWHERE, wide & ~close), (0.0, within & ~wide))))
    total = sum(rarity for rarity, _places in told) or 1.0
    combined: list[tuple[float, int, bool]] = []

    def walk(at: int, things: int, weight: float, share: float, is_near: bool) -> None:
        if not things:
            return
        if at == len(told):
            if weight:
                value = round(PIECES * weight / total * (share / total) ** 2, 3)
                combined.append((value, things, is_near))
            return
        rarity, places = told[at]
        for value, having in places:
            near = is_near and value == NEAR
            walk(at + 1, things & having, weight + rarity * value, share + (rarity if value else 0.0), near)

    walk(0, within, 0.0, 0.0, True)
    return combined


def answering(found: Sequence[Reached]) -> tuple[int, int]:
    """The things that answer every meaning, and those besides that answer most of the question."""
    full, some = -1, 0
    for reached in found:
        full &= reached.any
        some |= reached.any | reached.loose
    if not found:
        return 0, 0
    if full.bit_count() >= ENOUGH:
        return full, 0
    return full, (some if len(found) == 1 else _most(found, some)) & ~full


def _most(found: Sequence[Reached], some: int) -> int:
    """Things whose meanings make up enough of the question's weight."""
    # A word nobody uses says nothing about anybody.
    found = [reached for reached in found if reached.any | reached.loose]
    total = sum(reached.rarity for reached in found)
    enough = 0
    # Subsets of the meanings, walked from the telling ones: a thing is in when a subset it has weighs enough.
    ordered = sorted(found, key=lambda reached: -reached.rarity)[:MOST_WALKED]

    def walk(at: int, things: int, weight: float) -> None:
        nonlocal enough
        if not things & ~enough:
            return
        if weight >= LEAST_SHARE * total:
            enough |= things
            return
        if at == len(ordered) or weight + sum(rest.rarity for rest in ordered[at:]) < LEAST_SHARE * total:
            return
        walk(at + 1, things & (ordered[at].any | ordered[at].loose), weight + ordered[at].rarity)
        walk(at + 1, things, weight)

    walk(0, some, 0.0)
    return enough


def best(found: Sequence[Reached], full: int, partial: int, shelf: Shelf, count: int) -> list[Scored]:
    """The ``count`` best things, best first; full answers before partial ones of like score."""
    scores: dict[int, list[float]] = {}
    for number, things in enumerate((full, partial)):
        chosen = _candidates(found, things, max(count, MOST_SCORED if number == 0 else MOST_SCORED // 3))
        entries = list(members(chosen))
        for entry in entries:
            scores[entry] = [0.0] * len(found)
        for place, reached in enumerate(found):
            _reached(reached.levels, chosen, entries, place, scores)
    total = sum(reached.rarity for reached in found) or 1.0
    known = sum(reached.rarity for reached in found if reached.any | reached.loose) or 1.0
    all_scored = as_set(scores, max(scores, default=0) + 1)
    near = [frozenset(members(reached.near & all_scored)) for reached in found]
    today = datetime.date.today().toordinal()
    scored = []
    for entry, weights in scores.items():
        own = sum(weight * reached.rarity for weight, reached in zip(weights, found, strict=True)) / total
        has = sum(
            reached.rarity * (NEAR_COUNTS if entry in only else 1.0)
            for weight, reached, only in zip(weights, found, near, strict=True)
            if weight
        )
        share = has / known
        scored.append(Scored(entry, own * share**2 + _last_word(shelf, entry, today), tuple(weights)))
    scored.sort(key=lambda one: (-one.score, -one.entry))
    return scored[:count]


def _reached(levels: Levels, chosen: int, entries: Sequence[int], place: int, scores: dict[int, list[float]]) -> None:
    """Note for each entry the heaviest level it is in."""
    waiting = list(entries)
    for weight, level in levels:
        if not waiting:
            return
        here = level & chosen
        if here:
            row = here.to_bytes((here.bit_length() >> 3) + 1, "little")
            size = len(row) << 3
            left = []
            for entry in waiting:
                if entry < size and row[entry >> 3] >> (entry & 7) & 1:
                    scores[entry][place] = weight
                else:
                    left.append(entry)
            waiting = left


def _last_word(shelf: Shelf, entry: int, today: int) -> float:
    """What decides between like answers: independent users, then how lately it was known to be so."""
    age = (today - shelf.fresh[entry]) / 365 if shelf.fresh.get(entry) else 5.0
    return 0.05 * min(math.log1p(shelf.used.get(entry, 0)), 3.0) + 0.02 * math.exp(-max(age, 0.0))


def _candidates(found: Sequence[Reached], things: int, most: int) -> int:
    """At most about ``most`` of the things, those that reach the heaviest levels."""
    if things.bit_count() <= most:
        return things
    chosen = 0
    for tier in _tiers(found):
        new = tier & things & ~chosen
        room = most - chosen.bit_count()
        if new.bit_count() > room:
            return chosen | _newest(new, room)
        chosen |= new
    return chosen | _newest(things & ~chosen, most - chosen.bit_count())


def _tiers(found: Sequence[Reached]) -> Iterator[int]:
    """Sets of falling promise: every meaning at its best, then at the second best, …; then any of them."""
    depth = max((len(reached.levels) for reached in found), default=0)
    reached_so_far = [0] * len(found)
    for level in range(depth):
        together = -1
        for place, reached in enumerate(found):
            if level < len(reached.levels):
                reached_so_far[place] |= reached.levels[level][1]
            together &= reached_so_far[place]
        yield together
    for level in range(depth):
        either = 0
        for reached in found:
            if level < len(reached.levels):
                either |= reached.levels[level][1]
        yield either


def _newest(things: int, count: int) -> int:
    """The ``count`` highest numbers of a set."""
    if count <= 0:
        return 0
    width, kept = things.bit_length(), things.bit_count()
    low, high = 0, width
    while low < high:  # the largest shift that leaves at most ``count``
        middle = (low + high) // 2
        if (things >> middle).bit_count() > count:
            low = middle + 1
        else:
            high = middle
    return (things >> low) << low if kept > count else things
