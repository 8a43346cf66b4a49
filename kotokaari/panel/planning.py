"""From the board to a proposal: the one place that asks the solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError

from .board import Board, Pair
from .registries import begun_of

TOTAL, FAIR = "total", "fair"
WISHES = ("experience", "organisation", "least")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would judge what: (submission, seat, affinity, locked); how it was found."""

    pairs: tuple[tuple[int, int, float, bool], ...]
    status: str
    objective: str
    seconds: float
    is_proven: bool


def kept_of(board: Board) -> frozenset[Pair]:
    """Pairs no plan touches: locked by hand, or with work in them already."""
    begun = begun_of(one.pk for one in board.standing)
    return frozenset((one.submission_id, one.seat_id) for one in board.standing if one.is_locked or one.pk in begun)


def propose(
    board: Board,
    *,
    per_submission: int,
    objective: str = TOTAL,
    wishes: Mapping[str, bool] | None = None,
    kept: frozenset[Pair] = frozenset(),
    few_moves: bool = False,
) -> Proposal:
    """The best way to share out the work. ``kept`` pairs stay; with ``few_moves`` the others as far as possible.

    Where not everything can be had, as much as possible is: what falls short is told by ``shortfalls``. Refuses an
    empty board, and kept pairs that go beyond what members may have.
    """
    if not board.submissions:
        raise DomainError(_("Nothing is ready to be judged: no submission has passed the gates."))
    if not board.seats:
        raise DomainError(_("Nobody sits on the panel yet."))
    pairs = board.possible()
    for one in board.standing:
        if (one.submission_id, one.seat_id) in kept:
            pairs.setdefault((one.submission_id, one.seat_id), one.affinity or 0.0)
    kept = kept & pairs.keys()
    standing = {(one.submission_id, one.seat_id) for one in board.standing} & pairs.keys() if few_moves else set()
    asked = {name for name in WISHES if (wishes or {}).get(name)}
    try:
        found, objective = _solve(board, pairs, per_submission, objective, asked, kept, standing)
    except ValueError as error:
        raise DomainError(
            _("The locked pairs go beyond what members or submissions can have. Unlock some of them.")
        ) from error
    named = [
        (pair.submission, pair.judge, pair.affinity, (pair.submission, pair.judge) in kept) for pair in found.pairs
    ]
    return Proposal(tuple(named), found.status, objective, round(found.seconds, 3), found.is_proven)


def _solve(
    board: Board,
    pairs: Mapping[Pair, float],
    per_submission: int,
    objective: str,
    asked: set[str],
    kept: frozenset[Pair],
    standing: set[Pair],
) -> tuple[Any, str]:
    """First as a demand, which is quick and can be fair; where that cannot be met, as wishes that may fall short."""
    from .logic.assigning import Wishes, assign

    common: dict[str, Any] = {
        "per_submission": per_submission,
        "most": {seat.pk: seat.most for seat in board.seats},
        "locked": set(kept),
        "standing": standing,
        "submissions": [submission.pk for submission in board.submissions],
        "judges": [seat.pk for seat in board.seats],
    }
    listed = [(submission, seat, value) for (submission, seat), value in pairs.items()]
    if objective == FAIR or not asked:
        found = assign(listed, objective="fair" if objective == FAIR else "total", **common)
        if found.status == "optimal":
            return found, objective
    least: dict[Any, int] = {seat.pk: min(seat.least, seat.most) for seat in board.seats} if "least" in asked else {}
    together: dict[Any, Any] = {**board.organisations} if "organisation" in asked else {}
    wishes = Wishes(
        by_experience=board.by_experience if "experience" in asked else (),
        organisation=together,
    )
    return assign(listed, wishes=wishes, least=least, **common), TOTAL
