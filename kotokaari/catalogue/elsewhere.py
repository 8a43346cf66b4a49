"""What the pages of organisations and places tell of practices."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.people.public import (
    Organisation,
    Place,
    Section,
    place_book,
    register_organisation_section,
    register_place_section,
)
from kotokaari.vocabulary.public import Concept, register_concept_section

from . import index as practices
from . import listing, page, queries
from .filters import Filters

SHOWN = 8
CONCEPT_FACETS = {"theme": "theme", "target_group": "group", "phase": "phase"}


def register() -> None:
    """Put practices on the pages of organisations, places and concepts, and projects on those of organisations."""
    register_organisation_section(practices_of_organisation)
    register_organisation_section(projects_of_organisation)
    register_place_section(practices_in_place)
    register_concept_section(practices_of_concept)


def practices_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The practices an organisation owns."""
    return _practices("owner", organisation.code)


def practices_in_place(request: HttpRequest, place: Place) -> Section | None:
    """The practices carried out in a place or anywhere in it."""
    entry = place_book().by_code.get(place.code)
    is_municipal = entry is not None and entry.level in practices.MUNICIPAL_LEVELS
    return _practices("municipality" if is_municipal else "region", place.code)


def practices_of_concept(request: HttpRequest, concept: Concept) -> Section | None:
    """The practices that carry a theme, a target group or a phase."""
    facet = CONCEPT_FACETS.get(concept.kind)
    return _practices(facet, concept.code) if facet and concept.scheme.is_house else None


def _practices(facet: str, value: str) -> Section | None:
    language = (get_language() or "fi")[:2]
    filters = Filters(chosen={facet: (value,)})
    versions, total, _page, _pages = listing.version_page(filters, language)
    if not total:
        return None
    context = {
        "rows": listing.rows(versions[:SHOWN], language),
        "total": total,
        "url": reverse("catalogue:list") + filters.query if total > SHOWN else "",
    }
    return Section(_("Practices"), "catalogue/_practices_section.html", context, order=20)


def projects_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The projects an organisation runs or takes part in."""
    lines = page.project_lines((get_language() or "fi")[:2], queries.projects_of(organisation))
    return Section(_("Projects"), "catalogue/_projects_section.html", {"projects": lines}, order=30) if lines else None
