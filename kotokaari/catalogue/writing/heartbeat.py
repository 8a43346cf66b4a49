"""The page behind the yearly letter: no sign-in, one click. Opening it changes nothing, for mail scanners open links."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError

from .. import actions, forms, heartbeat, permissions
from ..actions.heartbeat import can_take_back
from ..models import HeartbeatLetter, Practice
from .sheets import title_of

ANSWERS_AN_HOUR = 30


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def still_so(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, correct it, or it has ended: in the name of the person the letter went to."""
    letter = heartbeat.letter_of(token)
    if letter is None:
        _slow_down_guessing(request)
        return render(request, "catalogue/still_so_closed.html", {"practice": None}, status=410)
    if not letter.to.is_active or not permissions.can_confirm_practice(letter.to, letter.practice):
        return render(request, "catalogue/still_so_closed.html", {"practice": letter.practice}, status=410)
    form = forms.ReasonForm(request.POST if request.POST.get("answer") == "ended" else None)
    problem = _answer(letter, request, form) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("catalogue:draft", letter.practice.key) if _wants_draft(request) else redirect(request.path)
    return render(request, "catalogue/still_so.html", _shown(letter, request, form, problem))


def _slow_down_guessing(request: HttpRequest) -> None:
    try:
        limits.count("wrong-heartbeat", limits.address_of(request), times=ANSWERS_AN_HOUR, seconds=3600)
    except limits.TooOften as refusal:
        raise Http404 from refusal


def _wants_draft(request: HttpRequest) -> bool:
    return request.POST.get("answer") == HeartbeatLetter.Answer.CORRECT


def _answer(letter: HeartbeatLetter, request: HttpRequest, form: forms.ReasonForm) -> str:
    """Do what was answered; the sentence that says why it could not be done, or ""."""
    answer = request.POST.get("answer", "")
    if answer == "ended" and not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        limits.count("heartbeat", letter.pk, times=ANSWERS_AN_HOUR, seconds=3600)
        if answer == "undo":
            actions.take_back_ending(letter, by=letter.to)
        else:
            reason = form.text("reason") if answer == "ended" else None
            actions.answer_heartbeat(letter, answer=answer, reason=reason, by=letter.to)
    except DomainError as error:
        return str(error)
    return ""


def _shown(letter: HeartbeatLetter, request: HttpRequest, form: forms.ReasonForm, problem: str) -> dict[str, Any]:
    letter.refresh_from_db()
    practice = Practice.objects.select_related("current", "owner").get(pk=letter.practice_id)
    is_open = practice.review_due == letter.due_on and practice.status == Practice.Status.PUBLISHED
    return {
        "letter": letter,
        "practice": practice,
        "title": title_of(practice),
        "is_open": is_open,
        "can_undo": can_take_back(letter),
        "form": form,
        "problem": problem,
        "chosen": request.POST.get("answer") or request.GET.get("answer", ""),
    }
