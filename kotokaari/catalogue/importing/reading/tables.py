"""What every reader gives: columns and rows of cells, one row at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 100_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CHARACTERS = 200_000  # in a cell
HEADER_WITHIN = 10  # rows that may stand above the names of the columns


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file; ``number`` is what a spreadsheet shows beside it."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read at all, and what would be right."""

    number: int
    problem: str
    field: str = ""


@dataclass(slots=True)
class Table:
    """A file as a table. ``rows`` can be gone through once; ``total`` is None where it is not known."""

    name: str
    kind: str
    columns: Sequence[str]
    rows: Iterator[Row | Broken]
    total: int | None = None
    notes: list[str] = field(default_factory=list)
    sheets: Sequence[str] = ()


def header_row(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int:
    """Which of the first rows names the columns: the one with most known names, else the first with any cell."""
    counts = [sum(known(cell) for cell in row if cell.strip()) for row in rows[:HEADER_WITHIN]]
    best = max(counts, default=0)
    if best:
        return counts.index(best)
    return next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)


def named(cells: Iterable[str]) -> list[str]:
    """The names of columns, each once: a second «Theme» becomes «Theme 2», one without a name «column 5»."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(str(cell).split())[:120] or f"column {place}"
        count, base = 1, name
        while name in names:
            count += 1
            name = f"{base} {count}"
        names.append(name)
    return names
