"""What there is to hand out: everything public, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import Practice, Project, Version
from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import Organisation, Place, organisation_book, place_book
from kotokaari.vocabulary.public import Concept

BATCH = 500


def practices() -> QuerySet[Practice]:
    """Public practices with their present version and what stands around them."""
    found = Practice.objects.public().filter(current__isnull=False).order_by("pk")
    around = ("partners", "projects", "grants")
    return found.select_related("current", "adapted_from__practice").prefetch_related(*around)


def versions() -> QuerySet[Version]:
    """Every version of a public practice that was or is public."""
    found = Version.objects.filter(practice__status__in=Practice.PUBLIC).exclude(state=Version.State.DRAFT)
    return found.select_related("practice").order_by("practice_id", "number")


def withdrawn() -> QuerySet[Practice]:
    """Practices that were withdrawn: their addresses, names and reasons stay."""
    return Practice.objects.filter(status=Practice.Status.WITHDRAWN).select_related("current").order_by("pk")


def organisations() -> QuerySet[Organisation]:
    """All organisations, ended ones too."""
    return Organisation.objects.select_related("parent").prefetch_related("successions__new").order_by("pk")


def concepts() -> QuerySet[Concept]:
    """The concepts of the house vocabulary."""
    found = Concept.objects.filter(scheme__is_house=True)
    return found.prefetch_related("labels", "broader", "related").order_by("pk")


def projects() -> QuerySet[Project]:
    """All projects."""
    return Project.objects.order_by("pk")


def adoptions() -> QuerySet[Adoption]:
    """Adoptions everybody may read."""
    found = Adoption.objects.public().select_related("practice", "version", "organisation", "place")
    return found.prefetch_related("adaptations__adoption", "outcomes__adoption").order_by("pk")


def places() -> QuerySet[Place]:
    """Places where something is: a practice, an organisation, an adoption; and what they lie in."""
    return Place.objects.filter(code__in=places_with_content()).order_by("pk")


def places_with_content() -> frozenset[str]:
    """The codes of those places. Remembered until public data changes."""
    return cached("places with content", _places_with_content)


def _places_with_content() -> frozenset[str]:
    book = place_book()
    shown = Version.objects.filter(current_of__status__in=Practice.PUBLIC)
    used = set(shown.values_list("places__code", flat=True).distinct()) - {None}
    used |= {entry.place for entry in organisation_book().by_key.values() if entry.place}
    used |= set(Adoption.objects.public().filter(~Q(place=None)).values_list("place__code", flat=True))
    return frozenset(outer for code in used for outer in (*book.around(code), book.by_code[code].county) if outer)


def in_batches(found: QuerySet[Any]) -> Iterator[Any]:
    """Everything of a question that has prefetches, a few hundred things at a time."""
    return found.iterator(chunk_size=BATCH)
