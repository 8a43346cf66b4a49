"""How many organisations use a practice, independent of the one that made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from kotokaari.catalogue.public import Practice, practice_changed

from .models import Adoption, AdoptionQuerySet


def independent() -> AdoptionQuerySet:
    """Open adoptions at work whose organisation is alive, not the owner, not its parent and not a unit of it."""
    owner = F("practice__owner")
    own = Q(organisation=owner) | Q(organisation__parent=owner) | Q(organisation=F("practice__owner__parent"))
    ended = Q(organisation__valid_to__lt=timezone.localdate())
    adoptions: AdoptionQuerySet = Adoption.objects.in_use().filter(is_open=True).exclude(ended)
    return adoptions.exclude(own)


def independent_uses(practices: Sequence[UUID]) -> Mapping[UUID, int]:
    """The number of independent organisations for each practice; nought is left out. One query."""
    found = independent().filter(practice__uuid__in=practices).order_by()
    counted = found.values_list("practice__uuid").annotate(Count("organisation", distinct=True))
    return dict(counted)


@contextmanager
def recounted(practice: Practice) -> Iterator[None]:
    """Tell the catalogue's listeners (search above all) when what happens inside changes the number."""
    before = independent_uses([practice.uuid])
    yield
    if independent_uses([practice.uuid]) != before:
        practice_changed.send(sender=Practice, practice=practice)
