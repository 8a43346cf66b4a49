"""Gates by hand: what was found, back to be mended, not eligible, and undoing that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import SignedInRequest

from ..actions.gates import check_gates, find_not_eligible, return_to_mend, take_back_verdict
from ..gates import gate_lines
from ..models import Submission
from .content import content_of
from .fetching import sent_for, title_of, trail
from .forms import GateForm, ReasonForm, ReturnForm
from .views import language_of, read_url


@require_http_methods(["GET", "HEAD", "POST"])
def gates(request: SignedInRequest, key: str) -> HttpResponse:
    """Look at every gate of one submission, with what it reads beside it."""
    submission, language = sent_for(request.user, key), language_of(request)
    lines = gate_lines(submission)
    forms = [GateForm(request.POST or None, line=line, language=language) for line in lines]
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        results = {form.gate: _found(form, language) for form in forms if form.is_touched}
        if _did(request, lambda: check_gates(submission, results=results, by=request.user)):
            submission.refresh_from_db()
            if submission.eligibility == Submission.Eligibility.ELIGIBLE:
                messages.success(request, _("Every gate is passed: it goes to the panel."))
            else:
                messages.success(request, _("Saved."))
            return redirect(read_url(submission))
    context = {
        "submission": submission,
        "pairs": [(form, _read_by(form, submission, language)) for form in forms],
        "title": title_of(submission),
        "trail": trail(submission.call, (title_of(submission), read_url(submission)), (_("Gates"), "")),
    }
    return render(request, "submissions/reading/gates.html", context)


def _found(form: GateForm, language: str) -> tuple[str, TranslatedText]:
    reason = form.cleaned_data["reason"].strip()
    return form.cleaned_data["result"], TranslatedText.of(language, reason) if reason else TranslatedText()


def _read_by(form: GateForm, submission: Submission, language: str) -> list[Any]:
    """The answers that a gate looks at."""
    wanted = {str(name) for name in form.gate.reads}
    if not wanted or submission.current is None:
        return []
    sections = content_of(submission.current, language)
    return [
        answer
        for section in sections
        for answer in section.answers
        if {answer.code, answer.code.replace("-", "_")} & wanted
    ]


def _did(request: SignedInRequest, act: Any) -> bool:
    """Do it, or say why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: SignedInRequest, key: str) -> HttpResponse:
    """Return it to its authors to be mended, with a letter."""
    submission = sent_for(request.user, key)
    form = ReturnForm(request.POST or None, call=submission.call)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _did(request, lambda: return_to_mend(submission, until=data["until"], what=data["what"], by=request.user)):
            messages.success(request, _("Returned. Its authors get a letter now."))
            return redirect(read_url(submission))
    lines = [line for line in gate_lines(submission) if line.result == "failed"]
    context = {
        "submission": submission,
        "form": form,
        "lines": lines,
        "heading": _("Return it to be mended"),
        "button": _("Return and write to the authors"),
        **_around(submission, _("Return it to be mended")),
    }
    return render(request, "submissions/reading/verdict.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def not_eligible(request: SignedInRequest, key: str) -> HttpResponse:
    """It does not go to the panel, with a letter."""
    submission = sent_for(request.user, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _did(request, lambda: find_not_eligible(submission, reason=reason, by=request.user)):
            messages.success(request, _("It does not go to the panel. Its authors get a letter now."))
            return redirect(read_url(submission))
    context = {
        "submission": submission,
        "form": form,
        "lines": [line for line in gate_lines(submission) if line.result == "failed"],
        "heading": _("Not eligible"),
        "lead": _("It does not go to the panel. Its authors get a letter with your reason. You can take this back."),
        "button": _("Not eligible: write to the authors"),
        **_around(submission, _("Not eligible")),
    }
    return render(request, "submissions/reading/verdict.html", context)


def _around(submission: Submission, here: str) -> dict[str, Any]:
    title = title_of(submission)
    return {
        "title": title,
        "cancel": read_url(submission),
        "trail": trail(submission.call, (title, read_url(submission)), (here, "")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, key: str) -> HttpResponse:
    """Undo a return or "not eligible", after asking."""
    submission = sent_for(request.user, key)
    if request.method == "POST":
        if _did(request, lambda: take_back_verdict(submission, by=request.user)):
            messages.success(request, _("Taken back. Its authors are told."))
        return redirect(read_url(submission))
    context = {
        "title": _("Take back what was decided of the gates?"),
        "text": _("The submission is looked at again, and its authors get a letter that says so."),
        "confirm": _("Take back"),
        "cancel": read_url(submission),
    }
    return render(request, "ui/confirm.html", context)
