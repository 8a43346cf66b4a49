"""The list of all open adoptions: choices in the address, true counts beside them, rows, files."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.fields import read
from kotokaari.foundation.tables import csv_text
from kotokaari.foundation.text import Reading
from kotokaari.people.public import organisation_book, place_book, sort_key
from kotokaari.ui.public import Facet, FacetOption, Tone, query_toggled, query_with
from kotokaari.vocabulary.public import concept_book

from ..models import Adoption
from . import words
from .book import RANK, Entry, adoption_book
from .section import organisation_name, place_words
from .tilemap import PLACES, TileMap, region_name, tile_map
from .words import language

PER_PAGE = 25
THEMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader chose. Several values of one choice mean any of them; all choices hold together."""

    practice: str = ""
    organisation: str = ""
    place: str = ""
    region: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    described: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, params: QueryDict) -> Filters:
        """What the address says; values nobody knows are left out."""
        book = concept_book().by_code
        return cls(
            practice=params.get("practice", "")[:8],
            organisation=params.get("organisation", "")[:80],
            place=params.get("place", "")[:40],
            region=tuple(code for code in dict.fromkeys(params.getlist("region")) if code in PLACES),
            theme=tuple(code for code in dict.fromkeys(params.getlist("theme")) if code in book),
            status=tuple(code for code in dict.fromkeys(params.getlist("status")) if code in RANK),
            described=tuple(
                code for code in dict.fromkeys(params.getlist("described")) if code in ("as_described", "adapted")
            ),
        )

    @property
    def is_empty(self) -> bool:
        """True when everything is shown."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Row:
    """An adoption as the list tells it."""

    url: str
    uuid: str
    organisation: str
    practice: Reading
    practice_key: str
    practice_uuid: str
    place: str
    region: str
    status: str
    status_code: str
    tone: Tone
    since: datetime.date
    described: str
    version: int
    people_reached: int | None
    is_example: bool


def found(filters: Filters) -> list[Entry]:
    """The adoptions that fit, the latest change first. From memory; one query when a practice is named."""
    fits = _test(filters)
    return sorted(
        (entry for entry in adoption_book().entries if fits(entry)),
        key=lambda entry: (entry.status_on, entry.pk),
        reverse=True,
    )


def _test(filters: Filters) -> Callable[[Entry], bool]:
    practice = _practice_key(filters.practice)
    organisation = _organisation_key(filters.organisation)
    inside = place_book().within(filters.place) if filters.place else set()
    themes = set(filters.theme)

    def fits(entry: Entry) -> bool:
        return (
            (practice is None or entry.practice == practice)
            and (organisation is None or entry.organisation == organisation)
            and (not inside or entry.place in inside)
            and (not filters.region or entry.region in filters.region)
            and (not themes or bool(themes & entry.themes))
            and (not filters.status or entry.status in filters.status)
            and (not filters.described or entry.as_described in filters.described)
        )

    return fits


def _practice_key(key: str) -> int | None:
    if not key:
        return None
    return Practice.objects.public().filter(key=key).values_list("pk", flat=True).first() or 0


def _organisation_key(code: str) -> int | None:
    if not code:
        return None
    entry = organisation_book().by_code.get(code)
    return entry.pk if entry else 0


def rows(entries: Sequence[Entry]) -> list[Row]:
    """Rows of these, in their order. One query."""
    adoptions = (
        Adoption.objects.filter(pk__in=[entry.pk for entry in entries])
        .select_related("practice__current", "version")
        .defer("practice__current__record", "practice__current__as_typed", "version__record", "version__as_typed")
        .in_bulk()
    )
    return [_row(entry, adoptions[entry.pk]) for entry in entries if entry.pk in adoptions]


def _row(entry: Entry, adoption: Adoption) -> Row:
    current = adoption.practice.current
    return Row(
        url=adoption.get_absolute_url(),
        uuid=str(adoption.uuid),
        organisation=organisation_name(entry.organisation),
        practice=read((current or adoption.version).title),
        practice_key=adoption.practice.key,
        practice_uuid=str(adoption.practice.uuid),
        place=place_words(entry),
        region=region_name(entry.region, language()),
        status=str(adoption.get_status_display()),
        status_code=adoption.status,
        tone=words.TONES[adoption.status],
        since=adoption.status_on,
        described=words.described_label(adoption.as_described) if adoption.as_described else "",
        version=adoption.version.number,
        people_reached=adoption.reached,
        is_example=adoption.is_example,
    )


class Listing:
    """A page of the list with its map and choices."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.filters = Filters.from_query(params)
        self.entries = found(self.filters)

    @property
    def is_everything(self) -> bool:
        """True when nothing is chosen."""
        return self.filters.is_empty

    @property
    def page(self) -> Page:
        """The page that is asked for; the nearest when there is no such page."""
        return Paginator(self.entries, PER_PAGE).get_page(self.params.get("page"))

    def counted(self, without: str) -> list[Entry]:
        """What would fit if only this choice were taken back: for true counts."""
        nothing: dict[str, Any] = {without: ()}
        return found(replace(self.filters, **nothing))

    @property
    def map(self) -> TileMap:
        """Adoptions by region; a tile chooses its region, or takes the choice back."""
        counts = Counter(entry.region for entry in self.counted("region"))
        return tile_map(
            counts,
            title=_("Adoptions by region"),
            unit=_("Adoptions"),
            href=lambda code: query_toggled(self.params, "region", code),
            chosen=self.filters.region,
        )

    @property
    def facets(self) -> list[tuple[Facet, bool]]:
        """Status, theme and manner with counts; each open where something is chosen in it."""
        groups = [
            Facet("status", pgettext("of an adoption", "Status"), self._statuses()),
            Facet("described", _("As described or adapted"), self._described()),
            Facet("theme", _("Theme"), self._themes()),
        ]
        return [(group, any(option.selected for option in group.options)) for group in groups if group.options]

    def _option(self, name: str, value: str, label: str, count: int) -> FacetOption:
        chosen = value in getattr(self.filters, name)
        return FacetOption(label, query_toggled(self.params, name, value), count, chosen)

    def _statuses(self) -> list[FacetOption]:
        counts = Counter(entry.status for entry in self.counted("status"))
        return [
            self._option("status", value, str(label), counts[value])
            for value, label in Adoption.Status.choices
            if counts[value] or value in self.filters.status
        ]

    def _described(self) -> list[FacetOption]:
        counts = Counter(entry.as_described for entry in self.counted("described"))
        return [
            self._option("described", value, words.described_label(value), counts[value])
            for value in ("as_described", "adapted")
            if counts[value] or value in self.filters.described
        ]

    def _themes(self) -> list[FacetOption]:
        counts = Counter(theme for entry in self.counted("theme") for theme in entry.themes)
        book = concept_book()
        codes = {*counts, *self.filters.theme}
        order = sorted(
            codes,
            key=lambda code: (code not in self.filters.theme, -counts[code], sort_key(book.label(code, language()))),
        )
        return [
            self._option("theme", code, book.label(code, language()), counts[code]) for code in order[:THEMES_SHOWN]
        ]

    @property
    def chips(self) -> list[FacetOption]:
        """What is chosen, each with the address that takes it away."""
        book = concept_book()
        labels: dict[str, Callable[[str], str]] = {
            "region": lambda code: region_name(code, language()),
            "status": lambda code: str(Adoption.Status(code).label),
            "described": words.described_label,
            "theme": lambda code: book.label(code, language()),
        }
        made = [
            FacetOption(label(value), query_toggled(self.params, name, value), None, True)
            for name, label in labels.items()
            for value in getattr(self.filters, name)
        ]
        for name, label in (("practice", _practice_name), ("organisation", _organisation_name), ("place", _place_name)):
            if value := getattr(self.filters, name):
                made.append(
                    FacetOption(label(value), query_with(self.params, **{name: None, "page": None}), None, True)
                )
        return made

    @property
    def sentence(self) -> str:
        """How many adoptions, of how many practices, in how many organisations."""
        entries = self.entries
        if not entries:
            return ""
        values = {
            "adoptions": ngettext("%(count)s adoption", "%(count)s adoptions", len(entries)) % {"count": len(entries)},
            "practices": ngettext("%(count)s practice", "%(count)s practices", n := len({e.practice for e in entries}))
            % {"count": n},
            "organisations": ngettext(
                "%(count)s organisation", "%(count)s organisations", m := len({e.organisation for e in entries})
            )
            % {"count": m},
        }
        return _("%(adoptions)s: %(practices)s, %(organisations)s.") % values


def _practice_name(key: str) -> str:
    practice = Practice.objects.public().filter(key=key).select_related("current").first()
    return str(practice) if practice else key


def _organisation_name(code: str) -> str:
    entry = organisation_book().by_code.get(code)
    return entry.name(language()) if entry else code


def _place_name(code: str) -> str:
    return place_book().name(code, language())


# Files

BATCH = 500
COLUMNS = (
    "organisation",
    "practice",
    "version",
    "status",
    "since",
    "place",
    "region",
    "described",
    "people_reached",
    "example",
    "practice_id",
    "id",
    "url",
)


def _all_rows(entries: Sequence[Entry]) -> Iterable[Row]:
    for start in range(0, len(entries), BATCH):
        yield from rows(entries[start : start + BATCH])


def _cells(row: Row) -> list[object]:
    return [
        row.organisation,
        row.practice.text,
        row.version,
        row.status_code,
        row.since.isoformat(),
        row.place,
        row.region,
        row.described,
        row.people_reached if row.people_reached is not None else "",
        int(row.is_example),
        row.practice_uuid,
        row.uuid,
        settings.BASE_URL + row.url,
    ]


def as_csv(entries: Sequence[Entry]) -> str:
    """The found adoptions, all pages, as CSV."""
    return csv_text(COLUMNS, (_cells(row) for row in _all_rows(entries)))


def as_json(entries: Sequence[Entry]) -> str:
    """The found adoptions, all pages, as JSON."""
    things = [
        dict(zip(COLUMNS, _cells(row), strict=True)) | {"example": row.is_example, "people_reached": row.people_reached}
        for row in _all_rows(entries)
    ]
    return json.dumps({"adoptions": things}, ensure_ascii=False, indent=1)


# Parts of other pages


def list_url(**chosen: str) -> str:
    """The address of the list with these choices."""
    params = QueryDict(mutable=True)
    for name, value in chosen.items():
        params[name] = value
    return f"{reverse('adoption:list')}?{params.urlencode()}" if params else reverse("adoption:list")
