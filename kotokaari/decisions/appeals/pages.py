"""Pages of new looks: an author asks, the chair answers, those who run the call see them all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kotokaari.calls.public import can_chair_call
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest
from kotokaari.submissions.public import Submission

from ..letters.pages import call_for, trail
from ..models import Appeal, Decision
from . import actions


class AskForm(forms.Form):
    """What should be looked at again."""

    text = forms.CharField(
        label=gettext_lazy("What should be looked at again, and why"),
        help_text=gettext_lazy("A mistake of fact, something the panel did not see, a conflict you know of."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
    )


class AnswerForm(forms.Form):
    """What the chair answers."""

    stands = forms.ChoiceField(
        label=gettext_lazy("The answer"),
        choices=[
            ("yes", gettext_lazy("The decision stands")),
            ("no", gettext_lazy("The decision is taken anew: it is opened again")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("The authors read this."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
    )


def own_decision(user: Any, key: str) -> Decision:
    """A decision about a submission this person writes, once it has been answered or asked about; 404 else."""
    mine = Submission.objects.written_by(user).filter(key=key)
    asked = Exists(Appeal.objects.filter(decision=OuterRef("pk")))
    found = Decision.objects.filter(Q(answered_at__isnull=False) | asked, submission__in=mine.values("pk"))
    return get_object_or_404(found.select_related("submission__call", "version"))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, key: str) -> HttpResponse:
    """An author asks for a new look, and reads what was answered."""
    decision = own_decision(request.user, key)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        try:
            actions.withdraw_appeal(decision, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your request is taken back. The decision stands."))
        return redirect("decisions:appeal", key)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_new_look(decision, text=form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sent. You get the answer by e-mail."))
            return redirect("decisions:appeal", key)
    is_open = decision.state == Decision.State.FINAL and decision.answered_at is not None
    context = {
        "decision": decision,
        "form": form,
        "refusal": actions.refusal(decision),
        "appeals": decision.appeals.select_related("made_by"),
        "decision_url": reverse("decisions:decision", args=[key]) if is_open else "",
        "trail": [
            (decision.version.title, reverse("decisions:decision", args=[key]) if is_open else ""),
            (_("A new look"), ""),
        ],
    }
    return render(request, "decisions/appeals/ask.html", context)


def visible_appeals(user: Any) -> Any:
    """Those about submissions to calls this person runs, recusals respected."""
    run = Submission.objects.run_by(user)
    return Appeal.objects.filter(decision__submission__in=run.values("pk")).select_related(
        "decision__submission__call",
        "decision__submission__organisation",
        "decision__version",
        "made_by",
        "answered_by",
    )


@require_safe
def appeals(request: SignedInRequest, key: str) -> HttpResponse:
    """Every new look asked for in a call, the open ones first."""
    call = call_for(request.user, key)
    found = list(visible_appeals(request.user).filter(decision__submission__call=call).order_by("made_at"))
    context = {
        "call": call,
        "open": [one for one in found if one.state == Appeal.State.OPEN],
        "done": [one for one in found if one.state != Appeal.State.OPEN],
        "trail": [*trail(call)[:-1], (_("New looks asked for"), "")],
    }
    return render(request, "decisions/appeals/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What was asked, and what the chair answers."""
    appeal = get_object_or_404(visible_appeals(request.user), uuid=uuid)
    call = appeal.decision.submission.call
    may_answer = can_chair_call(request.user, call)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(may_answer)
        if form.is_valid():
            stands = form.cleaned_data["stands"] == "yes"
            try:
                actions.answer_appeal(appeal, stands=stands, answer=form.cleaned_data["answer"], by=request.user)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Answered. The authors get a letter now."))
                return redirect("decisions:appeals", call.key)
    context = {
        "appeal": appeal,
        "decision": appeal.decision,
        "form": form if may_answer and appeal.state == Appeal.State.OPEN else None,
        "is_open": appeal.state == Appeal.State.OPEN,
        "trail": [
            *trail(call)[:-1],
            (_("New looks asked for"), reverse("decisions:appeals", args=[call.key])),
            (appeal.decision.version.title, ""),
        ],
    }
    return render(request, "decisions/appeals/answer.html", context)
