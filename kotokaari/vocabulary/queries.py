"""What one can ask of the vocabularies and the law."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from .models import Concept, Label, LegalRegime, LegalRule, Scheme


def schemes() -> QuerySet[Scheme]:
    """Every vocabulary, the house's own first, with its number of concepts in use."""
    in_use = Count("concepts", filter=Q(concepts__deprecated_on=None))
    return Scheme.objects.annotate(size=in_use).order_by("-is_house", "code")


def scheme_for(user: Any, code: str) -> Scheme:
    """A vocabulary by its code, or 404. All are open to everybody."""
    return get_object_or_404(Scheme, code=code)


def concept_for(user: Any, uuid: UUID) -> Concept:
    """A concept with its words and relations, or 404. Seven queries."""
    labelled = Concept.objects.prefetch_related("labels")
    wanted = Concept.objects.select_related("scheme", "replaced_by").prefetch_related(
        "labels",
        Prefetch("broader", labelled),
        Prefetch("narrower", labelled.filter(deprecated_on=None)),
        Prefetch("related", labelled),
    )
    return get_object_or_404(wanted, uuid=uuid)


def concepts_matching(*, words: str = "", kind: str = "", scheme: str = "") -> QuerySet[Concept]:
    """Concepts in use of the house vocabulary (or another scheme) one of whose words begins with or holds ``words``."""
    found = Concept.objects.filter(deprecated_on=None).select_related("scheme").prefetch_related("labels")
    found = found.filter(scheme__code=scheme) if scheme else found.filter(scheme__is_house=True)
    if kind:
        found = found.filter(kind=kind)
    if words.strip():
        holding = Label.objects.filter(folded__contains=words.strip().casefold())
        found = found.filter(pk__in=holding.values("concept"))
    return found.order_by("scheme_id", "position", "code")


@dataclass(frozen=True, slots=True)
class LawOn:
    """The law as it stands on a day."""

    day: datetime.date
    in_force: list[LegalRegime]
    ended: list[LegalRegime]
    to_come: list[LegalRegime]
    rules: list[LegalRule]


def law_on(day: datetime.date) -> LawOn:
    """What is in force on ``day``, what has ended and what is to come, with the rules that stand. Two queries.

    What was only announced counts as to come whatever its date: nobody has seen it in force.
    """
    regimes = list(LegalRegime.objects.select_related("replaced_by"))
    announced = [regime for regime in regimes if regime.certainty == "announced"]
    sure = [regime for regime in regimes if regime.certainty != "announced"]
    rules = LegalRule.objects.select_related("regime").filter(valid_from__lte=day).exclude(certainty="announced")
    return LawOn(
        day,
        [r for r in sure if r.in_force_from <= day and (r.in_force_to is None or r.in_force_to >= day)],
        [r for r in sure if r.in_force_to is not None and r.in_force_to < day],
        [r for r in sure if r.in_force_from > day] + announced,
        list(rules.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("regime__in_force_from", "pk")),
    )
