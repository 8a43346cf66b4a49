"""Everything from A to Z and by theme: the way through the practices without a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, Version, shelves
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import sort_key

MOST_VALUES = 2_000
PER_PAGE = 200
OTHER = "0-9"  # what begins with no letter


@dataclass(frozen=True, slots=True)
class Title:
    """A practice by its name. ``language`` is that of the name where it is not the reader's."""

    sort: str
    text: str
    language: str
    key: str


def _language() -> str:
    return (get_language() or "fi")[:2]


def letter_of(title: str) -> str:
    """The letter a title stands under."""
    first = title.strip()[:1].upper()
    return first if first.isalpha() else OTHER


def _titles() -> Iterator[TranslatedText]:
    shown = Version.objects.filter(current_of__status__in=Practice.PUBLIC)
    yield from shown.order_by().values_list("title", flat=True).iterator(chunk_size=2_000)


def letters() -> list[dict[str, Any]]:
    """The letters that begin a title, each with how many and where. One query; remembered until public data changes."""
    return cached(("letters of practices", _language()), _letters)


def _letters() -> list[dict[str, Any]]:
    language = _language()
    counts = Counter(letter_of(title.read(language).text) for title in _titles())
    return [
        {"letter": letter, "count": counts[letter], "href": reverse("opendata:letter", args=[letter])}
        for letter in sorted(counts, key=lambda letter: (letter != OTHER, sort_key(letter)))
    ]


def titles_under(letter: str) -> list[Title]:
    """The practices whose names begin with this letter, in the order of the alphabet. One query."""
    language = _language()
    shown = Version.objects.filter(current_of__status__in=Practice.PUBLIC)
    made = []
    for title, key in shown.order_by().values_list("title", "practice__key").iterator(chunk_size=2_000):
        reading = title.read(language)
        if letter_of(reading.text) == letter:
            own = reading.language if reading.is_fallback else ""
            made.append(Title(sort_key(reading.text), reading.text, own, key))
    return sorted(made, key=lambda title: (title.sort, title.key))


def facets() -> list[dict[str, Any]]:
    """Every value practices are browsed by, with the address of its list. No query when the index is warm."""
    names = {
        "theme": _("Themes"),
        "group": _("For whom"),
        "phase": _("Phases of integration"),
        "region": _("Regions and countries"),
        "municipality": pgettext("plural", "Municipalities"),
        "kind": _("Kinds of practice"),
        "evidence": _("Strength of the evidence"),
        "cost": _("Cost in a year"),
        "language": _("Can be read in"),
        "status": _("State"),
    }
    language = _language()
    found = (
        {"name": name, "title": title, "shelves": shelves(name, language, MOST_VALUES)} for name, title in names.items()
    )
    return [facet for facet in found if facet["shelves"]]
