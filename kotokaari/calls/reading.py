"""Calls for everybody: the list, one call, its feed and its calendar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kotokaari.foundation.fields import read

from . import asking, calendars, feeds, page, permissions, queries
from .models import Call, Round
from .registries import call_actions, call_sections


@login_not_required
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """All public calls: open, coming, past."""
    now = timezone.now()
    found = queries.shelves(now)
    context = {
        "groups": [
            ("open", pgettext("calls", "Open now"), [page.call_row(call, now) for call in found.open]),
            ("coming", _("Coming"), [page.call_row(call, now) for call in found.coming]),
            ("past", _("Past"), [page.call_row(call, now) for call in found.past]),
        ],
        "any": bool(found),
        "may_create": permissions.can_create_call(request.user),
        "feed_url": reverse("calls:feed"),
        "calendar_url": reverse("calls:calendar"),
    }
    return not_kept(render(request, "calls/call_list.html", context))


def not_kept(response: HttpResponse) -> HttpResponse:
    """Time passes without any change of data: such a page is made anew each time."""
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def call(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One call: what is looked for, who may answer, until when, how it is judged and decided, whom one asks."""
    found = queries.call_for(request.user, key)
    if slug != found.slug:
        return redirect(found)
    return not_kept(render(request, "calls/call.html", call_context(request, found)))


def call_context(request: HttpRequest, found: Call) -> dict[str, object]:
    """What the page of a call tells."""
    now = timezone.now()
    round = queries.present_round(found, now)
    state, tone = page.state_of(found, round, now)
    return {
        "call": found,
        "organisation_url": found.organisation.get_absolute_url(),
        "organisation": page.organisation_name(found.organisation_id),
        "state": state,
        "tone": tone,
        "round": page.round_row(round, found, now) if round else None,
        "rounds": [page.round_row(one, found, now) for one in found.rounds.all()],
        "themes": page.theme_links(found),
        "languages": page.language_words(found.languages),
        "who_types": page.who_types(found),
        "criteria": list(found.rubric.criteria.all()),
        "gates": list(found.rubric.gates.all()),
        "question_groups": asking.groups(asking.asked_by(found)),
        "actions": call_actions(request, found),
        "sections": call_sections(request, found),
        "runs": permissions.can_read_panel_work(request.user, found),
        "trail": [(_("Calls"), reverse("calls:list")), (str(read(found.name)), "")],
    }


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What happens to calls, as Atom."""
    return not_kept(feeds.written(reverse("calls:list"), reverse("calls:feed")))


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The closings of all public calls."""
    rounds = Round.objects.filter(call__in=Call.objects.public()).select_related("call")
    return _as_calendar(calendars.written(rounds, _("Calls for practices — Kotokaari")), "calls.ics")


@login_not_required
@require_safe
def call_calendar(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The closings of one call."""
    found = queries.call_for(request.user, key)
    return _as_calendar(calendars.written(found.rounds.select_related("call")), f"{found.key}.ics")


def _as_calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return not_kept(response)
