"""The page behind a reminder: no sign-in. Opening it changes nothing, for mail scanners open links; one button confirms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError

from . import answering, queries
from .forms import FORMS, OWN_FIELDS, RESULT_FIELDS, AnswerForm

AN_HOUR = {"times": 30, "seconds": 3600}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Is it still in use, what was changed, what came of it: in the name of the person the letter went to."""
    asked = queries.asked_by_token(token)
    if asked is None:
        _slow_down_guessing(request)
        return render(request, "adoption/follow_ups/closed.html", {"asked": None}, status=410)
    if not asked.may_answer or (not asked.is_open and asked.follow_up.answered_at is None):
        return render(request, "adoption/follow_ups/closed.html", {"asked": asked}, status=410)
    if asked.follow_up.answered_at is not None:
        return _answered(request, asked)
    chosen = request.POST.get("answer") or request.GET.get("answer", "")
    if chosen not in {answer.name for answer in answering.answers_to(asked.adoption)}:
        return _choose(request, asked, chosen)
    form = FORMS.get(chosen, AnswerForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.count("follow-up", asked.follow_up.pk, **AN_HOUR)
            answering.answer(asked.follow_up, answer=chosen, parts=form.parts, reason=form.reason, by=asked.person)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(request.path)
    return render(request, "adoption/follow_ups/answer.html", _shown(asked, chosen, form))


def _slow_down_guessing(request: HttpRequest) -> None:
    try:
        limits.count("wrong-follow-up", limits.address_of(request), **AN_HOUR)
    except limits.TooOften as refusal:
        raise Http404 from refusal


def _choose(request: HttpRequest, asked: queries.Asked, chosen: str) -> HttpResponse:
    """All answers to choose from."""
    problem = _("Choose one of the answers.") if chosen or request.method == "POST" else ""
    context = {"asked": asked, "adoption": asked.adoption, "answers": answering.answers_to(asked.adoption)}
    return render(request, "adoption/follow_ups/choose.html", {**context, "problem": problem})


def _shown(asked: queries.Asked, chosen: str, form: AnswerForm) -> dict[str, Any]:
    answers = answering.answers_to(asked.adoption)
    errors = form.errors if form.is_bound else {}
    return {
        "asked": asked,
        "adoption": asked.adoption,
        "answer": next(answer for answer in answers if answer.name == chosen),
        "others": [answer for answer in answers if answer.name != chosen],
        "form": form,
        "own_fields": OWN_FIELDS.get(chosen, ""),
        "result_fields": ",".join(RESULT_FIELDS),
        "is_result": chosen == answering.RESULT,
        "result_is_open": any(name in errors for name in RESULT_FIELDS),
    }


def _answered(request: HttpRequest, asked: queries.Asked) -> HttpResponse:
    """What was answered; for a quarter of an hour it can be taken back."""
    if request.method == "POST" and request.POST.get("answer") == "undo":
        try:
            limits.count("follow-up", asked.follow_up.pk, **AN_HOUR)
            answering.take_back(asked.follow_up, by=asked.person)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(request.path)
    known = {answer.name: answer.words for answer in answering.ALL}
    context = {"asked": asked, "adoption": asked.adoption, "words": known.get(asked.follow_up.answer, "")}
    return render(request, "adoption/follow_ups/answered.html", context)
