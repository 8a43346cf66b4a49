"""What can happen to a plan: it is proposed, taken or dropped. Nothing changes before it is taken."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call, begin_judging
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import letters, planning
from ..board import Board, Pair, board_of
from ..models import Assignment, Plan
from ..signals import plan_taken

ENDED_BY_PLAN = "plan"


class PlanIsOld(DomainError):
    """The panel or the submissions have changed since it was made."""


@transaction.atomic
def propose_plan(
    call: Call,
    *,
    per_submission: int,
    objective: str,
    wishes: Mapping[str, bool],
    assess_by: datetime.date | None = None,
    few_moves: bool = False,
    by: User,
) -> Plan:
    """Work out who could judge what. Locked pairs and those begun stay; a plan that waited is dropped."""
    if call.state != Call.State.PUBLISHED:
        raise DomainError(_("Only a published call has something to share out."))
    board = board_of(call)
    found = planning.propose(
        board,
        per_submission=per_submission,
        objective=objective,
        wishes=wishes,
        kept=planning.kept_of(board),
        few_moves=few_moves,
    )
    list(Call.objects.select_for_update().filter(pk=call.pk).values_list("pk"))  # two proposals at once: one waits
    for waiting in call.plans.filter(state=Plan.State.PROPOSED):
        drop_plan(waiting, by=by)
    plan = Plan.objects.create(
        call=call,
        per_submission=per_submission,
        objective=objective,
        wishes=dict(wishes),
        assess_by=assess_by,
        pairs=_named(board, found),
        outcome={
            "status": found.status,
            "objective": found.objective,
            "seconds": found.seconds,
            "is_proven": found.is_proven,
            "few_moves": few_moves,
        },
        made_by=by,
    )
    audit.record("assignment proposed", target=call, by=by, plan=str(plan.uuid))
    return plan


def _named(board: Board, found: planning.Proposal) -> list[dict[str, Any]]:
    submissions = {submission.pk: str(submission.uuid) for submission in board.submissions}
    seats = {seat.pk: str(seat.uuid) for seat in board.seats}
    return [
        {"submission": submissions[submission], "seat": seats[seat], "affinity": round(value, 4), "locked": locked}
        for submission, seat, value, locked in found.pairs
    ]


@transaction.atomic
def take_plan(plan: Plan, *, by: User) -> Plan:
    """From now on the plan is how it is: new assignments begin, those not in it end, members get a letter.

    Raises PlanIsOld when a pair of it can no longer be; refuses a plan that was taken or dropped.
    """
    call = Call.objects.select_for_update().get(pk=plan.call_id)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _check_waits(plan)
    board = board_of(call)
    held = [one.pk for one in board.standing]
    list(Assignment.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk"))
    wanted, kept = _pairs_of(plan, board), planning.kept_of(board)
    standing = {_key(one) for one in board.standing}
    added = {pair: value for pair, value in wanted.items() if pair not in standing}
    ended = [one for one in board.standing if _key(one) not in wanted and _key(one) not in kept]
    now = timezone.now()
    Assignment.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=now, ended_reason=ENDED_BY_PLAN)
    Assignment.objects.bulk_create(
        Assignment(submission_id=submission, seat_id=seat, plan=plan, affinity=value, assigned_by=by, assigned_at=now)
        for (submission, seat), value in added.items()
    )
    plan.state, plan.taken_at = Plan.State.TAKEN, now
    plan.save(update_fields=["state", "taken_at"])
    audit.record("assignment taken", target=call, by=by, plan=str(plan.uuid), added=len(added), ended=len(ended))
    begin_judging(call, by=by)
    plan_taken.send(sender=Call, call=call, plan=plan, by=by)
    news, fewer = Counter(seat for _submission, seat in added), Counter(one.seat_id for one in ended)
    transaction.on_commit(partial(letters.given, plan.pk, dict(news), dict(fewer)))
    return plan


def _check_waits(plan: Plan) -> None:
    if plan.state != Plan.State.PROPOSED:
        raise DomainError(_("This plan was taken or dropped before."))


def _key(one: Assignment) -> Pair:
    return one.submission_id, one.seat_id


def _pairs_of(plan: Plan, board: Board) -> dict[Pair, float]:
    """The plan's pairs by key. Raises PlanIsOld where one of them cannot be any more."""
    old = PlanIsOld(_("The panel or the submissions have changed since this plan was made. Make a new one."))
    submissions = {str(submission.uuid): submission for submission in board.submissions}
    seats = {str(seat.uuid): seat for seat in board.seats}
    standing = {_key(one) for one in board.standing}
    found: dict[Pair, float] = {}
    for pair in plan.pairs:
        submission, seat = submissions.get(pair["submission"]), seats.get(pair["seat"])
        if submission is None or seat is None:
            raise old
        if (submission.pk, seat.pk) not in standing and board.hindrance(submission, seat):
            raise old
        found[submission.pk, seat.pk] = pair["affinity"]
    loads = Counter(seat for _submission, seat in found)
    if any(loads[seat.pk] > seat.most for seat in board.seats):
        raise old
    return found


@transaction.atomic
def drop_plan(plan: Plan, *, by: User) -> Plan:
    """Put a proposal aside; it stays in the history. Refuses one that was taken or dropped."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _check_waits(plan)
    plan.state = Plan.State.DROPPED
    plan.save(update_fields=["state"])
    audit.record("assignment dropped", target=plan.call, by=by, plan=str(plan.uuid))
    return plan
