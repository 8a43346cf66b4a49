"""What this room adds to «My work» and to the pages of organisations, places and themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import Organisation, Place, Section, User, place_book
from kotokaari.rubrics.public import Rubric
from kotokaari.vocabulary.public import Concept

from . import page, queries
from .models import Call

SHOWN = 10


def calls_at_work(user: User) -> Section | None:
    """The calls this person runs. Two queries."""
    calls = queries.calls_at_work(user)
    if not calls:
        return None
    now = timezone.now()
    rows: list[dict[str, Any]] = []
    for call in calls[:SHOWN]:
        round = queries.present_round(call, now)
        state, tone = page.state_of(call, round, now)
        name = "making" if call.state == Call.State.DRAFT else "work"
        rows.append(
            {
                "name": call.name,
                "url": reverse(f"calls:{name}", args=[call.key]),
                "state": state,
                "tone": tone,
                "round": page.round_row(round, call, now) if round and call.state == Call.State.PUBLISHED else None,
                "is_example": call.is_example,
            }
        )
    return Section(_("Calls you run"), "calls/_work.html", {"rows": rows}, order=15)


def calls_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The public calls of an organisation. No query until public data changes."""
    return _listed(cached(("calls of", organisation.pk), lambda: queries.calls_of_organisation(organisation)))


def calls_in_place(request: HttpRequest, place: Place) -> Section | None:
    """The public calls of organisations in a place or anywhere in it. No query until public data changes."""
    within = {place.code, *place_book().within(place.code)}
    return _listed(cached(("calls in", place.pk), lambda: queries.calls_in_place(within)))


def calls_on_theme(request: HttpRequest, concept: Concept) -> Section | None:
    """The public calls on a theme. No query until public data changes."""
    return _listed(cached(("calls on", concept.pk), lambda: queries.calls_on_theme(concept)))


def _listed(calls: Sequence[Call]) -> Section | None:
    if not calls:
        return None
    now = timezone.now()
    rows = [page.call_row(call, now) for call in calls[:SHOWN]]
    return Section(_("Calls for practices"), "calls/_organisation.html", {"rows": rows}, order=35)


def calls_by_rubric(request: HttpRequest, rubric: Rubric) -> Section | None:
    """The calls a rubric judges, on its page. One query."""
    found = list(Call.objects.visible_to(request.user).filter(rubric=rubric)[:SHOWN])
    if not found:
        return None
    return Section(_("Calls judged by it"), "calls/_by_rubric.html", {"calls": found})
