"""The figures of a call's judging: who has handed in what, and what was found. A fixed number of queries.

Everything begins with what the reader may know: a submission they are recused from is in no row, no count and no mean;
one they judge themselves and have not handed in shows how far it is, and no score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Max, Min
from django.utils.translation import get_language

from kotokaari.calls.public import Call
from kotokaari.panel.public import Assignment, Seat
from kotokaari.rubrics.public import Criterion
from kotokaari.submissions.public import Submission

from ..models import Assessment, Score, scores_read_by

WIDE = 2  # levels between the lowest and the highest: worth talking about


@dataclass(frozen=True, slots=True)
class Cell:
    """What was found on one criterion."""

    mean: float
    count: int
    lowest: int
    highest: int

    @property
    def spread(self) -> int:
        """Levels between the lowest and the highest."""
        return self.highest - self.lowest


@dataclass(slots=True)
class Row:
    """One submission: how far its judging is, and what was found."""

    pk: int
    number: int
    key: str
    title: str
    language: str  # of the title, when it is not the reader's
    states: dict[int, str] = field(default_factory=dict)  # seat → todo, begun, done
    cells: dict[int, Cell] = field(default_factory=dict)  # criterion → what was found
    is_hidden: bool = False  # the reader judges it too and has not handed in
    total: float | None = None

    @property
    def given(self) -> int:
        """To how many members."""
        return len(self.states)

    @property
    def done(self) -> int:
        """By how many it is handed in."""
        return sum(state == "done" for state in self.states.values())

    @property
    def spread(self) -> int:
        """The widest disagreement on a criterion, in levels."""
        return max((cell.spread for cell in self.cells.values()), default=0)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the panel."""

    pk: int
    name: str
    part: str
    sits: bool
    given: int
    done: int

    @property
    def waiting(self) -> int:
        """How many are not handed in."""
        return self.given - self.done


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole dashboard."""

    rows: list[Row]
    members: list[Member]
    criteria: list[Criterion]

    @property
    def given(self) -> int:
        """Assignments that stand."""
        return sum(row.given for row in self.rows)

    @property
    def done(self) -> int:
        """Assessments handed in."""
        return sum(row.done for row in self.rows)


def figures_of(user: Any, call: Call, *, scores: bool = True) -> Figures:
    """The figures of the call as this person may know them. Five queries; four without ``scores``."""
    rows = {row.pk: row for row in _rows(user, call)}
    _put_states(user, call, rows)
    criteria = list(call.rubric.criteria.all())
    if scores:
        _put_scores(user, call, rows, criteria)
    return Figures(list(rows.values()), _members(call, rows.values()), criteria)


def _rows(user: Any, call: Call) -> Iterable[Row]:
    language = (get_language() or "fi")[:2]
    found = Submission.objects.run_by(user).standing().filter(call=call).order_by("number")
    for pk, number, key, title in found.values_list("pk", "number", "key", "current__title"):
        reading = title.read(language)
        yield Row(pk, number or 0, key, reading.text, reading.language if reading.is_fallback else "")


def _put_states(user: Any, call: Call, rows: dict[int, Row]) -> None:
    """Progress of every assignment that stands, or that ended after it was handed in."""
    standing = Assignment.objects.seen_by_those_who_run(user).standing().filter(submission__call=call)
    for submission, seat, state in standing.values_list("submission", "seat", "assessment__state"):
        if row := rows.get(submission):
            row.states[seat] = "todo" if state is None else "done" if state == Assessment.State.HANDED_IN else "begun"
    ended = Assessment.objects.handed_in().filter(assignment__submission__call=call, assignment__ended_at__isnull=False)
    for submission, seat in ended.values_list("assignment__submission", "assignment__seat"):
        if row := rows.get(submission):
            row.states.setdefault(seat, "done")


def _put_scores(user: Any, call: Call, rows: dict[int, Row], criteria: Sequence[Criterion]) -> None:
    """Mean, number, lowest and highest by submission and criterion; "cannot judge" is in none of them."""
    readable = scores_read_by(user).filter(call=call)
    shown = set(readable.values_list("pk", flat=True))
    found = (
        Score.objects.filter(
            assessment__in=Assessment.objects.handed_in().values("pk"),
            assessment__assignment__submission__call=call,
            level__isnull=False,
        )
        .order_by()
        .values_list("assessment__assignment__submission", "criterion")
        .annotate(Avg("level"), Count("level"), Min("level"), Max("level"))
    )
    for submission, criterion, mean, count, lowest, highest in found:
        if submission in shown and (row := rows.get(submission)):
            row.cells[criterion] = Cell(float(mean), count, lowest, highest)
    weights = {criterion.pk: float(criterion.weight) for criterion in criteria}
    for row in rows.values():
        row.is_hidden = row.pk not in shown
        row.total = weighted(row.cells, weights)


def weighted(cells: dict[int, Cell], weights: dict[int, float]) -> float | None:
    """Σwx/Σw over the criteria that were judged; None when none was."""
    known = [(weights[criterion], cell.mean) for criterion, cell in cells.items() if criterion in weights]
    return sum(weight * mean for weight, mean in known) / sum(weight for weight, _mean in known) if known else None


def _members(call: Call, rows: Iterable[Row]) -> list[Member]:
    given: dict[int, int] = defaultdict(int)
    done: dict[int, int] = defaultdict(int)
    for row in rows:
        for seat, state in row.states.items():
            given[seat] += 1
            done[seat] += state == "done"
    found = Seat.objects.filter(call=call).exclude(state__in=(Seat.State.INVITED, Seat.State.DECLINED))
    return [
        Member(pk, name, part, state == Seat.State.ACCEPTED, given[pk], done[pk])
        for pk, name, part, state in found.order_by("user__name", "pk").values_list("pk", "user__name", "part", "state")
        if state == Seat.State.ACCEPTED or given[pk]
    ]


def is_under_floor(criterion: Criterion, cell: Cell) -> bool:
    """True when the mean is under what the criterion asks for."""
    return criterion.floor is not None and Decimal(str(cell.mean)) < criterion.floor
