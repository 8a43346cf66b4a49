"""The dashboard over HTTP, for those who run a call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.calls.public import Call
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import SignedInRequest
from kotokaari.ui.public import Column, Tab

from .. import actions, permissions, queries
from . import cells, exports
from .choosing import Choice, states_with_counts
from .figures import figures_of
from .forms import GiveBackForm, PlanForm


def _call(request: SignedInRequest, key: str) -> Call:
    """The call, for those who run it: 404, or 403."""
    calls = Call.objects.visible_to(request.user).select_related("rubric")
    call: Call = get_object_or_404(calls, key=key)
    require(permissions.can_see_progress(request.user, call))
    return call


def _trail(call: Call, here: str = "") -> list[tuple[str, str]]:
    panel = reverse("assessment:progress", args=[call.key])
    steps = [(str(call), call.get_absolute_url()), (_("Judging"), panel if here else "")]
    return [*steps, (here, "")] if here else steps


def _context(request: SignedInRequest, call: Call, tab: str) -> dict[str, Any]:
    """What both tables share. Six queries for the scores, five for the members."""
    figures = figures_of(request.user, call, scores=tab == "scores")
    timetable = queries.timetable_of(call)
    due = timetable.due_on if timetable else None
    choice = Choice(request.GET, figures, call.reviews_wanted)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "call": call,
        "figures": figures,
        "choice": choice,
        "timetable": timetable,
        "due_on": due,
        "is_late": bool(due and due < timezone.localdate()),
        "states": states_with_counts(figures, call.reviews_wanted),
        "may_lead": permissions.can_lead_judging(request.user, call),
        "submission_address": reverse("assessment:submission", args=[call.key, "KEY"]),
        "query": query,
        "tab": tab,
        "tabs": [
            Tab("scores", _("Scores"), reverse("assessment:progress", args=[call.key])),
            Tab("members", _("Members"), reverse("assessment:members", args=[call.key])),
        ],
        "trail": _trail(call),
        "plan_form": PlanForm(initial={"due_on": due}),
    }


@require_safe
def progress(request: SignedInRequest, key: str) -> HttpResponse:
    """Every submission with how far its judging is, and mean and spread on each criterion."""
    call = _call(request, key)
    context = _context(request, call, "scores")
    criteria = context["figures"].criteria
    context["rows"] = cells.score_rows(
        context["choice"].rows, criteria, address=context["submission_address"], late=context["is_late"]
    )
    context["columns"] = [
        *_first_columns(),
        Column("total", _("Mean"), sortable=True, numeric=True),
        Column("spread", _("Spread"), sortable=True, numeric=True),
        *[Column(criterion.code, str(read(criterion.name)), sortable=True, numeric=True) for criterion in criteria],
    ]
    return render(request, "assessment/dashboard.html", context)


@require_safe
def members(request: SignedInRequest, key: str) -> HttpResponse:
    """Who has handed in what: a row a submission, a column a member."""
    call = _call(request, key)
    context = _context(request, call, "members")
    people = context["figures"].members
    context["rows"] = cells.member_rows(
        context["choice"].rows, people, address=context["submission_address"], late=context["is_late"]
    )
    context["columns"] = [*_first_columns(), *[Column(f"m{member.pk}", member.name) for member in people]]
    return render(request, "assessment/dashboard.html", context)


def _first_columns() -> list[Column]:
    return [
        Column("number", _("No."), sortable=True, numeric=True),
        Column("title", _("Submission"), sortable=True),
        Column("done", _("Handed in"), sortable=True, numeric=True),
    ]


@require_safe
def as_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """What the page of scores shows, as a file."""
    call = _call(request, key)
    figures = figures_of(request.user, call)
    text = exports.as_csv(Choice(request.GET, figures, call.reviews_wanted).rows, figures.criteria)
    headers = {"Content-Disposition": f'attachment; filename="kotokaari-judging-{call.key}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def submission(request: SignedInRequest, key: str, submission: str) -> HttpResponse:
    """What was handed in of one submission, criterion by criterion, with the reasons."""
    call = _call(request, key)
    thing = queries.submission_of_call(request.user, call, submission)
    title = str(read(thing.current.title)) if thing.current else str(thing)
    found = queries.assessments_read_by(request.user, thing)
    context = {
        "call": call,
        "submission": thing,
        "title": title,
        "reads_scores": queries.reads_scores(request.user, thing),
        "found": found,
        "criteria": list(call.rubric.criteria.all()),
        "older": [one for one in found if thing.current and one.version_id != thing.current_id],
        "may_lead": permissions.can_lead_judging(request.user, call),
        "trail": _trail(call, title),
    }
    return render(request, "assessment/submission.html", context)


@require_POST
def plan(request: SignedInRequest, key: str) -> HttpResponse:
    """Say by when the panel hands in."""
    call = _call(request, key)
    require(permissions.can_lead_judging(request.user, call))
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            actions.plan_judging(call, due_on=form.cleaned_data["due_on"], by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The day is set.") if form.cleaned_data["due_on"] else _("No day is set."))
    else:
        messages.error(request, _("Write the day as a date, such as 31.12.2026."))
    return redirect("assessment:progress", call.key)


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: SignedInRequest, key: str) -> HttpResponse:
    """Choose whom to write to: everybody who has something to hand in is ticked."""
    call = _call(request, key)
    require(permissions.can_lead_judging(request.user, call))
    waiting = queries.waiting_by_seat(call, seen_by=request.user)
    seats = [seat for seat in call.seats.sitting().select_related("user").order_by("user__name") if seat.pk in waiting]
    if request.method == "POST":
        chosen = set(request.POST.getlist("seat"))
        sent = actions.remind(call, seats=[seat for seat in seats if str(seat.uuid) in chosen], by=request.user)
        told = ngettext("%(n)s member was written to.", "%(n)s members were written to.", sent) % {"n": sent}
        if sent:
            messages.success(request, told)
        else:
            messages.info(request, _("Nobody was written to: choose somebody who was not written to today."))
        return redirect("assessment:members", call.key)
    reminded = queries.last_reminders(call)
    context = {
        "call": call,
        "people": [(seat, waiting[seat.pk], reminded.get(seat.pk)) for seat in seats],
        "trail": _trail(call, _("Remind")),
    }
    return render(request, "assessment/remind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest, key: str) -> HttpResponse:
    """Let those who handed in read the others, after asking."""
    call = _call(request, key)
    require(permissions.can_lead_judging(request.user, call))
    back = reverse("assessment:progress", args=[call.key])
    if request.method == "POST":
        actions.share_assessments(call, by=request.user)
        messages.success(request, _("Members who have handed in now read each other's assessments."))
        return redirect(back)
    context = {
        "title": _("Let the members read each other now?"),
        "text": _(
            "From now on a member reads the others' assessments of each submission they have handed in themselves. "
            "Without this it happens when all have handed in. It cannot be taken back."
        ),
        "confirm": _("Let them read"),
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give an assessment back to its writer, with the reason."""
    assessment = queries.handed_in_for(request.user, uuid)
    seat, thing = assessment.assignment.seat, assessment.assignment.submission
    require(permissions.can_lead_judging(request.user, seat.call))
    back = reverse("assessment:submission", args=[seat.call.key, thing.key])
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_back(assessment, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The assessment is with its writer again."))
            return redirect(back)
    context = {
        "title": _("Give the assessment of %(name)s back?") % {"name": seat.user.name},
        "text": _("It does not count until it is handed in again. Nothing that was written is lost."),
        "confirm": _("Give back"),
        "cancel": back,
        "form": form,
    }
    return render(request, "ui/confirm.html", context)
