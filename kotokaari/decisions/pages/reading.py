"""Decisions as everybody reads them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.foundation.fields import read
from kotokaari.submissions.public import Submission

from .. import linked, permissions, queries
from ..models import Decision
from ..rounds import earlier_round
from ..telling import told
from .around import address

PAGE = 50


@login_not_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every public decision, the latest first."""
    page = Paginator(queries.public_decisions(), PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/list.html", {"page": page, "call": None, "trail": [(_("Panel decisions"), "")]})


@login_not_required
@require_safe
def decisions_of_call(request: HttpRequest, key: str) -> HttpResponse:
    """The public decisions of one call. What was not chosen stays between the panel and the submitters."""
    call = queries.public_call(key)
    page = Paginator(queries.public_decisions(call), PAGE).get_page(request.GET.get("page"))
    trail = [(_("Panel decisions"), reverse("decisions:list")), (read(call.name), "")]
    call_url = address("calls:call", call.slug, call.key)
    return render(request, "decisions/list.html", {"page": page, "call": call, "call_url": call_url, "trail": trail})


@login_not_required
@require_safe
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """One decision: what, why, by which rubric, how the panel stood. Its authors read it once it is answered."""
    found = queries.decision_for(request.user, key)
    if found.state != Decision.State.FINAL:
        return _not_final(request, found)
    call = found.submission.call
    runs = (
        Submission.objects.run_by(request.user).filter(pk=found.submission_id).exists()
        if request.user.is_authenticated
        else False
    )
    whole = told(found)
    context = {
        "told": whole,
        "decision": found,
        "call": call,
        "runs": runs,
        "writes": _writes(request, found),
        "may_publish": runs and permissions.can_publish_decision(request.user, call),
        "may_reopen": runs and permissions.can_decide(request.user, call),
        "earlier": earlier_round(request.user, found.submission) if runs else None,
        "data": linked.as_data(linked.review(whole)) if found.published_at else "",
        "trail": [
            (_("Panel decisions"), reverse("decisions:list")),
            (read(call.name), reverse("decisions:of-call", args=[call.key])),
            (read(found.version.title), ""),
        ],
        "names": [one.criterion.name for one in whole.criteria],
    }
    return render(request, "decisions/decision.html", context)


def _writes(request: HttpRequest, found: Decision) -> bool:
    """Whether the reader is an author of what was decided on: then a new look can be asked for."""
    if not request.user.is_authenticated or found.answered_at is None:
        return False
    return Submission.objects.written_by(request.user).filter(pk=found.submission_id).exists()


def _not_final(request: HttpRequest, found: Decision) -> HttpResponse:
    from django.shortcuts import redirect

    return redirect("decisions:decide", found.submission.key)
