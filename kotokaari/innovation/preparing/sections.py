"""What this room adds to «My work»."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.fields import read
from kotokaari.innovation.models import Day
from kotokaari.people.public import Organisation, Section, User

from . import page, permissions, queries

SHOWN = 10


def days_at_work(user: User) -> Section | None:
    """The days this person runs; who may hold one and has none learns where to begin. One query."""
    days = list(queries.run_by(user).exclude(state=Day.State.CANCELLED)[:SHOWN])
    may_create = permissions.can_create_day(user)
    if not days and not may_create:
        return None
    rows = [
        {
            "name": read(day.name),
            "url": reverse("innovation:prepare", args=[day.key]),
            "state": day.get_state_display(),
            "tone": page.TONES[day.state],
            "coming": day.coming,  # type: ignore[attr-defined]
            "is_example": day.is_example,
        }
        for day in days
    ]
    context = {"rows": rows, "may_create": may_create}
    return Section(_("Innovation days you run"), "innovation/preparing/_work.html", context, order=17)


def days_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The public days an organisation holds. No query until public data changes."""
    days = cached(
        ("innovation days of", organisation.pk),
        lambda: list(queries.listed().filter(organisation=organisation).prefetch_related("phases")[:SHOWN]),
    )
    if not days:
        return None
    context = {"rows": [page.row(day) for day in days]}
    return Section(_("Innovation days"), "innovation/preparing/_organisation.html", context, order=36)
