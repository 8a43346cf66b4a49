"""The page behind the link of an invitation."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kotokaari.foundation import limits
from kotokaari.foundation.errors import DomainError

from .. import queries
from ..actions import invitations as actions
from ..forms import JoinForm
from ..models import Invitation, User


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept with the account one is signed in with, sign in first, or make an account."""
    asked = queries.invitation_by_token(token)
    if not asked.is_open:
        return render(request, "people/invitation_closed.html", {"invitation": asked}, status=410)
    if request.user.is_authenticated:
        return _accept(request, asked, request.user)
    known = User.objects.filter(email=asked.email).exists()
    form = None if known else JoinForm(request.POST or None, email=asked.email)
    if form is not None and form.is_valid():
        try:
            limits.count("join", limits.address_of(request), times=20, seconds=3600)
            data = form.cleaned_data
            language = (get_language() or "fi")[:2]
            user = actions.join_by_invitation(asked, name=data["name"], password=data["password"], language=language)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return _welcome(request, asked)
    return render(request, "people/invitation.html", {"invitation": asked, "form": form, "known": known})


def _accept(request: HttpRequest, asked: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.accept_invitation(asked, by=user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return _welcome(request, asked)
    return render(request, "people/invitation.html", {"invitation": asked})


def _welcome(request: HttpRequest, asked: Invitation) -> HttpResponse:
    if asked.organisation is None:
        messages.success(request, _("Welcome. What you were asked to do is on this page."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.success(request, _("Welcome to %(organisation)s.") % {"organisation": asked.organisation})
    return redirect(asked.organisation)
