"""Weightings of a call over HTTP, for those who run it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kotokaari.calls.public import Call
from kotokaari.foundation.access import require
from kotokaari.foundation.fields import read
from kotokaari.foundation.tables import harmless
from kotokaari.people.public import SignedInRequest
from kotokaari.ui.public import Column, query_with

from .. import permissions
from ..calibration.scores import Named, Scores, names_of, scores_for
from ..calibration.showing import WIDE, figure
from ..calibration.views import call_for_study, coverage, trail
from .forms import PlacesForm, WeightsForm, first_values
from .making import Weighing, chosen_for_meeting, use_for_meeting, weightings_of


@dataclass(frozen=True, slots=True)
class Row:
    """A submission over all weightings. ``line`` is (from, to, dot) on a drawing of WIDE, ``cut`` the last place."""

    named: Named
    place: str
    score: str
    places: str
    share: str
    group: str
    floors: str
    line: tuple[float, float, float] | None
    cut: float


def _weighing(request: SignedInRequest, call: Call, scores: Scores) -> tuple[WeightsForm, Weighing]:
    """What was asked in the address; without, what was chosen for the meeting; without, half of what was judged."""
    judged = len({row[0] for row in scores.found})
    first = chosen_for_meeting(call) or Weighing(max(1, round(judged / 2)))
    asked = request.GET if "places" in request.GET else None
    form = WeightsForm(asked, criteria=scores.criteria, initial=first_values(scores.criteria, first))
    return form, form.weighing() if form.is_valid() else first


@require_safe
def page(request: SignedInRequest, key: str) -> HttpResponse:
    """Places over ten thousand weightings, three groups, and a form to try others."""
    call = call_for_study(request, key)
    scores = scores_for(request.user, call)
    form, weighing = _weighing(request, call, scores)
    context: dict[str, Any] = {
        "call": call,
        "trail": trail(call, _("Weightings")),
        "coverage": coverage(request, call, scores),
        "form": form,
        "weighing": weighing,
        "is_empty": not any(row[3] is not None for row in scores.found),
        "may_lead": permissions.can_lead_judging(request.user, call),
        "chosen": chosen_for_meeting(call),
        "query": query_with(request.GET),
        "submission_address": reverse("assessment:submission", args=[call.key, "KEY"]).removesuffix("KEY/"),
        "agreed": [
            (read(criterion.name), figure(float(criterion.weight)), criterion.floor) for criterion in scores.criteria
        ],
    }
    if not context["is_empty"]:
        context |= _figures(request, call, scores, weighing)
    return render(request, "assessment/weightings.html", context)


def _figures(request: SignedInRequest, call: Call, scores: Scores, weighing: Weighing) -> dict[str, Any]:
    found = rows_of(request, call, scores, weighing)
    counts = Counter(row.group for row in found)
    return {
        "rows": found,
        "groups": [
            {"name": name, "label": label, "rows": [row for row in found if row.group == name]}
            for name, label in (
                ("in", _("in, whatever the weights")),
                ("contested", _("contested: the weights decide")),
                ("out", _("out, whatever the weights")),
            )
        ],
        "columns": [
            Column("place", _("Place"), numeric=True),
            Column("number", _("No."), numeric=True),
            Column("title", _("Submission")),
            Column("score", _("Weighted mean"), numeric=True),
            Column("group", _("Over all weightings")),
            Column("share", _("In, share of weightings"), numeric=True),
            Column("places", _("Places, 90 %"), numeric=True),
            Column("drawing", _("First – last place")),
        ],
        "sentence": _sentence(counts, weighing, len(found)),
    }


def _sentence(counts: Counter[str], weighing: Weighing, total: int) -> str:
    told = ngettext(
        "Of %(total)s submission, with %(places)s places: %(inside)s in and %(out)s out whatever the weights, "
        "%(contested)s hang on them.",
        "Of %(total)s submissions, with %(places)s places: %(inside)s in and %(out)s out whatever the weights, "
        "%(contested)s hang on them.",
        total,
    )
    return told % {
        "total": total, "places": weighing.places, "inside": counts["in"], "out": counts["out"],
        "contested": counts["contested"],
    }  # fmt: skip


def rows_of(request: SignedInRequest, call: Call, scores: Scores, weighing: Weighing) -> list[Row]:
    """In the order of the places under the given weights; those under a floor last."""
    found = weightings_of(scores, weighing, by=request.user).result["submissions"]
    names = names_of(call, list(found))
    criteria = {criterion.code: str(read(criterion.name)) for criterion in scores.criteria}
    last = max([place["worst"] or 1 for place in found.values()], default=1)
    ordered = sorted(
        found, key=lambda key: (found[key]["place"] or 10**6, -(found[key]["score"] or 0), names[key].number)
    )
    return [_row(names[key], found[key], criteria, last, weighing.places) for key in ordered]


def _row(named: Named, place: dict[str, Any], criteria: dict[str, str], last: int, places: int) -> Row:
    def at(value: float) -> float:
        return round(8 + (value - 1) / max(1, last - 1) * (WIDE - 16), 1)

    runs = place["place"] is not None
    return Row(
        named=named,
        place=str(place["place"]) if runs else "–",
        score=figure(place["score"]),
        places=f"{place['best']}–{place['worst']}" if runs else "–",
        share=f"{figure(100 * place['share'], 0)} %",
        group=place["group"],
        floors=", ".join(criteria[code] for code in place["under_floor"]),
        line=(at(place["best"]), at(place["worst"]), at(min(max(place["place"], 1), last))) if runs else None,
        cut=at(min(places + 0.5, last + 0.4)),
    )


@require_safe
def as_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """What the page shows, as a table."""
    call = call_for_study(request, key)
    scores = scores_for(request.user, call)
    _form, weighing = _weighing(request, call, scores)
    found = weightings_of(scores, weighing, by=request.user).result["submissions"]
    names = names_of(call, list(found))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["number", "key", "title", "group", "share_in", "place", "best", "worst", "weighted_mean", "under_floor"]
    )
    for key_, place in found.items():
        named, figures = names[key_], [place[word] for word in ("place", "best", "worst", "score")]
        shown = ["" if value is None else value for value in figures]
        line = [named.number, named.key, harmless(named.title), place["group"], round(place["share"], 4), *shown]
        writer.writerow([*line, " ".join(place["under_floor"])])
    headers = {"Content-Disposition": f'attachment; filename="kotokaari-weightings-{call.key}.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def for_meeting(request: SignedInRequest, key: str) -> HttpResponse:
    """Let the meeting begin from this many places and the agreed weights."""
    call = call_for_study(request, key)
    require(permissions.can_lead_judging(request.user, call))
    form = PlacesForm(request.POST)
    if form.is_valid():
        use_for_meeting(call, by=request.user, **form.cleaned_data)
        messages.success(request, _("The meeting will begin with what hangs on the weights, by these places."))
    else:
        messages.error(request, _("Nothing was changed: give the number of places."))
    return redirect("assessment:weightings", call.key)
