"""The report of a day: as a page, on paper, as a document, as data. The open version anybody may have once it is done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.foundation.access import require
from kotokaari.foundation.fields import read
from kotokaari.innovation.models import Day
from kotokaari.innovation.preparing import page
from kotokaari.innovation.preparing.permissions import can_host_day
from kotokaari.people.public import SignedInRequest

from . import files, paper, word
from .gathering import gather

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _own(request: HttpRequest, key: str) -> Day:
    """A day whose report this person may read: those who run it."""
    day = get_object_or_404(
        Day.objects.run_by(request.user).select_related("organisation", "survey", "feedback"), key=key
    )
    require(can_host_day(request.user, day))
    return day


def _open(key: str) -> Day:
    """A day whose open version is there: public and done."""
    days = Day.objects.public().filter(state=Day.State.DONE).select_related("organisation", "survey", "feedback")
    return get_object_or_404(days, key=key)


def _named(day: Day, name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{day.slug}-{name}"'}


@require_safe
def report(request: SignedInRequest, key: str) -> HttpResponse:
    """The whole report as a page, with every way to take it along."""
    day = _own(request, key)
    return _shown(request, day, openly=False)


@login_not_required
@require_safe
def open_report(request: HttpRequest, key: str) -> HttpResponse:
    """The open version as a page."""
    return _shown(request, _open(key), openly=True)


def _shown(request: HttpRequest, day: Day, *, openly: bool) -> HttpResponse:
    told = gather(day, openly=openly)
    context: dict[str, Any] = {
        "day": day,
        "told": told,
        "labels": paper.labels(),
        "files": _ways(day, openly),
        "trail": [
            (_("Innovation days"), reverse("innovation:list")),
            (read(day.name), day.get_absolute_url()),
            (_("Report"), ""),
        ],
        "open_url": reverse("innovation:open-report", args=[day.key]) if _has_open_version(day) else "",
    }
    return page.not_kept(render(request, "innovation/report/report.html", context))


def _has_open_version(day: Day) -> bool:
    return day.state == Day.State.DONE and not day.is_rehearsal


def _ways(day: Day, openly: bool) -> list[tuple[str, str, str]]:
    """Label, address and icon of each way to take the report along."""
    if openly:
        return [
            (_("Report (PDF)"), reverse("innovation:open-report-pdf", args=[day.key]), "file"),
            (_("All data (ZIP)"), reverse("innovation:open-report-data", args=[day.key]), "download"),
        ]
    return [
        (_("Report (PDF)"), reverse("innovation:report-pdf", args=[day.key]), "file"),
        (_("Document (Word)"), reverse("innovation:report-docx", args=[day.key]), "edit"),
        (_("Log (JSONL)"), reverse("innovation:report-log", args=[day.key]), "download"),
        (_("All data (ZIP)"), reverse("innovation:report-data", args=[day.key]), "download"),
    ]


@require_safe
def report_pdf(request: SignedInRequest, key: str) -> HttpResponse:
    """The report on paper."""
    day = _own(request, key)
    return HttpResponse(paper.paper(gather(day)), content_type="application/pdf", headers=_named(day, "report.pdf"))


@login_not_required
@require_safe
def open_report_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The open version on paper."""
    day = _open(key)
    made = paper.paper(gather(day, openly=True))
    return HttpResponse(made, content_type="application/pdf", headers=_named(day, "open.pdf"))


@require_safe
def report_docx(request: SignedInRequest, key: str) -> HttpResponse:
    """The report as a document."""
    day = _own(request, key)
    return HttpResponse(word.document(gather(day)), content_type=DOCX, headers=_named(day, "report.docx"))


@require_safe
def report_log(request: SignedInRequest, key: str) -> StreamingHttpResponse:
    """The log line by line, the codebook first."""
    day = _own(request, key)
    lines = (f"{line}\n" for line in files.log_lines(day))
    return StreamingHttpResponse(
        lines, content_type="application/jsonl; charset=utf-8", headers=_named(day, "log.jsonl")
    )


@require_safe
def report_data(request: SignedInRequest, key: str) -> HttpResponse:
    """Everything as data."""
    day = _own(request, key)
    return HttpResponse(
        files.bundle(day, openly=False), content_type="application/zip", headers=_named(day, "data.zip")
    )


@login_not_required
@require_safe
def open_report_data(request: HttpRequest, key: str) -> HttpResponse:
    """The open version as data."""
    day = _open(key)
    made = files.bundle(day, openly=True)
    return HttpResponse(made, content_type="application/zip", headers=_named(day, "open.zip"))
