"""Pages of rehearsing: asked for on the day's own pages, steered from the desk."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.preparing import page
from kotokaari.innovation.preparing.queries import day_to_prepare
from kotokaari.people.public import SignedInRequest

from . import actions


class RehearsalForm(forms.Form):
    """How many take part."""

    people = forms.IntegerField(
        label=gettext_lazy("Simulated participants"),
        initial=24,
        min_value=actions.FEWEST,
        max_value=actions.MOST,
        help_text=gettext_lazy("They write, choose and weigh when you tell them to. Your own phone can take part too."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rehearse(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin a rehearsal of this day."""
    day = day_to_prepare(request, key)
    form = RehearsalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.rehearse(day, people=form.cleaned_data["people"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rehearsal goes on. Begin the parts of the day one after the other."))
            return redirect("innovation:desk", made.key)
    context = {
        "day": day,
        "form": form,
        "title": _("Rehearse the day"),
        "text": _("A copy of the day begins at once. Nobody else sees it, nothing of it becomes public, and you can throw it away."),
        "confirm": _("Begin the rehearsal"),
        "variant": "main",
        "trail": page.trail(day, _("Rehearse")),
        "cancel": reverse("innovation:prepare", args=[day.key]),
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


@require_POST
def rehearse_act(request: SignedInRequest, key: str) -> HttpResponse:
    """Let the simulated participants act."""
    day = day_to_prepare(request, key)
    try:
        many = actions.play(day, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(many)d act of simulated participants.", "%(many)d acts of simulated participants.", many)
        messages.success(request, words % {"many": many})
    return redirect("innovation:desk", day.key)


@require_http_methods(["GET", "HEAD", "POST"])
def rehearse_end(request: SignedInRequest, key: str) -> HttpResponse:
    """Throw a rehearsal away, after asking."""
    day = day_to_prepare(request, key)
    if request.method == "POST":
        try:
            actions.throw_away(day, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("innovation:prepare", day.key)
        messages.success(request, _("The rehearsal is thrown away."))
        return redirect("innovation:list")
    context = {
        "title": _("Throw the rehearsal away?"),
        "text": _("Its ideas, choices and epics go for good. The day it was made from stays."),
        "confirm": _("Throw the rehearsal away"),
        "cancel": reverse("innovation:prepare", args=[day.key]),
    }
    return render(request, "ui/confirm.html", context)
