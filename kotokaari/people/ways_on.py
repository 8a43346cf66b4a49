"""Where a question about a place found nothing: the municipalities nearest to it, and its region."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kotokaari.foundation.dataversion import cached
from kotokaari.search.public import QueryWord, WayOn, analyse

from .books import folded, organisation_book, place_book
from .models import Place

NEAREST = 3


def ways_on(words: Sequence[QueryWord], codes: Sequence[str], language: str) -> Iterator[WayOn]:
    """The same question about the nearest municipalities, and without the place about its whole region."""
    for number, word in enumerate(words):
        code = _municipality(word.text, language)
        if not code:
            continue
        others = [one.text for place, one in enumerate(words) if place != number]
        book = place_book()
        name = book.name(code, language)
        near, sentence = nearest(code), _("is near %(place)s")
        if not near:
            near, sentence = in_the_same_region(code), _("is in the same region as %(place)s")
        for other in near:
            yield WayOn(" ".join([*others, book.name(other, language)]), sentence % {"place": name})
        region = book.by_code[code].within
        if region in book.by_code:
            yield WayOn(
                " ".join([*others, book.name(region, language)]), _("is the region of %(place)s") % {"place": name}
            )


def _municipality(word: str, language: str) -> str:
    """The code of the municipality a word names, in any case; "" when it names none."""
    names = cached("people.municipality names", _names)
    forms = (folded(word), *sorted(analyse(word, "fi").stems), *sorted(analyse(word, language).own))
    return next((names[form] for form in forms if form in names), "")


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in place_book().by_code.values():
        if entry.level == Place.Level.MUNICIPALITY:
            for name in entry.names.values():
                found.setdefault(folded(name), entry.code)
                for stem in analyse(name, "fi").stems:
                    found.setdefault(stem, entry.code)
    return found


def nearest(code: str, count: int = NEAREST) -> list[str]:
    """The municipalities nearest to one, by their centres on a sphere (haversine); none where no centre is known."""
    places = cached("people.centres", _centres)
    if code not in places:
        return []
    ordered = sorted((_distance(places[code], centre), other) for other, centre in places.items() if other != code)
    return [other for _kilometres, other in ordered[:count]]


def in_the_same_region(code: str, count: int = NEAREST) -> list[str]:
    """Municipalities of the same region where organisations of the house are, those with most first. From memory."""
    book = place_book()
    siblings = set(book.parts.get(book.by_code[code].within, ())) - {code}
    counts = Counter(entry.place for entry in organisation_book().by_key.values() if entry.place in siblings)
    return [other for other, _number in counts.most_common(count)]


def _centres() -> dict[str, tuple[float, float]]:
    rows = Place.objects.filter(level=Place.Level.MUNICIPALITY, latitude__isnull=False, longitude__isnull=False)
    found = rows.values_list("code", "latitude", "longitude")
    return {code: (latitude, longitude) for code, latitude, longitude in found if latitude is not None and longitude}


def _distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Kilometres between two points in degrees."""
    (y1, x1), (y2, x2) = ([math.radians(one) for one in point] for point in (first, second))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))
