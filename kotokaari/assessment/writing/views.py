"""Judging over HTTP."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.panel.public import Assignment, Seat
from kotokaari.people.public import SignedInRequest

from .. import actions, queries
from ..actions.life import problems_of
from ..models import Assessment
from . import content, forming

PLAIN, OFFICIAL = "plain", "official"


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything this person has to judge: what waits, until when, what is done."""
    tasks = queries.tasks_of(request.user)
    context = {
        "waiting": [task for task in tasks if task.state in ("begun", "todo")],
        "undeclared": [task for task in tasks if task.state == "undeclared"],
        "done": [task for task in tasks if task.state == "done"],
        "tasks": tasks,
        "next": next((task for task in tasks if task.state in ("begun", "todo")), None),
        "trail": [(_("My work"), reverse("home:work")), (_("My assessments"), "")],
    }
    return render(request, "assessment/mine.html", context)


@require_safe
def next_one(request: SignedInRequest) -> HttpResponse:
    """On to what waits next; to the list when nothing does."""
    task = queries.next_task(request.user)
    return redirect("assessment:assess", task.assignment.uuid) if task else redirect("assessment:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Submission and form side by side. What is typed is kept, whole or not."""
    assignment = queries.assignment_for(request.user, uuid)
    if not assignment.is_declared:  # type: ignore[attr-defined]
        return _declare_first(request, assignment)
    assessment = queries.assessment_of(assignment)
    if assessment and assessment.state == Assessment.State.HANDED_IN:
        return _handed_in_page(request, assignment, assessment)
    if request.method != "POST":
        return _page(request, assignment)
    sent = forming.typed(request.POST, list(assignment.seat.call.rubric.criteria.all()))
    try:
        saved = _save(request, assignment, sent)
    except DomainError as error:
        messages.error(request, str(error))
        return _page(request, assignment, sent=sent, status=409)
    if saved.conflicts:
        return _page(request, _fresh(request, assignment), sent=sent, conflicts=saved.conflicts, status=409)
    if "hand_in" in request.POST:
        return redirect("assessment:hand-in", assignment.uuid)
    messages.success(request, _("Saved."))
    return redirect(_address(assignment, request.POST.get("_words", "")))


@require_POST
def typed(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Keep what has been typed so far: 200 with the time; 409 names the parts that another page changed meanwhile."""
    assignment = queries.assignment_for(request.user, uuid)
    if not assignment.is_declared:  # type: ignore[attr-defined]
        return JsonResponse({"problem": _("Say first whether you have a conflict.")}, status=409)
    sent = forming.typed(request.POST, list(assignment.seat.call.rubric.criteria.all()))
    try:
        saved = _save(request, assignment, sent)
    except DomainError as error:
        return JsonResponse({"problem": str(error)}, status=409)
    told = {"saved_at": saved.assessment.saved_at.isoformat(), "conflicts": list(saved.conflicts)}
    return JsonResponse(told, status=409 if saved.conflicts else 200)


def _save(request: SignedInRequest, assignment: Assignment, sent: forming.Typed) -> actions.Saved:
    wanted = _uuid(request.POST.get("_version", ""))
    version = assignment.submission.versions.filter(uuid=wanted).first() if wanted else None
    return actions.save_assessment(
        assignment,
        scores=sent.scores,
        texts=sent.texts,
        by=request.user,
        language=sent.language,
        version=version,
        form=sent.form,
        base=sent.base,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fresh(request: SignedInRequest, assignment: Assignment) -> Assignment:
    return queries.assignment_for(request.user, assignment.uuid)


def _address(assignment: Assignment, words: str) -> str:
    address = reverse("assessment:assess", args=[assignment.uuid])
    return f"{address}?words={words}" if words in (PLAIN, OFFICIAL) else address


def _declare_first(request: SignedInRequest, assignment: Assignment) -> HttpResponse:
    declare_url = reverse("panel:declare", args=[assignment.seat.uuid])
    context = {
        "assignment": assignment,
        "declare_url": declare_url,
        "trail": _trail(_("Say first whether you have a conflict")),
    }
    return render(request, "assessment/declare_first.html", context)


def _trail(here: str) -> list[tuple[str, str]]:
    return [(_("My work"), reverse("home:work")), (_("My assessments"), reverse("assessment:mine")), (here, "")]


def _is_plain(request: SignedInRequest, seat: Seat) -> bool:
    """Plain words for whoever wants them: the address says, else the seat."""
    asked = request.POST.get("_words") or request.GET.get("words", "")
    if asked in (PLAIN, OFFICIAL):
        return asked == PLAIN
    return seat.plain_view or seat.part == Seat.Part.BY_EXPERIENCE


def _common(request: SignedInRequest, assignment: Assignment) -> dict[str, Any]:
    """What every page about one assignment shows."""
    call, assessment = assignment.seat.call, queries.assessment_of(assignment)
    version = assessment.version if assessment else assignment.submission.current
    title = str(read(version.title)) if version else str(assignment.submission)
    timetable = queries.timetable_of(call)
    current = assignment.submission.current
    return {
        "assignment": assignment,
        "assessment": assessment,
        "call": call,
        "version": version,
        "newer": current if current and version and current.number > version.number else None,
        "title": title,
        "task": queries.Task(assignment, assessment, timetable.due_on if timetable else None, True),
        "trail": _trail(title),
    }


def _page(
    request: SignedInRequest,
    assignment: Assignment,
    *,
    sent: forming.Typed | None = None,
    problems: dict[str, str] | None = None,
    conflicts: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = _common(request, assignment)
    assessment, call = context["assessment"], context["call"]
    criteria = list(call.rubric.criteria.all())
    plain = _is_plain(request, assignment.seat)
    sections, jumps = content.of_version(context["version"], criteria)
    standing = forming.standing_scores(assessment, criteria)
    parts = forming.criterion_parts(
        criteria,
        standing,
        plain=plain,
        jumps=jumps,
        said=sent.scores if sent else None,
        problems=problems,
        conflicts=conflicts,
    )
    context |= {
        "sections": sections,
        "since": content.since_earlier(request.user, context["version"]),
        "parts": parts,
        "progress_words": forming.PROGRESS_WORDS,
        "answered": sum(part.is_answered for part in parts),
        "texts": forming.text_parts(assessment, said=sent.texts if sent else None, conflicts=conflicts),
        "conflicts": conflicts,
        "form_token": secrets.token_hex(8),
        "form_key": f"assessment-{assignment.uuid}",
        "language": (sent and sent.language) or (assessment.language if assessment else request.user.language),
        "languages": [("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
        "most": forming.MOST,
        "plain": plain,
        "has_plain": any(criterion.plain_question for criterion in criteria),
        "next": queries.next_task(request.user, assignment),
    }
    return render(request, "assessment/assess.html", context, status=status)


def _handed_in_page(request: SignedInRequest, assignment: Assignment, assessment: Assessment) -> HttpResponse:
    """One's own assessment as it was handed in."""
    criteria = list(assignment.seat.call.rubric.criteria.all())
    sections, jumps = content.of_version(assessment.version, criteria)
    context = _common(request, assignment) | {
        "parts": forming.criterion_parts(
            criteria, forming.standing_scores(assessment, criteria), plain=False, jumps=jumps
        ),
        "sections": sections,
        "texts": forming.text_parts(assessment),
        "may_read_others": queries.may_read_others(request.user, assignment),
        "next": queries.next_task(request.user, assignment),
    }
    return render(request, "assessment/handed_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Look at it once more, then hand in. What is missing is named, a sentence for each criterion."""
    assignment = queries.assignment_for(request.user, uuid)
    assessment = queries.assessment_of(assignment)
    if assessment is None or not assignment.is_declared:  # type: ignore[attr-defined]
        return redirect("assessment:assess", assignment.uuid)
    if request.method == "POST":
        try:
            actions.hand_in(assessment, by=request.user)
        except actions.NotReady:
            pass  # the page names every criterion
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("assessment:assess", assignment.uuid)
        else:
            messages.success(request, _("Thank you. The assessment is handed in."))
            return redirect("assessment:mine")
    elif assessment.state == Assessment.State.HANDED_IN:
        return redirect("assessment:assess", assignment.uuid)
    criteria = list(assignment.seat.call.rubric.criteria.all())
    context = _common(request, assignment) | {
        "problems": problems_of(assessment),
        "parts": forming.criterion_parts(
            criteria, forming.standing_scores(assessment, criteria), plain=False, jumps={}
        ),
        "tried": request.method == "POST",
    }
    return render(request, "assessment/hand_in.html", context, status=409 if request.method == "POST" else 200)


@require_POST
def new_version(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Judge what was sent last; what was written stays."""
    assignment = queries.assignment_for(request.user, uuid)
    assessment = queries.assessment_of(assignment)
    if assessment and assignment.is_declared:  # type: ignore[attr-defined]
        try:
            actions.read_new_version(assessment, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("You now judge the newer version. Your levels and reasons are as they were."))
    return redirect("assessment:assess", assignment.uuid)


@require_safe
def others(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What the others found of the same submission, once this member may read it."""
    assignment = queries.assignment_for(request.user, uuid)
    if not assignment.is_declared:  # type: ignore[attr-defined]
        return redirect("assessment:assess", assignment.uuid)
    context = _common(request, assignment) | {
        "allowed": queries.may_read_others(request.user, assignment),
        "found": queries.others_of(request.user, assignment),
        "criteria": list(assignment.seat.call.rubric.criteria.all()),
    }
    return render(request, "assessment/others.html", context)
