"""Pages about days that anybody may read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotokaari.foundation.fields import read
from kotokaari.innovation.epics.parts import name_of
from kotokaari.innovation.joining import visitors
from kotokaari.innovation.joining.queries import places_left
from kotokaari.innovation.models import Day

from . import calendars, page, permissions, queries, times


@login_not_required
@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """All public days: coming, held, cancelled; and one's own that are being prepared."""
    own = []
    if request.user.is_authenticated:
        own = list(queries.run_by(request.user).filter(state=Day.State.DRAFT))
    shelves = page.shelves(list(queries.listed()))
    context = {
        "shelves": shelves,
        "any": any(rows for _key, _heading, rows in shelves),
        "drafts": own,
        "may_create": permissions.can_create_day(request.user),
    }
    return page.not_kept(render(request, "innovation/preparing/list.html", context))


@login_not_required
@require_safe
def day(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One day: when, where, what is worked on, how one signs up."""
    found = queries.day_for(request.user, key)
    if slug != found.slug:
        return redirect(found)
    dates = times.programme(found, found.phases.all())
    until = found.sign_up_until
    participant = visitors.participant_of(request, found)
    context = {
        "day": found,
        "tone": page.TONES[found.state],
        "dates": dates,
        "when": [(one.words, one.hours) for one in dates if one.date],
        "themes": list(found.themes.all()),
        "organisation": page.organisation_name(found.organisation_id),
        "organisation_url": found.organisation.get_absolute_url(),
        "languages": page.language_words(found.languages),
        "takes_sign_up": found.state == Day.State.OPEN and (until is None or timezone.now() < until),
        "is_over": until is not None and timezone.now() >= until,
        "left": places_left(found) if found.most_people else None,
        "until": until.astimezone(times.zone_of(found)) if until else None,
        "participant": participant,
        "runs": permissions.part_in(request.user, found) or permissions.can_host_day(request.user, found),
        "may_prepare": permissions.can_prepare_day(request.user, found),
        "epics": [(epic, name_of(epic)) for epic in queries.public_epics(found)],
        "trail": [(_("Innovation days"), reverse("innovation:list")), (str(read(found.name)), "")],
    }
    return page.not_kept(render(request, "innovation/preparing/day.html", context))


@login_not_required
@require_safe
def calendar(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The programme for one's calendar; the address of the meeting is for those who signed up."""
    found = queries.day_for(request.user, key)
    mine = visitors.participant_of(request, found)
    content = calendars.written(found, online_url=found.online_url if mine else "")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return page.not_kept(response)
