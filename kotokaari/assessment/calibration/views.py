"""The calibration of a call over HTTP, for those who run it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.calls.public import Call
from kotokaari.foundation.access import require
from kotokaari.panel.public import Assignment
from kotokaari.people.public import SignedInRequest
from kotokaari.submissions.public import Submission
from kotokaari.ui.public import Column, Tab, query_with

from .. import permissions
from ..models import Study
from . import exports, showing, wording
from .making import MODELS, calibration_of
from .scores import Scores, judges_of, names_of, scores_for


def call_for_study(request: SignedInRequest, key: str) -> Call:
    """The call, for those who run it: 404, or 403."""
    calls = Call.objects.visible_to(request.user).select_related("rubric")
    call: Call = get_object_or_404(calls, key=key)
    require(permissions.can_see_progress(request.user, call))
    return call


def trail(call: Call, here: str) -> list[tuple[str, str]]:
    """The way here."""
    judging = reverse("assessment:progress", args=[call.key])
    return [(str(call), call.get_absolute_url()), (_("Judging"), judging), (here, "")]


def coverage(request: SignedInRequest, call: Call, scores: Scores) -> dict[str, Any]:
    """How much of the judging the figures rest on, and whether something is left out for this reader. Two queries."""
    standing = Submission.objects.standing().filter(call=call).count()
    visible = Assignment.objects.seen_by_those_who_run(request.user).standing().filter(submission__call=call)
    done = len({(submission, seat) for submission, seat, _code, _level in scores.found})
    judged = len({row[0] for row in scores.found})
    return {"done": done, "given": max(done, visible.count()), "judged": judged, "has_more": judged < standing}


def _study(request: SignedInRequest, scores: Scores) -> Study:
    model = request.GET.get("model", MODELS[0])
    return calibration_of(scores, model=model if model in MODELS else MODELS[0], by=request.user)


@require_safe
def page(request: SignedInRequest, key: str) -> HttpResponse:
    """Raw distribution, corrected scores beside the raw ones, judges, criteria, agreement, and what it all says."""
    call = call_for_study(request, key)
    scores = scores_for(request.user, call)
    context: dict[str, Any] = {
        "call": call,
        "trail": trail(call, _("Calibration")),
        "coverage": coverage(request, call, scores),
        "is_empty": not scores.found,
    }
    if scores.found:
        context |= _figures(request, call, scores)
    return render(request, "assessment/calibration.html", context)


def _figures(request: SignedInRequest, call: Call, scores: Scores) -> dict[str, Any]:
    study = _study(request, scores)
    result = study.result
    names, judges = names_of(call, list(result["raw"])), judges_of(call)
    why, parts = ("", []) if result["connected"] and result["judges"] else wording.refusal(result, judges, names)
    return {
        "study": study,
        "result": result,
        "spreads": showing.spreads(scores),
        "spread_columns": _spread_columns(),
        "submissions": showing.submission_rows(result, names),
        "submission_columns": _submission_columns(),
        "judges": showing.judge_rows(scores, result, judges),
        "judge_columns": _judge_columns(),
        "criteria": showing.criterion_rows(scores, result, wording.of_alpha),
        "criterion_columns": _criterion_columns(),
        "model_columns": _model_columns(),
        "has_rasch": bool(result["judges"]),
        "why": why,
        "parts": parts,
        "sentences": wording.reading(scores, result, judges),
        "notes": wording.notes(result, judges, names),
        "thresholds": showing.thresholds(result, scores),
        "reliability": showing.figure(result["reliability"]["reliability"]),
        "separation": showing.figure(result["reliability"]["separation"]),
        "tabs": _models(request),
        "model": result["model"],
        "query": query_with(request.GET),
        "submission_address": reverse("assessment:submission", args=[call.key, "KEY"]).removesuffix("KEY/"),
    }


def _models(request: SignedInRequest) -> list[Tab]:
    labels = (_("One scale for all criteria"), _("A scale for each criterion"))
    return [
        Tab(model, label, query_with(request.GET, model=model)) for model, label in zip(MODELS, labels, strict=True)
    ]


def _spread_columns() -> list[Column]:
    return [
        Column("criterion", _("Criterion")),
        Column("drawing", _("Share of levels")),
        *[Column(f"level-{level}", str(level), numeric=True) for level in range(5)],
        Column("cannot", _("Cannot judge"), numeric=True),
        Column("mean", _("Mean"), numeric=True),
    ]


def _submission_columns() -> list[Column]:
    return [
        Column("number", _("No."), numeric=True),
        Column("title", _("Submission")),
        Column("raw", _("Raw mean"), numeric=True),
        Column("corrected", _("Corrected"), numeric=True),
        Column("moved", _("Difference"), numeric=True),
        Column("interval", _("95 % interval")),
        Column("drawing", _("Raw and corrected, 0–4")),
        Column("places", _("Place, raw → corrected")),
    ]


def _judge_columns() -> list[Column]:
    return [
        Column("name", _("Member")),
        Column("submissions", _("Submissions"), numeric=True),
        Column("mean", _("Raw mean"), numeric=True),
        Column("beside", _("Beside the middle of the panel")),
        Column("interval", _("95 % interval")),
        Column("drawing", _("Severe – mild")),
    ]


def _criterion_columns() -> list[Column]:
    return [
        Column("name", _("Criterion")),
        Column("words", _("In words")),
        Column("alpha", _("Alpha"), numeric=True),
        Column("interval", _("95 % interval")),
        Column("drawing", _("Agreement, 0–1")),
        Column("submissions", _("Judged twice or more"), numeric=True),
    ]


def _model_columns() -> dict[str, list[Column]]:
    """What the Rasch model says of submissions, members and criteria."""
    se, infit = Column("se", _("Standard error"), numeric=True), Column("infit", _("Infit"), numeric=True)
    return {
        "submissions": [
            Column("number", _("No."), numeric=True),
            Column("title", _("Submission")),
            Column("fair", _("Fair average"), numeric=True),
            Column("measure", _("Measure (logits)"), numeric=True),
            se,
            infit,
        ],
        "judges": [
            Column("name", _("Member")),
            Column("severity", _("Severity (logits)"), numeric=True),
            se,
            infit,
            Column("outfit", _("Outfit"), numeric=True),
        ],
        "criteria": [
            Column("name", _("Criterion")),
            Column("difficulty", _("Difficulty (logits)"), numeric=True),
            se,
            infit,
        ],
    }


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def as_json(request: SignedInRequest, key: str) -> HttpResponse:
    """Everything as ``kotokaari panel calibrate --json`` prints it, with the mixed model beside it."""
    call = call_for_study(request, key)
    result = _study(request, scores_for(request.user, call)).result
    told = exports.as_json(result, names_of(call, list(result["raw"])), judges_of(call))
    headers = {"Content-Disposition": f'attachment; filename="kotokaari-calibration-{call.key}.json"'}
    return JsonResponse(told, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def as_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """Submissions with raw and corrected figures as a table."""
    call = call_for_study(request, key)
    result = _study(request, scores_for(request.user, call)).result
    return _file(exports.as_csv(result, names_of(call, list(result["raw"]))), f"kotokaari-calibration-{call.key}.csv")


@require_safe
def ratings_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """The scores, to compute with oneself."""
    call = call_for_study(request, key)
    scores = scores_for(request.user, call)
    names = names_of(call, list({str(row[0]) for row in scores.found}))
    return _file(exports.ratings_csv(scores, names, judges_of(call)), f"kotokaari-ratings-{call.key}.csv")
