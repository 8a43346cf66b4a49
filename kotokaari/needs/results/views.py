"""The results of a survey over HTTP, for those who run it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kotokaari.foundation.fields import read
from kotokaari.ui.public import Tab

from ..models import Survey
from . import actions, files
from .forms import SizesForm
from .gaps import gaps_of, left_out, sizes_told
from .gathering import Gathered, gather, survey_run_by, text_counts
from .telling import crossed, gap_rows, gap_sentence, tables_of, who_answered


def trail_of(survey: Survey, here: str) -> list[tuple[str, str]]:
    """The way to a page of a survey's results."""
    return [
        (_("Surveys"), reverse("needs:list")),
        (str(read(survey.name)), survey.get_absolute_url()),
        (here, ""),
    ]


def tabs_of(survey: Survey) -> list[Tab]:
    """The pages around what was answered."""
    pages = (("results", pgettext("survey", "Results")), ("coding", _("Open answers")), ("themes", _("Themes")))
    return [Tab(name, label, reverse(f"needs:{name}", args=[survey.key])) for name, label in pages]


def private(response: Any) -> HttpResponse:
    """Kept by nobody on the way."""
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def results(request: HttpRequest, key: str) -> HttpResponse:
    """Every chart with its table and a sentence; fewer than five answers show nothing."""
    found = gather(survey_run_by(request.user, key))
    return private(render(request, "needs/results/results.html", _told(found)))


def _told(found: Gathered) -> dict[str, Any]:
    survey = found.survey
    context: dict[str, Any] = {
        "survey": survey,
        "trail": trail_of(survey, pgettext("survey", "Results")),
        "tabs": tabs_of(survey),
    }
    if not found.is_enough:
        return context
    gaps = gaps_of(found)
    rows = gap_rows(found, gaps)
    question = found.profession_question
    return context | {
        "many": len(found.people),
        "groups": who_answered(found),
        "cross": crossed(found),
        "questions": tables_of(found, text_counts(survey)),
        "gaps": gaps,
        "gap_rows": rows,
        "gap_sentence": gap_sentence(rows, gaps),
        "has_professions": any(len(row.professions) > 1 for row in rows),
        "sizes_form": SizesForm(question=question) if question and rows else None,
        "has_sizes": sizes_told(found) is not None,
        "left_out": left_out(found),
    }


@require_http_methods(["POST"])
def sizes(request: HttpRequest, key: str) -> HttpResponse:
    """Enter how many work in each professional field."""
    survey = survey_run_by(request.user, key)
    question = (
        survey.questions.filter(type="profession").order_by("section__order", "section_id", "order", "id").first()
    )
    if question is None:
        raise Http404
    form = SizesForm(request.POST, question=question)
    if not form.is_valid():
        context = _told(gather(survey)) | {"sizes_form": form}
        return private(render(request, "needs/results/results.html", context, status=422))
    actions.set_sizes(survey=survey, question=question, sizes=form.sizes, by=request.user)
    messages.success(request, _("Saved. The gaps are reckoned with these sizes."))
    return redirect(reverse("needs:results", args=[key]) + "#gaps")


@require_safe
def results_json(request: HttpRequest, key: str) -> HttpResponse:
    """What the page tells, as JSON."""
    found = gather(survey_run_by(request.user, key))
    return private(JsonResponse(files.as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 1}))


@require_safe
def results_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One row a number."""
    found = gather(survey_run_by(request.user, key))
    return _file(files.as_csv(found), f"kotokaari-{key}.csv", "text/csv; charset=utf-8")


@require_safe
def results_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a spreadsheet."""
    found = gather(survey_run_by(request.user, key))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(files.as_xlsx(found), f"kotokaari-{key}.xlsx", kind)


@require_safe
def responses_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Marks as the command takes them; 404 while fewer than five answered."""
    found = gather(survey_run_by(request.user, key))
    if not found.is_enough:
        raise Http404
    return _file(files.responses_csv(found), "RESPONSES.csv", "text/csv; charset=utf-8")


@require_safe
def sizes_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Sizes as the command takes them; 404 where none were entered."""
    found = gather(survey_run_by(request.user, key))
    told = sizes_told(found) if found.is_enough else None
    if not told:
        raise Http404
    return _file(files.sizes_csv(told), "SIZES.csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)
