"""Two people wrote on the same text at once: one text in which nobody's words are lost.

A three-way merge on words, after S. Khanna, K. Kunal and B. C. Pierce, "A Formal Investigation of Diff3" (FSTTCS
2007): each side is aligned with the text both began from; what neither touched is stable, what one of them changed is
taken from her. Two things differ from diff3. Words are its lines, and changes that only stand side by side are no
conflict: on a phone two people often change neighbouring words. And a conflict is not marked for a machine but kept
for people: both wordings, one after the other. Where one of the two only took words away, the other's wording stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"(\s*)(\S+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, and the white space before it (which makes no difference between words)."""

    space: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Words ``low`` to ``high`` (exclusive) of the base gave way to these. Side 0 is theirs, 1 mine."""

    low: int
    high: int
    words: tuple[Word, ...]
    side: int


def words_of(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [Word(space, word) for space, word in _WORD.findall(text)]


def merge(base: str, mine: str, theirs: str) -> str:
    """One text out of two that began from ``base``.

    Every word that somebody added is in it; a word is gone when somebody took it away and nobody changed what stood
    around it. ``merge(b, m, b)`` and ``merge(b, m, m)`` are ``m``. Swapping the two changes the order of words at
    most.
    """
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    old, sides = words_of(base), (words_of(theirs), words_of(mine))
    aligned = [_aligned(old, side) for side in sides]
    changes = [change for number, side in enumerate(sides) for change in _changes(old, side, number)]
    out: list[Word] = []
    at = 0
    for low, high, group in _groups(changes):
        out.extend(_stable(old, aligned, at, low))
        out.extend(_settled(old, low, high, group))
        at = high
    out.extend(_stable(old, aligned, at, len(old)))
    return _joined(out) + _chosen(_end(base), _end(theirs), _end(mine))


def _matcher(old: Sequence[Word], new: Sequence[Word]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [word.text for word in old], [word.text for word in new], autojunk=False)


def _aligned(old: Sequence[Word], new: Sequence[Word]) -> dict[int, Word]:
    """The words of the base that a side kept, as it wrote them."""
    return {
        block.a + step: new[block.b + step]
        for block in _matcher(old, new).get_matching_blocks()
        for step in range(block.size)
    }


def _changes(old: Sequence[Word], new: Sequence[Word], side: int) -> Iterator[Change]:
    for tag, low, high, start, end in _matcher(old, new).get_opcodes():
        if tag != "equal":
            yield Change(low, high, tuple(new[start:end]), side)


def _groups(changes: list[Change]) -> Iterator[tuple[int, int, list[Change]]]:
    """Changes in order, those that get in each other's way together."""
    low = high = -1
    group: list[Change] = []
    for change in sorted(changes, key=lambda one: (one.low, one.high, one.side)):
        same_place = bool(group) and (change.low, change.high) == (low, high)
        if group and not same_place and change.low >= high:
            yield low, high, group
            group = []
        low = low if group else change.low
        high = max(high, change.high) if group else change.high
        group.append(change)
    if group:
        yield low, high, group


def _stable(old: Sequence[Word], aligned: Sequence[dict[int, Word]], low: int, high: int) -> Iterator[Word]:
    """Words both kept; white space that one of them changed is hers."""
    for place in range(low, high):
        theirs, mine = (side[place].space for side in aligned)
        yield Word(_chosen(old[place].space, theirs, mine), old[place].text)


def _settled(old: Sequence[Word], low: int, high: int, group: list[Change]) -> list[Word]:
    """What stands where these changes meet."""
    theirs, mine = ([change for change in group if change.side == side] for side in (0, 1))
    if not theirs or not mine:
        return _applied(old, low, high, theirs or mine)
    if not any(change.words for change in group):
        gone = {place for change in group for place in range(change.low, change.high)}
        return [old[place] for place in range(low, high) if place not in gone]
    if not any(change.words for change in theirs):
        return _applied(old, low, high, mine)
    if not any(change.words for change in mine):
        return _applied(old, low, high, theirs)
    return _both(_applied(old, low, high, theirs), _applied(old, low, high, mine))


def _applied(old: Sequence[Word], low: int, high: int, changes: list[Change]) -> list[Word]:
    """A stretch of the base as one side wrote it."""
    out: list[Word] = []
    at = low
    for change in changes:
        out.extend([*old[at : change.low], *change.words])
        at = change.high
    return [*out, *old[at:high]]


def _both(theirs: list[Word], mine: list[Word]) -> list[Word]:
    """Both wordings; one alone when it holds the other."""
    if _holds(theirs, mine):
        return theirs
    return mine if _holds(mine, theirs) else [*theirs, *mine]


def _holds(long: list[Word], short: list[Word]) -> bool:
    wanted, words = [word.text for word in short], [word.text for word in long]
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _chosen(base: str, theirs: str, mine: str) -> str:
    return mine if mine != base else theirs


def _end(text: str) -> str:
    return text[len(text.rstrip()) :]


def _joined(words: Sequence[Word]) -> str:
    """The words as a text; only the first may stand without white space before it."""
    return "".join((word.space or (" " if number else "")) + word.text for number, word in enumerate(words))
