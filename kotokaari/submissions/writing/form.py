"""The form: one page for each section of the call, saved as typed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.catalogue.public import acted, record_spec, row_act
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import actions, answering, parking
from ..answering import Values
from ..asking import Asked, Part, asked_in, parts_of
from ..forms import FileForm, answers_form
from ..models import Author, Submission
from ..sketch import said_in
from ..timing import clock, left_in_words, window_of
from .fetching import me, submission_of, title_of, trail

FORM, BASE = "_form", "_base-"
RowAct = tuple[str, str, int]


@login_not_required  # what is typed after a sign-in has expired is kept until its author is back
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One page of the form. What is typed is kept, valid or not, closing time or not."""
    if not request.user.is_authenticated:
        return parking.park(request, f"{key}/{number}", request.path)
    submission = submission_of(request.user, key)
    pages, here = _pages(submission, number)
    if request.method != "POST":
        return _part_page(request, submission, pages, here, sent=parking.parked(request, f"{key}/{number}"))
    act = row_act(request.POST, _Rows(here))  # type: ignore[arg-type]
    try:
        saved = _save(request, submission, here, act)
    except actions.DraftConflict as conflict:
        return _part_page(request, submission, pages, here, sent=request.POST, act=act, conflict=conflict)
    except DomainError as error:
        messages.error(request, str(error))
        return _part_page(request, submission, pages, here, sent=request.POST, act=act)
    parking.taken(request, f"{key}/{number}")
    return redirect(_after(request, saved, pages, here, act))


@login_not_required  # as above
@require_POST
def autosave(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Keep what has been typed so far: 200 with the time, 409 when somebody else changed the same answers."""
    if not request.user.is_authenticated:
        return parking.park(request, f"{key}/{number}", reverse("submissions:part", args=[key, number]))
    submission = submission_of(request.user, key)
    _all, here = _pages(submission, number)
    try:
        saved = _save(request, submission, here, None)
    except actions.DraftConflict as conflict:
        return JsonResponse({"problem": str(conflict), "theirs": conflict.theirs}, status=409)
    except DomainError as error:
        return JsonResponse({"problem": str(error)}, status=409)
    parking.taken(request, f"{key}/{number}")
    return JsonResponse({"saved_at": saved.saved_at.isoformat(), "revision": saved.revision})


def time(request: HttpRequest, key: str) -> HttpResponse:
    """How long there is for sending: a fragment that the form asks for now and then."""
    return render(request, "submissions/writing/_time.html", time_words(submission_of(request.user, key)))


def time_words(submission: Submission) -> dict[str, Any]:
    """The time for sending, in words."""
    window = window_of(submission)
    return {
        "submission": submission,
        "window": window,
        "until": clock(window.until, submission.call),
        "closed": clock(submission.round.closes_at, submission.call),
        "left": left_in_words(window.until),
        "has_changed": submission.current is not None and has_changed(submission),
    }


def has_changed(submission: Submission) -> bool:
    """True when the draft says something else than what was last sent. Reads the present version."""
    version = submission.current
    said = said_in(submission)
    return version is not None and (said["record"] != version.record or said["answers"] != version.answers)


class _Rows:
    """What ``row_act`` needs of a page: its fields of the record."""

    def __init__(self, here: Part) -> None:
        self.fields = [one.field for one in here.asked if not one.is_own]


def _pages(submission: Submission, number: int) -> tuple[list[Part], Part]:
    pages = parts_of(asked_in(submission.call))
    here = next((page for page in pages if page.number == number), None)
    if here is None:
        raise Http404
    return pages, here


def _typed(sent: Mapping[str, Any], here: Part, act: RowAct | None) -> dict[str, Values]:
    values = {one.name: answering.form_values(one, sent) for one in here.asked if not one.is_file}
    if act:
        values[act[0]] = acted(values[act[0]], act)
    return values


def _base(sent: Mapping[str, Any]) -> dict[str, str]:
    """The fingerprints a form was opened with."""
    found = {}
    for key in sent:
        if key.startswith(BASE):
            value = sent[key]
            found[key[len(BASE) :]] = str(value[-1] if isinstance(value, list) and value else value)
    return found


def _save(request: HttpRequest, submission: Submission, here: Part, act: RowAct | None) -> Submission:
    typed = _typed(request.POST, here, act)
    return actions.save_draft(
        submission,
        data={name: given for values in typed.values() for name, given in values.items()},
        asked=here.asked,
        by=me(request),
        form=str(request.POST.get(FORM, ""))[:40],
        base=_base(request.POST) or None,
    )


def _after(request: HttpRequest, draft: Submission, pages: list[Part], here: Part, act: RowAct | None) -> str:
    """Where to go after saving: the same rows, the faults, or on."""
    address = reverse("submissions:part", args=[draft.key, here.number])
    if act:
        return f"{address}#rows_{act[0]}"
    if answers_form(draft, here.asked).all_problems:
        return f"{address}?look=problems"
    if "next" in request.POST and here.number < len(pages):
        return reverse("submissions:part", args=[draft.key, here.number + 1])
    for button in ("preview", "send"):
        if button in request.POST:
            return reverse(f"submissions:{button}", args=[draft.key])
    return draft.get_absolute_url()


def _part_page(
    request: HttpRequest,
    submission: Submission,
    pages: list[Part],
    here: Part,
    *,
    sent: Mapping[str, Any] | None = None,
    act: RowAct | None = None,
    conflict: actions.DraftConflict | None = None,
) -> HttpResponse:
    """``sent`` shows a form as it came in instead of what stands."""
    if conflict:
        submission.refresh_from_db(fields=["record", "answers", "as_typed", "revision", "saved_at"])
    form = answers_form(submission, here.asked, values=_typed(sent, here, act) if sent is not None else None)
    is_parked = sent is not None and request.method != "POST"
    files = list(submission.files.filter(removed_at__isnull=True))
    answered = [file.question_id for file in files]
    links = page_links(submission, pages, answered, here.number)
    context = {
        "submission": submission,
        "call": submission.call,
        "here": here,
        "pages": links,
        "is_ready": not any(link["problems"] for link in links),
        "languages": answering.readiness_of([one for page in pages for one in page.asked], submission, answered),
        "authors": authors_of(submission),
        "form": form,
        "questions": with_criteria(form.questions),
        "problems": form.all_problems,
        "form_key": f"{submission.uuid}-{here.number}",
        "form_token": _token(sent) if is_parked else secrets.token_hex(8),
        "base": {f"{BASE}{name}": mark for name, mark in _marks(submission, here, sent if is_parked else None).items()},
        "theirs": _their_words(submission, here, conflict),
        "is_parked": is_parked,
        "file_questions": [
            (
                one,
                FileForm(prefix=f"file-{one.pk}"),
                [file for file in files if file.question_id == one.pk],
                [(criterion, True) for criterion in one.serves],
            )
            for one in here.asked
            if one.is_file
        ],
        "following": pages[here.number] if here.number < len(pages) else None,
        "trail": trail(submission, here.words or _("Write")),
        "title": title_of(submission),
        **time_words(submission),
    }
    return render(request, "submissions/writing/part.html", context, status=409 if conflict else 200)


def with_criteria(questions: Iterable[tuple[Asked, str, Any]]) -> list[dict[str, Any]]:
    """Questions with the criteria they serve; each criterion is explained once on a page, then only named."""
    told: set[str] = set()
    found = []
    for asked, kind, part in questions:
        criteria = [(criterion, criterion.code not in told) for criterion in asked.serves]
        told.update(criterion.code for criterion in asked.serves)
        not_marked = not asked.is_required and (kind == "rows" or asked.field.type is record_spec.Type.FLAG)
        found.append({"asked": asked, "kind": kind, "part": part, "criteria": criteria, "not_marked": not_marked})
    return found


def authors_of(submission: Submission) -> list[Author]:
    """Who writes it now, the lead first. One query."""
    standing = submission.authors.filter(left_at__isnull=True)
    return list(standing.select_related("user").order_by("-is_lead", "pk"))


def _token(sent: Mapping[str, Any] | None) -> str:
    """The name of the open form a kept one was typed into: what it saved before is not somebody else's."""
    given = (sent or {}).get(FORM, "")
    return str(given[-1] if isinstance(given, list) and given else given or secrets.token_hex(8))


def _marks(submission: Submission, here: Part, parked: Mapping[str, Any] | None) -> dict[str, str]:
    """The fingerprint of each answer the form begins with; of a kept form, those it was opened with."""
    standing = {
        one.name: answering.same_values(one, answering.standing_values(one, submission))
        for one in here.asked
        if not one.is_file
    }
    return {**standing, **_base(parked)} if parked is not None else standing


def page_links(
    submission: Submission, pages: list[Part], files: list[int | None], here: int = 0
) -> list[dict[str, Any]]:
    """Every page of the form, and how much is missing or cannot be sent as it is."""
    problems = answering.problems_of([one for page in pages for one in page.asked], submission, files)
    return [
        {
            "part": page,
            "words": page.words,
            "href": reverse("submissions:part", args=[submission.key, page.number]),
            "problems": sum(name_of(name) in {one.name for one in page.asked} for name in problems),
            "open": sum(not answering.is_answered(one, submission, files) for one in page.asked),
            "is_here": page.number == here,
        }
        for page in pages
    ]


def name_of(form_name: str) -> str:
    """The question a form name belongs to: rows stand under their field."""
    return form_name.partition("-")[0] if not form_name.startswith("own_") else form_name


def _their_words(submission: Submission, here: Part, conflict: actions.DraftConflict | None) -> list[dict[str, Any]]:
    """What somebody else typed in the answers both of us changed."""
    if conflict is None:
        return []
    asked: dict[str, Asked] = {one.name: one for one in here.asked}
    by = {submission.as_typed.get(name, {}).get("by") for name in conflict.theirs} - {None, ""}
    writers = {str(user.uuid): user for user in User.objects.filter(uuid__in=by)}
    return [
        {
            "label": asked[name].words,
            "by": writers.get(submission.as_typed.get(name, {}).get("by", "")),
            "lines": [line for key, given in values.items() if not key.endswith("-id") for line in given if line],
        }
        for name, values in conflict.theirs.items()
    ]
