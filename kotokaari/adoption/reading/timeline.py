"""The steps of adoptions on one line of time: a lane for each, drawn in parts of a hundred."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ..models import Adoption, Step

Status = Adoption.Status


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a lane in one status; ``x`` and ``width`` are per cents."""

    status: str
    words: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year at its place on the line."""

    year: int
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The history of one adoption; ``end`` is where it was stopped, "" while it goes on."""

    pieces: tuple[Piece, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of time from one day to another."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        """How long the line is."""
        return max((self.last - self.first).days, 1)

    def at(self, day: datetime.date) -> float:
        """Where a day stands, in per cents of the line."""
        return min(max((day - self.first).days / self.days, 0), 1) * 100

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of years, at most six of them."""
        years = range(self.first.year, self.last.year + 1)
        every = -(-len(years) // 6)
        places = [(year, self.at(datetime.date(year, 1, 1))) for year in years[::every]]
        return [Tick(year, _percent(x), "end" if x > 92 else "start") for year, x in places]


def scale_of(steps: Iterable[Sequence[tuple[datetime.date, str]]], today: datetime.date | None = None) -> Scale:
    """A line that holds all these steps, from the beginning of their first year to today."""
    today = today or timezone.localdate()
    first = min((on for known in steps for on, _status in known), default=today)
    return Scale(datetime.date(min(first, today).year, 1, 1), today)


def steps_of(adoption: Adoption, steps: Iterable[Step]) -> list[tuple[datetime.date, str]]:
    """The statuses by day; what the adoption itself says when no step was written down."""
    known = [(step.on, step.status) for step in steps]
    if not known:
        begun = adoption.began_on
        known = [(begun, Status.IN_USE.value)] if begun and begun < adoption.status_on else []
        known.append((adoption.status_on, adoption.status))
    return sorted(known, key=lambda step: step[0])


def lane(steps: Sequence[tuple[datetime.date, str]], scale: Scale) -> Lane:
    """The lane of one adoption on this line."""
    labels: Mapping[str, str] = {value: str(label) for value, label in Status.choices}
    pieces, end = [], ""
    for number, (on, status) in enumerate(steps):
        until = steps[number + 1][0] if number + 1 < len(steps) else scale.last
        x, last = scale.at(on), scale.at(until)
        if status == Status.STOPPED:
            end = _percent(x)
        elif last > x:
            pieces.append(Piece(status, labels[status], _percent(x), _percent(last - x)))
        elif number + 1 == len(steps):
            pieces.append(Piece(status, labels[status], _percent(max(x - 1.5, 0)), _percent(1.5)))
    return Lane(tuple(pieces), end)


def _percent(share: float) -> str:
    return f"{share:.2f}%"
