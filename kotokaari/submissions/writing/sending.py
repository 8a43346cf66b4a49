"""Sending, withdrawing, putting back, throwing away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import record_spec
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from .. import actions, answering, permissions
from ..asking import Asked, asked_in, parts_of
from ..forms import WithdrawForm
from ..models import Submission
from ..timing import window_of
from .fetching import me, submission_of, title_of, trail
from .form import name_of, time_words
from .overview import back_to


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, key: str) -> HttpResponse:
    """What would be sent, what stands in the way; then the fixed version and its receipt."""
    draft = submission_of(request.user, key)
    require(permissions.can_send_submission(request.user, draft))
    if request.method == "POST":
        try:
            version = actions.send_submission(draft, by=me(request))
        except actions.NotReady:
            pass  # the page names every question
        except DomainError as error:
            messages.error(request, str(error))
        else:
            words = {"code": version.receipt, "number": version.submission.number}
            messages.success(request, _("Sent. Number %(number)s in the call, receipt %(code)s.") % words)
            return redirect(back_to(draft))
    asked = asked_in(draft.call)
    files = list(draft.files.filter(removed_at__isnull=True).values_list("question_id", flat=True))
    problems = answering.problems_of(asked, draft, files)
    context = {
        "call": draft.call,
        "problems": [_problem(draft, asked, name, text) for name, text in problems.items()],
        "short": [(one.words, words, one.least) for one, words in answering.too_short(asked, draft)],
        "readiness": answering.readiness_of(asked, draft, files),
        "trail": trail(draft, _("Send")),
        "title": title_of(draft),
        **time_words(draft),
    }
    return render(request, "submissions/writing/send.html", context)


def _problem(draft: Submission, asked: list[Asked], form_name: str, text: str) -> tuple[str, str, str]:
    """(address, question, sentence) of what stands in the way."""
    from django.urls import reverse

    name = name_of(form_name)
    pages = parts_of(asked)
    page = next(page for page in pages if name in {one.name for one in page.asked})
    one = next(one for one in page.asked if one.name == name)
    mark = (
        f"rows_{name}"
        if one.field.type is record_spec.Type.ITEMS
        else f"file-{one.pk}"
        if one.is_file
        else f"id_{name}"
    )
    return f"{reverse('submissions:part', args=[draft.key, page.number])}#{mark}", str(one.words), text


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take it back, with a reason, after asking."""
    draft = submission_of(request.user, key)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_submission(draft, reason=form.cleaned_data["reason"], by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The submission is withdrawn."))
            return redirect(back_to(draft))
    until = _("Until the call closes it can be put back as it was.")
    never = _("The call has closed: it cannot be put back.")
    context = {
        "title": pgettext("submission", "Withdraw “%(title)s”?") % {"title": title_of(draft)},
        "text": until if window_of(draft).is_open else never,
        "confirm": _("Withdraw the submission"),
        "cancel": back_to(draft),
        "cancel_label": _("Keep it in the call"),
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, key: str) -> HttpResponse:
    """It was withdrawn by mistake."""
    draft = submission_of(request.user, key)
    if request.method == "POST":
        try:
            actions.restore_submission(draft, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("What was sent stands again."))
        return redirect(back_to(draft))
    context = {
        "title": _("Put “%(title)s” back into the call?") % {"title": title_of(draft)},
        "text": _("What was last sent stands again, with its number and its receipt."),
        "confirm": _("Put it back"),
        "cancel": back_to(draft),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away that was never sent, after asking."""
    draft = submission_of(request.user, key)
    require(permissions.can_lead_authors(request.user, draft))
    if request.method == "POST":
        try:
            actions.discard_submission(draft, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(back_to(draft))
        messages.success(request, _("The draft was discarded."))
        return redirect("submissions:mine")
    context = {
        "title": _("Discard the draft “%(title)s”?") % {"title": title_of(draft)},
        "text": _(
            "It has not been sent. Everything in it and its files are gone for all its authors: this cannot be undone."
        ),
        "confirm": _("Discard"),
        "cancel": back_to(draft),
    }
    return render(request, "ui/confirm.html", context)
