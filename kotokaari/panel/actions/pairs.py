"""What can happen to a single pair: it is given, taken away, locked or let go by hand."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User
from kotokaari.submissions.public import Submission

from .. import letters
from ..board import board_of
from ..models import Assignment, Seat
from ..refusing import refusal
from ..registries import begun_of

ENDED_BY_HAND = "by hand"


@transaction.atomic
def add_pair(submission: Submission, seat: Seat, *, by: User) -> Assignment:
    """Give a submission to a member. Refuses a conflict, an undeclared one, a language not read, and a full load."""
    list(Call.objects.select_for_update().filter(pk=seat.call_id).values_list("pk"))  # as a plan does that is taken
    seat = Seat.objects.select_for_update(of=("self",)).select_related("call", "user").get(pk=seat.pk)
    if seat.state != Seat.State.ACCEPTED:
        raise DomainError(_("%(name)s does not sit on the panel.") % {"name": seat.user})
    board = board_of(seat.call)
    mine = next((one for one in board.seats if one.pk == seat.pk), None)
    known = next((one for one in board.submissions if one.pk == submission.pk), None)
    if mine is None or known is None:
        raise DomainError(_("This submission is not judged any more."))
    if any(one.seat_id == seat.pk for one in board.of_submission(submission.pk)):
        raise DomainError(_("%(name)s judges it already.") % {"name": seat.user})
    if why := refusal(board, known, mine):
        raise DomainError(why)
    given = Assignment.objects.create(
        submission=submission, seat=seat, affinity=board.suits(known, mine).value, assigned_by=by
    )
    audit.record("assigned by hand", target=submission, by=by, seat=str(seat.uuid))
    transaction.on_commit(partial(letters.given_one, given.pk))
    return given


@transaction.atomic
def remove_pair(assignment: Assignment, *, by: User) -> Assignment:
    """Take a submission away from a member. Refuses where the assessment has been begun."""
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("seat").get(pk=assignment.pk)
    if assignment.ended_at is not None:
        raise DomainError(_("This has ended already."))
    if begun_of([assignment.pk]):
        raise DomainError(_("The assessment has been begun, and would be lost."))
    assignment.ended_at, assignment.ended_reason = timezone.now(), ENDED_BY_HAND
    assignment.save(update_fields=["ended_at", "ended_reason"])
    audit.record("assignment ended by hand", target=assignment.submission, by=by, seat=str(assignment.seat.uuid))
    return assignment


@transaction.atomic
def lock_pair(assignment: Assignment, *, is_locked: bool, by: User) -> Assignment:
    """A new plan leaves a locked pair as it is."""
    assignment.is_locked = is_locked
    assignment.save(update_fields=["is_locked"])
    word = "assignment locked" if is_locked else "assignment unlocked"
    audit.record(word, target=assignment.submission, by=by, seat=str(assignment.seat.uuid))
    return assignment
