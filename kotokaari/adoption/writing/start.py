"""«We use this, or would like to»: how an organisation stands to a practice, in one minute."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.catalogue.public import Practice, Version, practice_for, version_for
from kotokaari.foundation import limits
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError

from .. import actions, permissions, queries
from ..forms import StartForm
from ..models import Adoption
from .fetching import me


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Which organisation, where, how far, since when, one sentence."""
    practice = practice_for(request.user, key)
    organisations = queries.organisations_to_start(request.user)
    present = list(queries.own_adoptions(request.user, practice))
    form = StartForm(
        request.POST or None, organisations=organisations, initial=_initial(request, practice, organisations)
    )
    if request.method == "POST" and form.is_valid():
        require(permissions.can_start_adoption(request.user, form.cleaned_data["organisation"]))
        try:
            adoption = _start(request, practice, form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Your entry is in the ledger; tell more whenever you have time."))
            return redirect("adoption:write", adoption.uuid)
    context = {
        "practice": practice,
        "form": form,
        "present": present,
        "may_write": bool(organisations),
        "is_public": practice.status in Practice.PUBLIC,
        "trail": [
            (_("Practices"), reverse("catalogue:list")),
            (str(practice), practice.get_absolute_url()),
            (_("We use this"), ""),
        ],
    }
    return render(request, "adoption/writing/start.html", context)


def _initial(request: HttpRequest, practice: Practice, organisations: Any) -> dict[str, Any]:
    only = organisations[0] if len(organisations) == 1 else None
    asked = request.GET.get("version", "")
    shown = int(asked) if asked.isdecimal() and len(asked) < 6 else practice.current.number if practice.current else 1
    return {
        "version": shown,
        "place": only.place.code if only and only.place else "",
        "status": request.GET.get("status", Adoption.Status.INTERESTED),
    }


def _start(request: HttpRequest, practice: Practice, form: StartForm) -> Adoption:
    limits.count("adoption-started", request.user, times=30, seconds=3600)
    data, sentence = form.cleaned_data, form.text()
    version: Version = version_for(practice, data["version"])
    stopped = data["status"] == Adoption.Status.STOPPED
    return actions.start_adoption(
        version,
        organisation=data["organisation"],
        place=data["place"],
        status=data["status"],
        on=data["on"],
        purpose=None if stopped else sentence,
        reason=sentence if stopped else None,
        by=me(request),
    )
