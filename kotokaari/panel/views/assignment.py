"""Who judges what: settings, a proposal shown as a difference, taking it, and single pairs by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.calls.public import Call
from kotokaari.foundation.errors import DomainError

from .. import overview, queries, tables
from ..actions import pairs as pair_actions
from ..actions import plans as actions
from ..board import Board, board_of
from ..forms import SettingsForm
from ..models import Plan, Seat
from ..refusing import refusal, warnings
from .fetching import call_to_run, me, tabs, trail


def _board(request: HttpRequest, call: Call) -> Board:
    """The board as this person may see it: nothing of what they have a conflict with."""
    seen = queries.to_judge_seen_by(request.user, call).select_related("current", "organisation")
    return board_of(call, list(seen))


def _last(call: Call) -> Plan | None:
    return call.plans.filter(state=Plan.State.TAKEN).order_by("-taken_at").first()


def _initial(call: Call, last: Plan | None) -> dict[str, Any]:
    if last is None:
        wishes = {"experience": True, "organisation": True, "least": True}
        return {"per_submission": call.reviews_wanted, "objective": "total", **wishes}
    return {
        "per_submission": last.per_submission,
        "objective": last.objective,
        "assess_by": last.assess_by,
        **last.wishes,
    }


@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, key: str) -> HttpResponse:
    """What stands, what it lacks, and the settings of a new proposal."""
    call = call_to_run(request, key)
    last = _last(call)
    form = SettingsForm(request.POST or None, initial=_initial(call, last))
    if request.method == "POST" and form.is_valid():
        try:
            few = request.POST.get("few_moves") == "yes"
            plan = actions.propose_plan(call, **form.values(), few_moves=few, by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("panel:plan", key, plan.uuid)
    board = _board(request, call)
    wanted = last.per_submission if last else call.reviews_wanted
    whole = overview.of_standing(board, per_submission=wanted, wishes=last.wishes if last else {})
    if request.GET.get("format") == "csv":
        return tables.as_csv(f"assignment-{call.key}.csv", *tables.assignment(whole))
    context = {
        "call": call,
        "tabs": tabs(call),
        "form": form,
        "board": board,
        "whole": whole,
        "last": last,
        "missing": sum(lack.is_grave for lack in whole.lacks) if last else 0,
        "undeclared": [seat for seat in board.seats if _is_behind(board, seat)],
        "proposed": queries.proposed(call),
        "plans": list(call.plans.select_related("made_by")[:20]),
        "trail": trail(call, (_("Who judges what"), "")),
    }
    return render(request, "panel/assignment.html", context)


def _is_behind(board: Board, seat: Seat) -> bool:
    """True when a member has not declared on something that could be theirs."""
    return any(
        (one.pk, seat.user_id) not in board.barred and (one.pk, seat.pk) not in board.clear for one in board.submissions
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
    """A proposal as a difference to what stands; taken or dropped."""
    call = call_to_run(request, key)
    found = queries.plan_in(call, uuid)
    if request.method == "POST":
        return _decide(request, call, found)
    if found.state != Plan.State.PROPOSED:
        return render(request, "panel/plan_past.html", _past(call, found))
    board = _board(request, call)
    context = {
        "call": call,
        "plan": found,
        "whole": overview.of_plan(board, found),
        "board": board,
        "trail": trail(call, (_("Who judges what"), reverse("panel:assignment", args=[key])), (_("Proposal"), "")),
    }
    return render(request, "panel/plan.html", context)


def _past(call: Call, plan: Plan) -> dict[str, Any]:
    steps = (_("Who judges what"), reverse("panel:assignment", args=[call.key])), (plan.get_state_display(), "")
    return {"call": call, "plan": plan, "trail": trail(call, *steps)}


def _decide(request: HttpRequest, call: Call, plan: Plan) -> HttpResponse:
    try:
        if request.POST.get("act") == "take":
            actions.take_plan(plan, by=me(request))
            messages.success(request, _("The assignment is in force. The members get a letter each."))
        elif request.POST.get("act") == "drop":
            actions.drop_plan(plan, by=me(request))
            messages.success(request, _("The proposal is put aside. Nothing has changed."))
        else:
            return redirect("panel:plan", call.key, plan.uuid)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("panel:plan", call.key, plan.uuid)
    return redirect("panel:assignment", call.key)


@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest, key: str, submission: str) -> HttpResponse:
    """Who judges one submission: taken away, locked, or added by hand, each refused with its reason."""
    call = call_to_run(request, key)
    found = queries.submission_in(request.user, call, submission)
    if request.method == "POST":
        try:
            _act(request, call, found)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("panel:pairs", key, submission)
    board = _board(request, call)
    mine = board.of_submission(found.pk)
    taken = {one.seat_id for one in mine}
    steps = (
        (_("Who judges what"), reverse("panel:assignment", args=[key])),
        (
            _("Submission %(number)s") % {"number": found.number},
            "",
        ),
    )
    context = {
        "call": call,
        "submission": found,
        "given": [_given(board, found, one) for one in mine],
        "candidates": _candidates(board, found, taken),
        "trail": trail(call, *steps),
    }
    return render(request, "panel/pairs.html", context)


def _given(board: Board, submission: Any, one: Any) -> dict[str, Any]:
    seat = next((seat for seat in board.seats if seat.pk == one.seat_id), one.seat)
    return {"assignment": one, "seat": seat, "warnings": list(warnings(board, submission, seat))}


def _candidates(board: Board, submission: Any, taken: set[int]) -> list[dict[str, Any]]:
    rows = []
    for seat in board.seats:
        if seat.pk in taken:
            continue
        why = refusal(board, submission, seat)
        suits = board.suits(submission, seat)
        rows.append(
            {
                "seat": seat,
                "why": why,
                "fit": None if why or suits.value is None else round(100 * suits.value),
                "reasons": [] if why else [str(reason) for reason in suits.reasons],
                "warnings": [] if why else list(warnings(board, submission, seat)),
                "load": board.loads.get(seat.pk, 0),
                "is_experienced": seat.pk in board.by_experience,
            }
        )
    return sorted(rows, key=lambda row: (bool(row["why"]), -(row["fit"] or 0), str(row["seat"].user)))


def _act(request: HttpRequest, call: Call, submission: Any) -> None:
    act, uuid = request.POST.get("act", ""), request.POST.get("seat", "")
    seats = [seat for seat in call.seats.select_related("user", "call") if str(seat.uuid) == uuid]
    if not seats:
        raise DomainError(_("This member is not on the panel any more."))
    if act == "add":
        pair_actions.add_pair(submission, seats[0], by=me(request))
        messages.success(request, _("Added. The member gets a letter."))
        return
    standing = queries.standing_seen_by(request.user, call)
    one = get_object_or_404(standing.select_related("seat", "submission"), submission=submission, seat=seats[0])
    if act == "remove":
        pair_actions.remove_pair(one, by=me(request))
        messages.success(request, _("Taken away."))
    elif act in ("lock", "unlock"):
        pair_actions.lock_pair(one, is_locked=act == "lock", by=me(request))
