"""The ways in by a personal link: to answer, and to want no letters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..models import Invitation, Survey
from . import anonymity, inviting, visitors
from .pages import _context, begin_address, open_page


@open_page
@require_safe
def invited(request: HttpRequest, survey: Survey, token: str) -> HttpResponse:
    """By a personal link: the browser remembers it until the answers are sent."""
    invitation = anonymity.invitation_of(survey, token)
    if invitation is None:
        return _nowhere(request, survey)
    response = HttpResponseRedirect(begin_address(survey, invitation.language))
    visitors.remember_link(response, survey, token)
    return response


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, survey: Survey, token: str) -> HttpResponse:
    """Ask, then write no more letters."""
    invitation = anonymity.invitation_of(survey, token)
    if invitation is None:
        return _nowhere(request, survey)
    context = _context(request, survey, None)
    if request.method == "POST" and invitation.state != Invitation.State.REFUSED:
        inviting.refuse(invitation)
    context["is_refused"] = invitation.state == Invitation.State.REFUSED
    context["title"] = _("No more letters")
    return render(request, "needs/answering/refuse.html", context)


def _nowhere(request: HttpRequest, survey: Survey) -> HttpResponse:
    visitors.count_guess(request)
    return render(request, "needs/answering/gone.html", _context(request, survey, None), status=404)
