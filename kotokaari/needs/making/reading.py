"""Surveys for everybody: the list, and the page of one."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kotokaari.foundation.fields import read

from .. import languages as tongues
from .. import permissions
from ..models import Survey
from . import queries
from .times import state_of, takes_answers, time_words


def not_kept(response: HttpResponse) -> HttpResponse:
    """Time passes without any change of data: such a page is made anew each time."""
    response["Cache-Control"] = "no-cache"
    return response


def address(name: str, *args: Any) -> str:
    """The address of a page of another part of the room; "" where that part has no such page."""
    try:
        return reverse(f"needs:{name}", args=args)
    except NoReverseMatch:
        return ""


def survey_row(survey: Survey, now: datetime.datetime | None = None, *, is_own: bool = False) -> dict[str, Any]:
    """A survey in a list."""
    state, tone = state_of(survey, now)
    return {
        "name": survey.name,
        "about": survey.about,
        "url": reverse("needs:make", args=[survey.key]) if is_own else survey.get_absolute_url(),
        "organisation": read(survey.organisation.name),
        "purpose": survey.get_purpose_display(),
        "state": state,
        "tone": tone,
        "times": time_words(survey, now),
        "sent": getattr(survey, "sent", None) if survey.state != Survey.State.DRAFT else None,
        "is_example": survey.is_example,
    }


@login_not_required
@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    """Public surveys: those that take answers, will, or took them; and one's own."""
    now = timezone.now()
    found = queries.shelves(request.user)
    context = {
        "mine": [survey_row(one, now, is_own=True) for one in found.mine],
        "groups": [
            ("open", _("Take answers now"), [survey_row(one, now) for one in found.open]),
            ("coming", _("Open later"), [survey_row(one, now) for one in found.coming]),
            ("past", pgettext("surveys", "Closed"), [survey_row(one, now) for one in found.past]),
        ],
        "any": bool(found),
        "may_create": permissions.can_create_survey(request.user),
    }
    return not_kept(render(request, "needs/making/list.html", context))


@login_not_required
@require_safe
def survey(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One survey: what it is for, who asks, until when, what is kept; the way to answer."""
    found = queries.survey_for(request.user, key)
    if slug != found.slug:
        return redirect(found)
    now = timezone.now()
    state, tone = state_of(found, now)
    context = {
        "survey": found,
        "state": state,
        "tone": tone,
        "times": time_words(found, now),
        "takes_answers": takes_answers(found, now),
        "languages": [tongues.both_names(tag) for tag in found.languages],
        "organisation_url": found.organisation.get_absolute_url(),
        "answer_url": address("answer", found.key),
        "runs": permissions.runs_survey(request.user, found),
        "themes": [theme for theme in found.themes.all() if theme.is_public],
        "themes_url": address("themes", found.key),
        "trail": [(_("Surveys"), reverse("needs:list")), (str(read(found.name)), "")],
    }
    return not_kept(render(request, "needs/making/survey.html", context))
