"""Which counts of people may be told: none under five, and none that could be worked out from those that are told.

A count of one to four is withheld; so are then all other counts under five beside it, noughts too, for a nought that is
told would bound the rest. What is withheld in a line whose sum is told is two counts or more that together are five or
more and not all at their bounds; else the smallest of the told ones is withheld as well (complementary cell
suppression: Cox 1980; Hundepool et al. 2012, "Statistical Disclosure Control", chapter 5). In a table with sums of rows
and columns each withheld count must moreover be able to be another one while all that is told stays as it is: it lies
on a cycle of withheld counts along which one is added and taken by turns (Gusfield 1988). Where that cannot be had with
a part of the table, the whole inside is withheld, and the sums stand alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Way = tuple[int, tuple[bool, bool]]  # a withheld count of a line: its place, and whether it may grow and shrink
LEAST = 5  # fewer people are never told of


def tellable(counts: Mapping[K, int]) -> dict[K, int | None]:
    """Parts of a whole whose sum is told (and at least five): each count, or None where it is withheld."""
    if sum(counts.values()) < LEAST:
        return dict.fromkeys(counts)
    keys = list(counts)
    hidden = _hidden([counts[key] for key in keys], set())
    return {key: None if at in hidden else counts[key] for at, key in enumerate(keys)}


def tellable_share(count: int, of: int) -> int | None:
    """How many of ``of`` people said something: withheld when those who did, or those who did not, are one to four."""
    return None if of < LEAST or 0 < count < LEAST or 0 < of - count < LEAST else count


def tellable_table(
    cells: Sequence[Sequence[int]],
) -> tuple[list[list[int | None]], list[int | None], list[int | None]]:
    """A table of counts with its sums by row and by column; the sum of all is told when it is at least five.

    Returns cells, sums of rows, sums of columns, None where withheld.
    """
    rows, columns = len(cells), len(cells[0]) if cells else 0
    of_rows = tellable({at: sum(row) for at, row in enumerate(cells)})
    of_columns = tellable({at: sum(row[at] for row in cells) for at in range(columns)})
    row_sums, column_sums = [of_rows[at] for at in range(rows)], [of_columns[at] for at in range(columns)]
    hidden = _hidden_in_table(cells, row_sums, column_sums)
    told = [[None if (at, on) in hidden else cells[at][on] for on in range(columns)] for at in range(rows)]
    return told, row_sums, column_sums


def tellable_mean(counts: Mapping[int, int], places: int = 1) -> float | None:
    """The mean of marks whose distribution is withheld: None when the mean would give a count of one to four away.

    ``counts``: how many gave each mark. The mean is rounded to ``places``; a count is safe when another distribution of
    as many answers has the same rounded mean and another count there.
    """
    people = sum(counts.values())
    if people < LEAST:
        return None
    total = sum(mark * count for mark, count in counts.items())
    mean = round(total / people, places)
    small = {mark for mark, count in counts.items() if 0 < count < LEAST}
    return mean if small <= _movable(counts, total, people, places) else None


def _movable(counts: Mapping[int, int], total: int, people: int, places: int) -> set[int]:
    """Marks whose count could be another: one answer a step down and one a step up, or one step within the rounding."""
    mean, found = round(total / people, places), set()
    for step in (-1, 1):
        if round((total + step) / people, places) == mean:
            for mark, count in counts.items():
                if count and mark + step in counts:
                    found |= {mark, mark + step}
    for down in (mark for mark, count in counts.items() if count and mark - 1 in counts):
        for up in (mark for mark, count in counts.items() if count and mark + 1 in counts):
            if (up == down and counts[up] < 2) or up == down - 1:
                continue
            found |= {down, down - 1, up, up + 1}
    return found


def _hidden(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """Places to withhold in a line whose sum is told; those in ``hidden`` are withheld already."""
    if not hidden and not any(0 < count < LEAST for count in counts):
        return hidden
    hidden = hidden | {at for at, count in enumerate(counts) if count < LEAST}
    while len(hidden) < len(counts) and not _is_safe([counts[at] for at in hidden]):
        smallest = min(count for at, count in enumerate(counts) if at not in hidden)
        hidden |= {at for at, count in enumerate(counts) if count == smallest}  # which of equals went would tell
    return hidden


def _is_safe(withheld: Sequence[int]) -> bool:
    """Two or more, together five or more, and not all as large as a count under five can be."""
    together = sum(withheld)
    return len(withheld) > 1 and together >= LEAST and not all(count == LEAST - 1 for count in withheld)


def _hidden_in_table(
    cells: Sequence[Sequence[int]], row_sums: Sequence[int | None], column_sums: Sequence[int | None]
) -> set[tuple[int, int]]:
    rows, columns = range(len(cells)), range(len(column_sums))
    # A line without anybody is told by its sum; its cells are noughts that everybody knows.
    inside = [(at, on) for at in rows for on in columns if row_sums[at] != 0 and column_sums[on] != 0]
    whole = set(inside)
    hidden = {(at, on) for at, on in inside if 0 < cells[at][on] < LEAST}
    hidden |= {(at, on) for at, on in inside if row_sums[at] is None or column_sums[on] is None}
    if not hidden:
        return hidden
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for at in rows:
            line = [on for on in columns if (at, on) in whole]
            hidden |= {
                (at, line[place])
                for place in _of_line([cells[at][on] for on in line], [(at, on) in hidden for on in line])
            }
        for on in columns:
            line = [at for at in rows if (at, on) in whole]
            hidden |= {
                (line[place], on)
                for place in _of_line([cells[at][on] for at in line], [(at, on) in hidden for at in line])
            }
    return hidden if _can_change(hidden, cells, (row_sums, column_sums)) == hidden else whole


def _of_line(counts: Sequence[int], hidden: Sequence[bool]) -> set[int]:
    already = {at for at, is_hidden in enumerate(hidden) if is_hidden}
    return _hidden(counts, already) if already else already


def _can_change(
    hidden: set[tuple[int, int]],
    cells: Sequence[Sequence[int]],
    sums: tuple[Sequence[int | None], Sequence[int | None]],
) -> set[tuple[int, int]]:
    """Withheld counts that can be one more or one less while everything told stays and nothing falls below nought.

    A withheld sum stands in its line with the opposite sign, in a row or column of sums of its own.
    """
    of_rows, of_columns = sums
    rows, columns = len(of_rows), len(of_columns)
    ways = {(at, on): (True, cells[at][on] > 0) for at, on in hidden}  # may grow, may shrink
    ways |= {(at, columns): (sum(cells[at]) > 0, True) for at in range(rows) if of_rows[at] is None}
    ways |= {(rows, on): (sum(row[on] for row in cells) > 0, True) for on in range(columns) if of_columns[on] is None}
    by_row: dict[int, list[Way]] = {}
    by_column: dict[int, list[Way]] = {}
    for (at, on), may in ways.items():
        by_row.setdefault(at, []).append((on, may))
        by_column.setdefault(on, []).append((at, may))
    return {
        cell
        for cell in hidden
        if any(ways[cell][0 if up else 1] and _goes_round(cell, by_row, by_column, up=up) for up in (True, False))
    }


def _goes_round(
    cell: tuple[int, int], by_row: Mapping[int, list[Way]], by_column: Mapping[int, list[Way]], *, up: bool
) -> bool:
    """Whether a change of this count can be made good by others: in its column the other way, in their rows back, by turns."""
    back, again = (1, 0) if up else (0, 1)
    row, column = cell
    seen_rows: set[int] = set()
    seen_columns, waiting = {column}, [column]
    while waiting:
        on = waiting.pop()
        for at, may in by_column[on]:
            if (at, on) == cell or at in seen_rows or not may[back]:
                continue
            if at == row:
                return True
            seen_rows.add(at)
            for beside, also in by_row[at]:
                if beside not in seen_columns and also[again]:
                    seen_columns.add(beside)
                    waiting.append(beside)
    return False
