"""The statistics of a call over HTTP: everybody's once all is decided and told, before that of those who run it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.calls.public import Call, can_read_panel_work
from kotokaari.foundation.fields import read

from . import files, paper
from .counting import LEVELS, Counts, are_public, count
from .telling import tell


def counts_for(request: HttpRequest, key: str) -> Counts:
    """The numbers of a call as this reader may know them; 404 when there is nothing to know yet."""
    call = Call.objects.public().select_related("organisation", "rubric").filter(key=key).first()
    if call is None:
        raise Http404
    if are_public(call):
        return count(call)
    if not can_read_panel_work(request.user, call):
        raise Http404
    return count(call, user=request.user)


@login_not_required
@require_safe
def statistics(request: HttpRequest, key: str) -> HttpResponse:
    """Charts, each with its table and a sentence."""
    counts = counts_for(request, key)
    call = counts.call
    told = tell(counts)
    context = {
        "told": told,
        "call": call,
        "levels": list(LEVELS),
        "agreement_note": paper.agreement_note(),
        "has_agreement": any(row.alpha is not None for row in told.criteria),
        "trail": [
            (_("Calls"), reverse("calls:list")),
            (str(read(call.name)), call.get_absolute_url()),
            (_("Statistics"), ""),
        ],
    }
    return _own(render(request, "decisions/statistics/statistics.html", context), counts)


@login_not_required
@require_safe
def statistics_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One row a number."""
    counts = counts_for(request, key)
    return _own(_named(HttpResponse(files.as_csv(counts), content_type="text/csv; charset=utf-8"), key, "csv"), counts)


@login_not_required
@require_safe
def statistics_json(request: HttpRequest, key: str) -> HttpResponse:
    """The same as JSON."""
    counts = counts_for(request, key)
    return _own(JsonResponse(files.as_json(counts), json_dumps_params={"ensure_ascii": False, "indent": 1}), counts)


@login_not_required
@require_safe
def statistics_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The report with its charts."""
    counts = counts_for(request, key)
    return _own(_named(HttpResponse(paper.report(counts), content_type="application/pdf"), key, "pdf"), counts)


def _named(response: HttpResponse, key: str, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="kotokaari-{key}.{ending}"'
    return response


def _own(response: Any, counts: Counts) -> HttpResponse:
    """Figures are counted anew: decisions become public without this address changing."""
    response["Cache-Control"] = "no-cache" if counts.is_public else "private, no-store"
    return response
