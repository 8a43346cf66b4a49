"""Why a member cannot be given a submission by hand, and what one should think of before doing it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kotokaari.submissions.public import Submission

from .board import CONFLICT, LANGUAGE, READS, UNDECLARED, Board
from .models import Seat


def refusal(board: Board, submission: Submission, seat: Seat) -> str:
    """Why the pair cannot be, in a sentence, or ""."""
    sentences = {
        CONFLICT: _("%(name)s has a conflict with this submission."),
        UNDECLARED: _("%(name)s has not declared yet that there is no conflict."),
        READS: _("%(name)s runs the call, and others have begun to judge this: their scores may have been read."),
        LANGUAGE: _("%(name)s does not read the language of this submission."),
    }
    if why := board.hindrance(submission, seat):
        return sentences[why] % {"name": seat.user}
    if board.loads.get(seat.pk, 0) >= seat.most:
        full = _("%(name)s has %(count)d submissions already, and takes no more.")
        return full % {"name": seat.user, "count": board.loads[seat.pk]}
    return ""


def warnings(board: Board, submission: Submission, seat: Seat) -> Iterable[str]:
    """What speaks against the pair without ruling it out."""
    organisation = board.organisations.get(seat.pk)
    others = [one.seat_id for one in board.of_submission(submission.pk) if one.seat_id != seat.pk]
    if organisation and organisation in {board.organisations.get(other) for other in others}:
        yield _("another of its assessors is of the same organisation")
