"""What epics add to other pages, and what they hear from other rooms."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, Version, register_practice_section, version_published
from kotokaari.foundation.daily import register_daily
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.dates import written_day
from kotokaari.innovation.models import Epic
from kotokaari.people.public import (
    Organisation,
    Section,
    User,
    WorkLine,
    person_erased,
    register_export,
    register_organisation_section,
    register_work_section,
)

from . import carrying, own_data, queries, telling

MOST = 20


def register() -> None:
    """Stand on the pages of the rooms below, ask every day, and keep people's rights."""
    register_work_section(work_section)
    register_practice_section(practice_section)
    register_organisation_section(organisation_section)
    register_daily("epics", telling.work)
    register_export("epics", own_data.of_person)
    person_erased.connect(own_data.forget, dispatch_uid="person in epics")
    version_published.connect(carrying.practice_published, dispatch_uid="epic became a practice")


def _line(standing: queries.Standing, address: str) -> WorkLine:
    epic = standing.epic
    note = str(epic.get_status_display())
    if address == "innovation:epic-tell" and epic.remind_on is not None:
        day = written_day(epic.remind_on, (get_language() or "fi")[:2])
        note = _("%(status)s; we ask on %(day)s") % {"status": note, "day": day}
    return WorkLine(
        standing.name.text,
        standing.name.language if standing.name.is_fallback else "",
        reverse(address, args=[epic.key]),
        note,
        epic.is_example,
    )


def work_section(user: User) -> Section | None:
    """Epics one owns: tell what becomes of them. Two queries, however many."""
    lines = [_line(one, "innovation:epic-tell") for one in queries.standings(queries.epics_of(user)[:MOST])]
    return (
        Section(gettext_lazy("Epics you own"), "innovation/epics/_work.html", {"lines": lines}, 12) if lines else None
    )


def practice_section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """The epic a practice grew from. No query for a public practice that grew from none, else two."""
    if practice.status in Practice.PUBLIC and practice.pk not in cached("practices of epics", _practices_of_epics):
        return None
    found = queries.standings(Epic.objects.visible_to(request.user).filter(practice=practice))
    if not found:
        return None
    lines = [_line(one, "innovation:epic") for one in found]
    return Section(gettext_lazy("Where it grew from"), "innovation/epics/_work.html", {"lines": lines}, 60)


def _practices_of_epics() -> frozenset[int]:
    found = Epic.objects.filter(practice__isnull=False).values_list("practice_id", flat=True)
    return frozenset(key for key in found if key is not None)


def organisation_section(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The public epics an organisation owns. One query, two where there are some."""
    owned = Epic.objects.public().filter(owner_organisation=organisation)
    lines = [
        WorkLine(
            one.name.text,
            one.name.language if one.name.is_fallback else "",
            one.epic.get_absolute_url(),
            str(one.epic.get_status_display()),
            one.epic.is_example,
        )
        for one in queries.standings(owned.order_by("-changed_at")[:MOST])
    ]
    return Section(gettext_lazy("Epics"), "innovation/epics/_work.html", {"lines": lines}, 60) if lines else None
