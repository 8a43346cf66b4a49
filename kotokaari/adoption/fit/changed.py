"""What other adopters changed: first those of our size, else all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import organisation_book

from ..models import Adaptation
from .named import reader_language

READ_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """Something an adopter does otherwise."""

    who: str
    uuid: UUID
    nature: str
    text: TranslatedText
    is_example: bool

    @property
    def url(self) -> str:
        """Where the adopter tells of it."""
        return reverse("adoption:adoption", args=[self.uuid])


@dataclass(frozen=True, slots=True)
class Changes:
    """What adopters of a practice changed; ``of_size`` when they are of our size."""

    of_size: bool
    lines: tuple[Change, ...]
    more: int = 0


def changes(practices: Sequence[int], size: str, most: int, besides: int = 0) -> dict[int, Changes]:
    """What adopters of these practices changed, at most ``most`` of each; ``besides`` is one's own organisation.

    One query. Practices whose adopters told of no change are left out.
    """
    rows = (
        Adaptation.objects.filter(
            adoption__practice__in=practices,
            adoption__practice__status__in=Practice.PUBLIC,
            adoption__is_open=True,
            adoption__removed_at__isnull=True,
        )
        .exclude(adoption__organisation=besides)
        .order_by("adoption__practice", "-adoption__status_on", "order", "pk")
        .values_list(
            "adoption__practice_id",
            "adoption__organisation__situation__size",
            "adoption__organisation_id",
            "adoption__uuid",
            "nature",
            "text",
            "is_example",
        )
    )
    found: dict[int, list[tuple[bool, Change]]] = {}
    natures, book, language = dict(Adaptation.Nature.choices), organisation_book().by_key, reader_language()
    for practice, their_size, organisation, uuid, nature, text, is_example in rows[:READ_AT_MOST]:
        who = book[organisation].name(language) if organisation in book else ""
        change = Change(who, uuid, str(natures.get(nature, nature)), text, is_example)
        found.setdefault(practice, []).append((bool(size) and their_size == size, change))
    return {practice: _chosen(own, most) for practice, own in found.items()}


def _chosen(changes: list[tuple[bool, Change]], most: int) -> Changes:
    alike = [change for is_alike, change in changes if is_alike]
    shown = alike or [change for _is_alike, change in changes]
    return Changes(bool(alike), tuple(shown[:most]), max(len(shown) - most, 0))
