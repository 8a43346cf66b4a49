"""The page on which a member declares conflicts, before anything of the content is seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import Role
from kotokaari.submissions.public import Recusal, Submission

from .. import queries
from ..actions import declaring
from ..forms import NONE, choices_of_conflict
from ..models import Declaration, Seat
from .fetching import me, own_trail

Answer = Declaration.Answer


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Each submission by number, organisation and name; one choice each; then «no conflict with the rest»."""
    seat = queries.own_seat_for(me(request), uuid)
    if seat.state != Seat.State.ACCEPTED:
        return redirect("panel:seat", uuid)
    submissions = list(queries.with_those_behind(queries.to_declare(seat)))
    declared = {one.submission_id: one for one in Declaration.objects.filter(seat=seat)}
    said, rest = _said(request, submissions, declared), "rest" in request.POST
    if request.method == "POST" and rest and request.POST["rest"] != "yes":
        return _confirm_rest(request, seat, submissions, said, declared)
    if request.method == "POST":
        if rest:
            shown = set(request.POST.getlist("of"))  # what has come since stays to be declared
            rest_of = [one for one in _rest(submissions, said, declared) if one.key in shown]
            said += [declaring.Said(one, Answer.NONE) for one in rest_of]
        try:
            count = declaring.declare(seat, said=said, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("panel:declare", uuid)
        messages.success(request, _told(count))
        return redirect("panel:seat" if not queries.undeclared(seat).exists() else "panel:declare", uuid)
    rows = [_row(one, declared.get(one.pk)) for one in submissions]
    context = {
        "seat": seat,
        "call": seat.call,
        "plain": seat.plain_view,
        "open": [row for row in rows if not row["is_clear"]],
        "clear": [row for row in rows if row["is_clear"]],
        "conflicts": list(queries.conflicts_of(seat).select_related("submission")),
        "kinds": choices_of_conflict(),
        "trail": own_trail(
            seat.call,
            (_("Your seat on the panel"), reverse("panel:seat", args=[uuid])),
            (_("Conflicts"), ""),
        ),
    }
    return render(request, "panel/declare.html", context)


def _told(count: int) -> str:
    if not count:
        return _("Nothing has changed.")
    return ngettext("%(count)d answer is saved.", "%(count)d answers are saved.", count) % {"count": count}


def _said(
    request: HttpRequest, submissions: list[Submission], declared: dict[int, Declaration]
) -> list[declaring.Said]:
    """What was chosen for each; what was left open is not among it."""
    found = []
    for one in submissions:
        choice = request.POST.get(f"answer-{one.key}", "")
        note = request.POST.get(f"note-{one.key}", "")[:500]
        if choice == NONE:
            found.append(declaring.Said(one, Answer.NONE))
        elif choice in Recusal.Kind.values:
            found.append(declaring.Said(one, Answer.CONFLICT, choice, note))
    return found


def _rest(
    submissions: list[Submission], said: list[declaring.Said], declared: dict[int, Declaration]
) -> list[Submission]:
    done = {one.submission.pk for one in said}
    done |= {key for key, one in declared.items() if one.answer == Answer.NONE}
    return [one for one in submissions if one.pk not in done]


def _confirm_rest(
    request: HttpRequest,
    seat: Seat,
    submissions: list[Submission],
    said: list[declaring.Said],
    declared: dict[int, Declaration],
) -> HttpResponse:
    """The rest by name, and everything chosen so far carried along."""
    rest = _rest(submissions, said, declared)
    context = {
        "seat": seat,
        "call": seat.call,
        "rest": [_row(one, None) for one in rest],
        "carried": [
            (name, value) for name, value in request.POST.items() if name.startswith(("answer-", "note-")) and value
        ],
        "conflicts": sum(one.answer == Answer.CONFLICT for one in said),
        "trail": own_trail(
            seat.call, (_("Conflicts"), reverse("panel:declare", args=[seat.uuid])), (_("The rest"), "")
        ),
    }
    return render(request, "panel/declare_rest.html", context)


def _row(submission: Submission, said: Declaration | None) -> dict[str, Any]:
    """What a declaration shows: who is behind it and what it is called; nothing of what it says."""
    own = str(read(submission.organisation.name))
    partners = []
    if submission.practice:
        partners = [str(read(one.organisation.name)) for one in submission.practice.partners.all()]
    authors = {
        str(read(membership.organisation.name))
        for author in submission.authors.all()
        for membership in author.user.memberships.all()
        if membership.until is None and membership.role != Role.EXPERT
    }
    return {
        "submission": submission,
        "organisation": own,
        "title": submission.current.title if submission.current else "",
        "partners": [name for name in partners if name != own],
        "authors": sorted(authors - {own}),
        "said": said,
        "is_clear": said is not None and said.answer == Answer.NONE,
    }
