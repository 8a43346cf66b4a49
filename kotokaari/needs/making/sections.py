"""What surveys add to «My work» and to the pages of organisations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import Organisation, Section, User, person_erased, register_export

from .. import permissions
from ..models import SurveyPerson
from . import queries
from .reading import survey_row

SHOWN = 10


def surveys_at_work(user: User) -> Section | None:
    """The surveys this person runs, drafts too; who may make one and has none learns where to begin. One query."""
    found = queries.surveys_at_work(user)
    may_create = permissions.can_create_survey(user)
    if not found and not may_create:
        return None
    rows = [survey_row(one, is_own=True) for one in found[:SHOWN]]
    return Section(_("Surveys you run"), "needs/making/_mine.html", {"rows": rows, "may_create": may_create}, order=16)


def surveys_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The public surveys of an organisation. No query until public data changes."""
    found = cached(("surveys of", organisation.pk), lambda: queries.surveys_of_organisation(organisation))
    if not found:
        return None
    return Section(
        _("Surveys"), "needs/making/_work.html", {"rows": [survey_row(one) for one in found[:SHOWN]]}, order=36
    )


def register_own_data() -> None:
    """Add this room's part to one's own data, and take it away when the person goes."""
    register_export("surveys", of_person)
    person_erased.connect(_forget, dispatch_uid="erased person in surveys")


def of_person(user: User) -> list[dict[str, Any]]:
    """The surveys a person runs. One query."""
    parts = SurveyPerson.objects.filter(user=user).select_related("survey").order_by("added_at", "pk")
    return [{"survey": str(one.survey.uuid), "since": one.added_at.isoformat()} for one in parts]


def _forget(sender: Any, user: User, **kwargs: Any) -> None:
    SurveyPerson.objects.filter(user=user).delete()
