"""The work of deciding: which submissions wait, and the decision on each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.submissions.public import Submission

from .. import actions, permissions, queries
from ..actions.deciding import missing_of, values_of
from ..figures import figures_of, under_floors
from ..forms import DecisionForm, ReasonForm, marks_of, sent_of, typed_of
from ..grouping import groups_of
from ..keeping import EditConflict
from ..models import AgendaItem, Decision
from ..rounds import earlier_round
from .around import call_trail, done, me


@dataclass(frozen=True, slots=True)
class Line:
    """A submission in the table of those to decide."""

    submission: Submission
    decision: Decision | None
    group: str
    group_label: str
    is_bare: bool = False  # the reader has still to judge it


@require_GET
def work(request: HttpRequest, key: str) -> HttpResponse:
    """Every submission that goes to the panel, with its decision; the meetings; the ways on."""
    call = queries.call_run_by(request.user, key)
    groups, labels = groups_of(call), dict(AgendaItem.Group.choices)
    found = list(
        queries.decidable(request.user, call)
        .select_related("current", "organisation", "decision")
        .defer("record", "answers", "as_typed", "current__record", "current__answers")
        .order_by("number")
    )
    bare = queries.bare_for(request.user, call, [one.pk for one in found])
    lines = [
        Line(one, None, "", "", is_bare=True)
        if one.pk in bare
        else Line(one, getattr(one, "decision", None), groups.get(one.pk, ""), str(labels[groups.get(one.pk, "")]))
        for one in found
    ]
    context = {
        "call": call,
        "lines": lines,
        "meetings": list(call.meetings.all()),
        "waits": queries.waits(request.user, call),
        "trail": [*call_trail(call)[:1], (_("Decisions"), "")],
        "may_publish": permissions.can_publish_decision(request.user, call),
    }
    return render(request, "decisions/work.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write the decision on a submission; the chair makes it final."""
    submission = queries.submission_to_decide(request.user, key)
    require(permissions.can_write_decision(request.user, submission.call))
    if queries.has_still_to_judge(request.user, submission):
        messages.error(request, _("You judge this one yourself: hand in your own assessment first."))
        return redirect("decisions:work", submission.call.key)
    decision = Decision.objects.filter(submission=submission).first()
    if decision is not None and decision.state == Decision.State.FINAL:
        return redirect(decision)
    if request.method == "POST":
        answer = _saved(request, submission)
        if answer is not None:
            return answer
        return _page(request, submission, typed=typed_of(request.POST), theirs=_theirs(request, submission))
    return _page(request, submission)


def _saved(request: HttpRequest, submission: Submission) -> HttpResponse | None:
    """Save, and make final when the chair asked for it; None when somebody else wrote otherwise."""
    try:
        decision = actions.save_decision(
            submission, typed=typed_of(request.POST), by=me(request), sent=sent_of(request.POST)
        )
    except EditConflict as error:
        request._their_words = error.theirs  # type: ignore[attr-defined]
        return None
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("decisions:work", submission.call.key)
    if "final" in request.POST:
        require(permissions.can_decide(request.user, submission.call))
        if done(request, lambda: actions.finalise_decision(decision, by=me(request)), _("The decision is final.")):
            return redirect(decision)
    else:
        messages.success(request, _("The decision is saved. It is not final yet."))
    return redirect("decisions:decide", submission.key)


def _theirs(request: HttpRequest, submission: Submission) -> list[tuple[str, str]]:
    found: dict[str, str] = getattr(request, "_their_words", {})
    form = DecisionForm(criteria=submission.call.rubric.criteria.all())
    return [(str(form.fields[name].label), words) for name, words in found.items() if name in form.fields]


def _page(request: HttpRequest, submission: Submission, typed: Any = None, theirs: Any = ()) -> HttpResponse:
    decision = Decision.objects.select_related("submission__call__rubric").filter(submission=submission).first()
    values = values_of(decision, submission)
    criteria = list(submission.call.rubric.criteria.all())
    form = DecisionForm(initial={**values, **(typed or {})}, criteria=criteria)
    figures = figures_of(submission)
    context = {
        "submission": submission,
        "call": submission.call,
        "decision": decision,
        "form": form,
        "hidden": marks_of(values, secrets.token_hex(8)),
        "theirs": theirs,
        "figures": figures,
        "reasons": form.texts("reasons"),
        "conditions": form.texts("conditions"),
        "criteria": [(one, figures["criteria"][one.code], form.texts(f"reason-{one.code}")) for one in criteria],
        "under": under_floors(criteria, figures),
        "missing": missing_of(decision) if decision else [],
        "may_decide": permissions.can_decide(request.user, submission.call),
        "earlier": earlier_round(request.user, submission),
        "item": AgendaItem.objects.seen_by(request.user)
        .filter(submission=submission)
        .order_by("-meeting__starts_at")
        .first(),
        "trail": call_trail(submission.call, (submission.current.title.source_text if submission.current else "", "")),
    }
    return render(request, "decisions/decide.html", context, status=409 if theirs else 200)


@require_POST
def decide_autosave(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the decision as it is typed."""
    submission = queries.submission_to_decide(request.user, key)
    require(permissions.can_write_decision(request.user, submission.call))
    require(not queries.has_still_to_judge(request.user, submission))
    try:
        actions.save_decision(submission, typed=typed_of(request.POST), by=me(request), sent=sent_of(request.POST))
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Take a final decision anew, for a reason."""
    decision = queries.decision_to_publish(request.user, key)
    require(permissions.can_decide(request.user, decision.submission.call))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(request, lambda: actions.reopen_decision(decision, reason=reason, by=me(request))):
            return redirect("decisions:decide", key)
        return redirect("decisions:work", decision.submission.call.key)
    context = {
        "title": _("Take the decision anew?"),
        "text": _(
            "It leaves the public pages until it is final again. The history keeps what was decided and why it was taken anew."
        ),
        "confirm": _("Take it anew"),
        "cancel": reverse("decisions:decision", args=[key]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context)
