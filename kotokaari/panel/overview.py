"""How an assignment looks to those who run the call: by submission, by member, and against what stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from kotokaari.foundation.connected import parts
from kotokaari.submissions.public import Submission

from . import shortfalls
from .board import Board, Pair
from .models import Assignment, Plan, Seat
from .registries import begun_of

ADDED, REMOVED, KEPT, LOCKED = "added", "removed", "kept", "locked"


@dataclass(frozen=True, slots=True)
class Place:
    """A member at a submission, and what the plan does with it."""

    seat: Seat
    fit: int | None  # in per cent
    change: str
    is_experienced: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One submission with its assessors."""

    submission: Submission
    places: list[Place]
    fit: int | None  # mean of those who will judge it, in per cent

    @property
    def changes(self) -> bool:
        """True when the plan does something here."""
        return any(place.change in (ADDED, REMOVED) for place in self.places)


@dataclass(frozen=True, slots=True)
class Load:
    """One member with the number of submissions, now and then."""

    seat: Seat
    now: int
    then: int


@dataclass
class Overview:
    """An assignment, or the difference a plan would make."""

    rows: list[Row]
    loads: list[Load]
    lacks: list[shortfalls.Lack]
    member_lacks: list[shortfalls.Lack]
    parts: list[tuple[list[Submission], list[Seat]]]
    counts: dict[str, int] = field(default_factory=dict)
    wished: int = 0  # assessments of all submissions together

    @property
    def short(self) -> int:
        """How many submissions get fewer assessors than wished."""
        return sum(lack.is_grave for lack in self.lacks)

    @property
    def room(self) -> int:
        """How many assessments the members take at most, all together."""
        return sum(load.seat.most for load in self.loads)

    @property
    def worst(self) -> Row | None:
        """The submission whose assessors suit it least."""
        served = [row for row in self.rows if row.fit is not None]
        return min(served, key=lambda row: row.fit or 0, default=None)

    @property
    def lacks_together(self) -> list[tuple[tuple[str, ...], bool, list[Any]]]:
        """What falls short, those that lack the same in one line."""
        return shortfalls.together(self.lacks)

    @property
    def changed(self) -> list[Row]:
        """Rows where something changes."""
        return [row for row in self.rows if row.changes]

    @property
    def unchanged(self) -> list[Row]:
        """Rows that stay as they are."""
        return [row for row in self.rows if not row.changes]


def of_standing(board: Board, *, per_submission: int, wishes: Mapping[str, bool]) -> Overview:
    """What stands now."""
    pairs = {_key(one): one.affinity for one in board.standing}
    return _overview(board, pairs, per_submission, wishes)


def of_plan(board: Board, plan: Plan) -> Overview:
    """What a plan would change, as far as the viewer may know of its submissions."""
    submissions = {str(one.uuid): one.pk for one in board.submissions}
    seats = {str(one.uuid): one.pk for one in board.seats}
    pairs = {
        (submissions[pair["submission"]], seats[pair["seat"]]): pair["affinity"]
        for pair in plan.pairs
        if pair["submission"] in submissions and pair["seat"] in seats
    }
    return _overview(board, pairs, plan.per_submission, plan.wishes)


def _key(one: Assignment) -> Pair:
    return one.submission_id, one.seat_id


def _overview(
    board: Board, pairs: Mapping[Pair, float | None], per_submission: int, wishes: Mapping[str, bool]
) -> Overview:
    standing = {_key(one): one for one in board.standing}
    begun = begun_of(one.pk for one in board.standing)
    kept = {key for key, one in standing.items() if one.is_locked or one.pk in begun}
    change = {key: _change(key, pairs, standing, kept) for key in {*pairs, *standing}}
    seats = {seat.pk: seat for seat in board.seats}
    by_submission: dict[int, list[Place]] = defaultdict(list)
    for (submission, seat), what in change.items():
        if seat not in seats:
            continue
        known = pairs.get((submission, seat))
        value = known if known is not None else getattr(standing.get((submission, seat)), "affinity", None)
        place = Place(seats[seat], None if value is None else round(100 * value), what, seat in board.by_experience)
        by_submission[submission].append(place)
    rows = [_row(submission, by_submission[submission.pk]) for submission in board.submissions]
    then: dict[int, int] = defaultdict(int)
    for (_submission, seat), what in change.items():
        then[seat] += what != REMOVED
    there = [key for key, what in change.items() if what != REMOVED]
    return Overview(
        rows,
        [Load(seat, board.loads.get(seat.pk, 0), then[seat.pk]) for seat in board.seats],
        shortfalls.of_submissions(board, there, per_submission=per_submission, wishes=wishes),
        shortfalls.of_members(board, then) if wishes.get("least") else [],
        _parts(board, parts(there)),
        {what: sum(one == what for one in change.values()) for what in (ADDED, REMOVED, KEPT, LOCKED)},
        per_submission * len(board.submissions),
    )


def _change(key: Pair, pairs: Mapping[Pair, Any], standing: Mapping[Pair, Assignment], kept: Collection[Pair]) -> str:
    if key in kept:
        return LOCKED
    if key not in standing:
        return ADDED
    return KEPT if key in pairs else REMOVED


def _row(submission: Submission, places: list[Place]) -> Row:
    order = {LOCKED: 0, KEPT: 1, ADDED: 2, REMOVED: 3}
    places.sort(key=lambda place: (order[place.change], str(place.seat.user)))
    fits = [place.fit for place in places if place.change != REMOVED and place.fit is not None]
    return Row(submission, places, round(mean(fits)) if fits else None)


def _parts(board: Board, found: list[tuple[list[Any], list[Any]]]) -> list[tuple[list[Submission], list[Seat]]]:
    submissions = {one.pk: one for one in board.submissions}
    seats = {one.pk: one for one in board.seats}
    return [
        ([submissions[key] for key in left if key in submissions], [seats[key] for key in right if key in seats])
        for left, right in found
    ]
