"""Thanks: saying them, taking them back, taking them off the page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from .. import actions, forms, pages, permissions, queries


def thank(request: SignedInRequest, key: str) -> HttpResponse:
    """Thank those who own a practice."""
    practice = queries.practice_to_ask(request.user, key)
    form = forms.ThanksForm(
        request.POST if request.method == "POST" else None, user=request.user, but=practice.owner_id
    )
    if form.is_valid():
        try:
            actions.say_thanks(practice, language=pages.language(), by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your thanks are on their way."))
            return redirect(practice)
    context = {
        "practice": practice,
        "title": pages.title_of(practice),
        "form": form,
        "own": queries.own_thanks(practice, request.user),
        "trail": pages.trail_of(practice, (_("Say thanks"), "")),
    }
    return render(request, "exchange/thank.html", context)


def thanks_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take one's thanks back, after being asked."""
    thing = queries.thanks_for(request.user, uuid)
    require(permissions.can_withdraw_thanks(request.user, thing))
    if request.method == "POST":
        actions.withdraw_thanks(thing, by=request.user)
        messages.success(request, _("Your thanks are taken back."))
        return redirect(thing.practice)
    context = {
        "title": _("Take your thanks back?"),
        "text": thing.text,
        "confirm": _("Take them back"),
        "cancel": thing.practice.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


def thanks_hide(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take thanks off the page that everybody reads."""
    thing = queries.thanks_for(request.user, uuid)
    require(permissions.can_hide_thanks(request.user, thing))
    form = forms.SentenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.hide_thanks(thing, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The thanks are hidden from other readers."))
            return redirect(thing.practice)
    context = {
        "title": _("Hide these thanks?"),
        "text": thing.text,
        "confirm": _("Hide them"),
        "form": form,
        "cancel": thing.practice.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)
