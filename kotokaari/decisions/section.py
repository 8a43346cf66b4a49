"""What a practice's page tells of the panel that judged it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.catalogue.public import Distinction, Fact, Practice, Version
from kotokaari.people.public import Section

from .models import Decision
from .telling import told


def practice_section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """The latest public decision on the practice, whole. Two queries."""
    decision = _decision(practice)
    if decision is None:
        return None
    is_other = decision.practice_version_id != version.pk
    context = {"told": told(decision), "is_other": is_other, "judged": decision.practice_version}
    return Section(_("Judged by an expert panel"), "decisions/_practice_section.html", context, order=5)


def practice_fact(practice: Practice, language: str) -> Fact | None:
    """The label, at a glance."""
    decision = _decision(practice)
    if decision is None or decision.decided_at is None:
        return None
    words = _("%(label)s, %(year)s") % {"label": decision.get_label_display(), "year": decision.decided_at.year}
    return Fact("panel", _("Expert panel"), words, url="#panel-decision")


def distinctions(practices: Sequence[UUID] | None) -> dict[UUID, Distinction]:
    """The label of each of these practices (of all) and the call it got it in, by its latest public decision. One query."""
    found = Decision.objects.public().filter(practice__isnull=False).order_by("published_at")
    if practices is not None:
        found = found.filter(practice__uuid__in=practices)
    rows = found.values_list("practice__uuid", "label", "submission__call__name")
    called = {str(value): label for value, label in Decision.Label.choices if value}
    return {
        uuid: Distinction(label or "panel", called.get(label, gettext_lazy("Judged by an expert panel")), name)
        for uuid, label, name in rows
    }


def _decision(practice: Practice) -> Decision | None:
    found = (
        Decision.objects.public()
        .filter(practice=practice)
        .select_related("submission__call__organisation", "rubric", "version", "practice_version")
    )
    return (
        found.defer("version__record", "version__answers", "practice_version__record").order_by("-published_at").first()
    )
