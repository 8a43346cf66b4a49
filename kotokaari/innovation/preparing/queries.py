"""What one can ask about days."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kotokaari.foundation.access import require
from kotokaari.innovation.models import Day, DayPerson, Epic, Participant
from kotokaari.needs.public import Survey, Theme

from . import permissions

COMING = (Participant.State.SIGNED_UP, Participant.State.HERE)


def day_for(user: Any, key: str) -> Day:
    """The day, or 404 for anyone who should not know it exists. One query."""
    return get_object_or_404(
        Day.objects.visible_to(user).select_related("organisation", "channel", "survey"), pk__in=_of(key)
    )


def _of(key: str) -> QuerySet[Any]:
    return Day.objects.filter(key=key).values("pk")


def day_to_prepare(request: HttpRequest, key: str) -> Day:
    """The day, for somebody who prepares it; 404 and 403 for others."""
    day = day_for(request.user, key)
    require(permissions.can_prepare_day(request.user, day))
    return day


def day_to_host(request: HttpRequest, key: str) -> Day:
    """The day, for anybody who runs it; 404 and 403 for others."""
    day = day_for(request.user, key)
    require(permissions.can_host_day(request.user, day))
    return day


def public_day(key: str) -> Day:
    """A day anybody may read of. Raises Http404."""
    found = Day.objects.public().filter(key=key).select_related("organisation", "channel").first()
    if found is None:
        raise Http404
    return found


def listed() -> QuerySet[Day]:
    """Public days with ``begins_at``, the planned beginning. One query."""
    return Day.objects.public().annotate(begins_at=Min("phases__starts_at")).order_by("-begins_at", "-pk")


def run_by(user: Any) -> QuerySet[Day]:
    """The days a person runs herself, with ``begins_at`` and ``coming``, how many come. One query."""
    own = DayPerson.objects.filter(user=user.pk).values("day")
    return (
        Day.objects.filter(pk__in=own)
        .annotate(
            begins_at=Min("phases__starts_at"),
            coming=Count("participants", filter=Q(participants__state__in=COMING), distinct=True),
        )
        .order_by("-created_at", "-pk")
    )


def surveys_for(user: Any) -> QuerySet[Survey]:
    """Surveys whose chosen themes a day may take up: public ones, and those this person runs."""
    return Survey.objects.visible_to(user).filter(themes__is_chosen=True).distinct()


def chosen_themes(survey: Survey) -> QuerySet[Theme]:
    """The themes that were chosen from a survey, in their order."""
    return survey.themes.filter(is_chosen=True, merged_into__isnull=True)


def feedback_surveys(user: Any, day: Day) -> QuerySet[Survey]:
    """Surveys that may be the feedback of a day: those this person runs, and the one that is."""
    return Survey.objects.filter(Q(pk__in=Survey.objects.run_by(user).values("pk")) | Q(pk=day.feedback_id))


def public_epics(day: Day) -> QuerySet[Epic]:
    """What came out of a day and is told in public. Two queries."""
    return Epic.objects.public().filter(day=day).order_by("number").prefetch_related("texts")
