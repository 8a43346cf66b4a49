"""What one can ask about situations, and practices weighed against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.catalogue.public import Practice, Version, rows
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import EDITORS, Membership, Organisation

from ..models import Adoption, Situation
from .changed import Changes, changes
from .named import reader_language
from .situations import Us
from .weighing import Check, fit_of, words_of_items

CHANGES_IN_LIST, CHANGES_ON_PAGE = 2, 12
PLACE_KNOWS = ("size", "area", "share_foreign_language", "languages", "source")


@dataclass(frozen=True, slots=True)
class Line:
    """A practice in the list of what fits: its row, its check, the texts of its requirements, what others changed."""

    row: Any
    check: Check
    texts: Mapping[str, TranslatedText]
    changes: Changes | None
    key: str


def organisation_for(code: str) -> Organisation:
    """The organisation with its place and the one it is part of, or 404."""
    return get_object_or_404(Organisation.objects.select_related("place", "parent"), code=code)


def situation_of(organisation: Organisation) -> Situation:
    """What it has said of itself; an unsaved empty one when nothing."""
    found = Situation.objects.filter(organisation=organisation).select_related("changed_by").first()
    situation = found or Situation(organisation=organisation)
    situation.organisation = organisation
    return situation


def known_of_place(organisation: Organisation) -> Situation | None:
    """Another description of the same area: of the whole it is part of, else of one in the same place."""
    others = Situation.objects.exclude(organisation=organisation).select_related("organisation")
    whole = others.filter(organisation=organisation.parent_id).first() if organisation.parent_id else None
    if whole is None and organisation.place_id:
        same = others.filter(
            organisation__place=organisation.place_id, organisation__type=Organisation.Type.MUNICIPALITY
        )
        whole = same.order_by("pk").first()
    return whole


def situations_for(user: Any) -> list[Situation]:
    """What this person's organisations have said, and the wholes they are part of. One query; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return []
    today = timezone.localdate()
    present = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=user, since__lte=today)
    mine = Q(organisation__memberships__in=present) | Q(organisation__units__memberships__in=present)
    return list(Situation.objects.filter(mine).select_related("organisation").distinct().order_by("pk"))


def organisations_to_describe(user: Any) -> list[Organisation]:
    """Where this person might describe a situation that nobody has described yet. One query; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return []
    today = timezone.localdate()
    present = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=user, since__lte=today)
    silent = Organisation.objects.filter(situation__isnull=True, memberships__in=present.filter(role__in=EDITORS))
    return list(silent.distinct().order_by("pk"))


def to_do_of(adoption: Adoption) -> Check | None:
    """What an adopter who has not begun yet must see to, by its situation; None when it has none. Two queries at most."""
    if adoption.status not in Adoption.BEFORE_WORK:
        return None
    organisation = adoption.organisation
    known = Situation.objects.filter(organisation__in=[organisation.pk, organisation.parent_id or organisation.pk])
    found = {one.organisation_id: one for one in known.select_related("organisation")}
    situation = found.get(organisation.pk) or found.get(organisation.parent_id or 0)
    if situation is None:
        return None
    adoption.version.practice = adoption.practice
    return fit_of(situation, adoption.version)


def practice_to_weigh(key: str) -> tuple[Practice, Version]:
    """A practice everybody may read and its present version, or 404."""
    found = Practice.objects.public().select_related("current", "owner")
    practice = get_object_or_404(found, key=key)
    if practice.current is None:
        raise Http404
    return practice, practice.current


def lines(us: Us, versions: Sequence[int]) -> list[Line]:
    """These versions weighed, with what others changed. Three queries."""
    found = Version.objects.filter(pk__in=versions).select_related("practice").defer("as_typed").in_bulk()
    present = [found[pk] for pk in versions if pk in found]
    others = changes([version.practice_id for version in present], us.size, CHANGES_IN_LIST, us.organisation)
    shown = rows([version.pk for version in present], reader_language())
    return [
        Line(
            row,
            fit_of(us, version),
            words_of_items(version),
            others.get(version.practice_id),
            version.practice.key,
        )
        for row, version in zip(shown, present, strict=True)
    ]


def changes_of(practice: Practice, us: Us) -> Changes | None:
    """What other adopters of a practice changed. One query."""
    return changes([practice.pk], us.size, CHANGES_ON_PAGE, us.organisation).get(practice.pk)
