"""Pages for those who run a call: what it received, one submission, versions beside each other."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.catalogue.public import language_name
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import SignedInRequest
from kotokaari.ui.public import Column

from ..gates import gate_lines
from ..models import Recusal, Submission, SubmissionVersion
from .changes import changes_between
from .content import content_of
from .fetching import call_for, sent_for, title_of, trail
from .history import history_of
from .listing import as_csv, as_xlsx, barred, received

A_PAGE = 100
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def language_of(request: HttpRequest) -> str:
    """The reader's language."""
    return (get_language() or "fi")[:2]


@require_safe
def received_list(request: SignedInRequest, key: str) -> HttpResponse:
    """What a call has received. Nothing of submissions one is recused from but number and organisation."""
    call, language = call_for(request.user, key), language_of(request)
    found = received(call, request.user, request.GET, language)
    columns = [
        Column("number", _("No."), sortable=True, numeric=True),
        Column("title", _("Submission"), sortable=True),
        Column("organisation", _("Organisation"), sortable=True),
        Column("state", _("Where it stands"), sortable=True),
        Column("sent", _("Sent"), sortable=True),
    ]
    context = {
        "call": call,
        "found": found,
        "columns": columns,
        "page": Paginator(found.rows, A_PAGE).get_page(request.GET.get("page")),
        "barred": barred(call, request.user, language),
        "query": request.GET.urlencode(),
        "q": request.GET.get("q", ""),
        "kept": [
            (name, value) for name in request.GET for value in request.GET.getlist(name) if name not in ("q", "page")
        ],
        "trail": [*trail(call)[:-1], (_("Submissions"), "")],
    }
    return render(request, "submissions/reading/received.html", context)


@require_safe
def received_file(request: SignedInRequest, key: str, ending: str) -> HttpResponse:
    """The same list, narrowed and ordered alike, as a file."""
    call, language = call_for(request.user, key), language_of(request)
    make, media_type = FILES[ending]
    name = slugify(str(call))[:50] or call.key
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    rows = received(call, request.user, request.GET, language).rows
    return HttpResponse(make(rows, language), content_type=media_type, headers=headers)


@require_safe
def read(request: SignedInRequest, key: str) -> HttpResponse:
    """One submission as it was sent; ``?version=1`` an earlier one."""
    submission, language = sent_for(request.user, key), language_of(request)
    versions = list(submission.versions.select_related("sent_by"))
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), submission.current)
    assert version is not None
    version.submission = submission
    standing = Recusal.objects.filter(submission=submission, lifted_at__isnull=True)
    context = {
        "submission": submission,
        "call": submission.call,
        "version": version,
        "versions": versions,
        "is_current": version.pk == submission.current_id,
        "title": version.title.read(language),
        "sections": content_of(version, language),
        "lines": gate_lines(submission, version),
        "authors": submission.authors.filter(left_at=None).select_related("user").order_by("-is_lead", "since"),
        "recused": standing.count(),
        "history": history_of(submission),
        "language_name": language_name(version.source_language),
        "trail": trail(submission.call, (_("No. %(number)d") % {"number": submission.number or 0}, "")),
    }
    return render(request, "submissions/reading/read.html", context)


@require_safe
def compare(request: SignedInRequest, key: str) -> HttpResponse:
    """Two sent versions word by word; those of the round before too, when this answers the same again."""
    submission, language = sent_for(request.user, key), language_of(request)
    versions = list(_comparable(request.user, submission))
    after = _chosen(versions, request.GET.get("to"), versions[-1])
    before = _chosen(versions, request.GET.get("from"), versions[max(0, versions.index(after) - 1)])
    texts_in = request.GET.get("language", "")
    texts_in = texts_in if texts_in in LANGUAGES else ""
    context = {
        "submission": submission,
        "versions": [(one, one.submission_id != submission.pk) for one in versions],
        "before": before,
        "after": after,
        "language": texts_in,
        "languages": [(code, language_name(code)) for code in LANGUAGES],
        "changes": changes_between(before, after, language, texts_in),
        "title": title_of(submission),
        "trail": trail(submission.call, (title_of(submission), read_url(submission)), (_("Compare versions"), "")),
    }
    return render(request, "submissions/reading/compare.html", context)


def _comparable(user: Any, submission: Submission) -> list[SubmissionVersion]:
    """Every version of it, and of what it follows where this person may know that; the oldest first."""
    earlier = Submission.objects.run_by(user).filter(later=submission)
    found = SubmissionVersion.objects.filter(Q(submission=submission) | Q(submission__in=earlier.values("pk")))
    return list(found.order_by("submission__round__number", "number"))


def _chosen(versions: list[SubmissionVersion], uuid: str | None, otherwise: SubmissionVersion) -> SubmissionVersion:
    return next((version for version in versions if str(version.uuid) == uuid), otherwise)


def read_url(submission: Submission) -> str:
    """Its page for those who run the call."""
    return reverse("submissions:read", args=[submission.key])
