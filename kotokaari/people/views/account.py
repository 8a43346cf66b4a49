"""A person's own pages: profile, sessions, data, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError

from .. import queries
from ..actions import account as actions
from ..forms import ErasureForm, ProfileForm
from ..pages import account_tabs, browser_name
from ..registries import exports
from ..requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Name, language, time zone and mail, and one's roles."""
    form = ProfileForm(request.POST or None, user=request.user)
    if form.is_valid():
        actions.change_profile(request.user, **form.cleaned_data, by=request.user)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect(translate_url(reverse("people:account"), form.cleaned_data["language"]))
    context = {"form": form, "tabs": account_tabs(), "memberships": queries.memberships_of(request.user)}
    return render(request, "people/profile.html", context)


@require_GET
def sessions(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in."""
    context = {
        "tabs": account_tabs(),
        "sessions": [(s, browser_name(s.user_agent)) for s in queries.sessions_of(request.user)],
    }
    return render(request, "people/sessions.html", context)


@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out one browser."""
    session = queries.session_for(request.user, pk)
    if session.is_current():
        return redirect("account_logout")
    actions.end_session(session, by=request.user)
    messages.success(request, _("That browser has been signed out."))
    return redirect("people:sessions")


@require_POST
def sessions_end_others(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere else."""
    actions.end_other_sessions(request.user, current_key=request.session.session_key or "", by=request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("people:sessions")


@require_GET
def data(request: SignedInRequest) -> HttpResponse:
    """What is kept about me, and how to leave."""
    return render(request, "people/data.html", {"tabs": account_tabs()})


@require_POST
def data_download(request: SignedInRequest) -> HttpResponse:
    """Everything kept about me as one JSON file."""
    try:
        limits.count("own-data", request.user, times=5, seconds=3600)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("people:data")
    whole = queries.own_data(request.user, exports())
    response = JsonResponse(whole, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"kotokaari-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest) -> HttpResponse:
    """Leave for good: asked with the password."""
    form = ErasureForm(request.POST or None, user=request.user)
    if request.method == "POST":
        try:
            limits.count("erasure", request.user, times=10, seconds=3600)
        except DomainError as error:
            form.add_error(None, str(error))
    if form.is_valid():
        try:
            actions.erase_person(request.user, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(
                request, _("Your account and everything personal in it are gone. Thank you for your work.")
            )
            return redirect("people:organisations")
    context = {"form": form, "tabs": account_tabs(), "orphans": queries.last_administrator_of(request.user)}
    return render(request, "people/erase.html", context)
