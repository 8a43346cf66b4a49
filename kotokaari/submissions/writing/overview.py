"""A submission as its authors see it: where it stands, what is missing, what was sent."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import language_name
from kotokaari.foundation.text import LANGUAGES

from .. import answering, permissions, queries, receipt
from ..asking import asked_in, parts_of
from ..models import GateCheck, Submission, SubmissionVersion
from ..reading.content import content_of
from ..registries import authors_sections
from ..sketch import version_as_it_stands
from .fetching import submission_of, title_of, trail
from .form import authors_of, page_links, time_words


def submission(request: HttpRequest, key: str) -> HttpResponse:
    """Where it stands and what can be done next. Those who run the call are led to what was sent."""
    if not queries.submissions_written_by(request.user).filter(key=key).exists():
        return _elsewhere(request, key)
    draft = submission_of(request.user, key)
    asked = asked_in(draft.call)
    files = list(draft.files.filter(removed_at__isnull=True))
    answered = [file.question_id for file in files]
    problems = answering.problems_of(asked, draft, answered)
    pages = page_links(draft, parts_of(asked), answered)
    context = {
        "call": draft.call,
        "title": title_of(draft),
        "trail": trail(draft),
        "stand": queries.stand_of(draft),
        "pages": pages,
        "next_page": next((page for page in pages if page["problems"] or page["open"]), pages[0] if pages else None),
        "problems": problems,
        "readiness": answering.readiness_of(asked, draft, answered),
        "versions": draft.versions.select_related("sent_by").defer("record", "answers", "questions"),
        "authors": authors_of(draft),
        "files": files,
        "failed": _failed(draft),
        "may_develop": queries.can_be_developed(draft),
        "sections": authors_sections(request, draft),
        "may_lead": permissions.can_lead_authors(request.user, draft),
        **time_words(draft),
    }
    return render(request, "submissions/submission.html", context)


def _elsewhere(request: HttpRequest, key: str) -> HttpResponse:
    if queries.submissions_readable_by(request.user).filter(key=key).exists():
        try:
            return redirect("submissions:read", key)
        except NoReverseMatch:
            pass
    raise Http404


def _failed(draft: Submission) -> list[GateCheck]:
    """Why it was returned, or is not eligible."""
    if draft.current_id is None or not draft.eligibility:
        return []
    checks = GateCheck.objects.filter(version=draft.current_id, result=GateCheck.Result.FAILED)
    return list(checks.select_related("gate"))


def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as it would be read once it is sent."""
    draft = submission_of(request.user, key)
    return _read(request, draft, version_as_it_stands(draft), is_preview=True)


def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What was sent, exactly."""
    draft = submission_of(request.user, key)
    return _read(request, draft, queries.version_of(draft, number), is_preview=False)


def _read(request: HttpRequest, draft: Submission, shown: SubmissionVersion, *, is_preview: bool) -> HttpResponse:
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else (get_language() or "fi")[:2]
    here = _("Preview") if is_preview else _("Version %(number)s") % {"number": shown.number}
    context = {
        "submission": draft,
        "call": draft.call,
        "version": shown,
        "is_preview": is_preview,
        "sections": content_of(shown, language),
        "also": _not_asked(shown),
        "title": shown.title.read(language) or title_of(draft),
        "trail": trail(draft, here),
        "languages": [(code, language_name(code), code == language) for code in LANGUAGES],
        **time_words(draft),
    }
    return render(request, "submissions/version.html", context)


def _not_asked(shown: SubmissionVersion) -> list[str]:
    """Fields of the record that are sent though the call does not ask for them: they came with the practice."""
    from kotokaari.catalogue.public import RECORD_FIELDS

    asked = {question.get("field") for question in shown.questions}
    return [str(field.label) for name, field in RECORD_FIELDS.items() if name in shown.record and name not in asked]


def receipt_pdf(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The receipt of a version, on paper."""
    draft = submission_of(request.user, key)
    sent = queries.version_of(draft, number)
    response = HttpResponse(receipt.paper(sent, (get_language() or "fi")[:2]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{receipt.file_name(sent)}"'
    return response


def back_to(draft: Submission) -> str:
    """The page of a submission."""
    return reverse("submissions:submission", args=[draft.key])
