"""The list of epics that everybody may read: narrowed by status, theme and municipality, found by words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.foundation.tables import harmless
from kotokaari.foundation.text import Reading
from kotokaari.innovation.models import Epic
from kotokaari.people.public import Organisation, sort_key
from kotokaari.ui.public import Facet, FacetOption, query_toggled

from .parts import name_of, written
from .queries import TONES, epics_with_texts

PER_PAGE = 25
CHOICES = ("status", "theme", "municipality")


@dataclass(frozen=True, slots=True)
class Row:
    """An epic as the list tells it; ``keys`` and ``labels`` by choice."""

    epic: Epic
    name: Reading
    about: Reading
    tone: str
    keys: dict[str, str]
    labels: dict[str, str]
    words: str


def _language() -> str:
    return (get_language() or "fi")[:2]


def _row(epic: Epic) -> Row:
    language = _language()
    parts = {one.part: one for one in written(epic)}
    concept = epic.theme.theme.concept if epic.theme.theme else None
    place = _place(epic.owner_organisation) or _place(epic.day.organisation)
    theme = str(read(epic.theme.name))
    return Row(
        epic,
        name_of(epic).read(language),
        parts["hypothesis"].text.read(language),
        TONES[Epic.Status(epic.status)],
        {
            "status": epic.status,
            "theme": concept.code if concept else f"day-{epic.theme_id}",
            "municipality": place.code if place else "",
        },
        {
            "status": str(epic.get_status_display()),
            "theme": theme,
            "municipality": place.name(language) if place else "",
        },
        " ".join([theme, *(row.text for row in epic.texts.all())]).casefold(),
    )


def _place(organisation: Organisation | None) -> Any:
    place = organisation.place if organisation else None
    return place if place is not None and place.level == "municipality" else None


class Listing:
    """What the address asks for: several values of one choice mean any of them, all choices hold together."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.words = params.get("q", "")[:100].strip()
        self.chosen = {name: set(params.getlist(name)) - {""} for name in CHOICES}

    @cached_property
    def rows(self) -> list[Row]:
        """Every public epic, the newest first. Two queries."""
        epics = Epic.objects.public().order_by("-made_at", "number")
        return [_row(epic) for epic in epics_with_texts(epics)]

    def _fits(self, row: Row, but: str = "") -> bool:
        wanted = self.words.casefold().split()
        return all(word in row.words for word in wanted) and all(
            not values or name == but or row.keys[name] in values for name, values in self.chosen.items()
        )

    @cached_property
    def found(self) -> list[Row]:
        """Those that fit."""
        return [row for row in self.rows if self._fits(row)]

    @cached_property
    def page(self) -> Page[Row]:
        """The page one is on."""
        return Paginator(self.found, PER_PAGE).get_page(self.params.get("page"))

    @property
    def is_everything(self) -> bool:
        """True when nothing was chosen."""
        return not self.words and not any(self.chosen.values())

    @cached_property
    def facets(self) -> list[Facet]:
        """The choices, each with how many there would be."""
        names = {"status": _("Status"), "theme": _("Theme"), "municipality": _("Municipality")}
        return [facet for name, label in names.items() if (facet := self._facet(name, label)).options]

    def _facet(self, name: str, label: str) -> Facet:
        counts = Counter(row.keys[name] for row in self.rows if row.keys[name] and self._fits(row, name))
        labels = {row.keys[name]: row.labels[name] for row in self.rows if row.keys[name]}
        order: Callable[[str], Any] = lambda key: sort_key(labels[key])  # noqa: E731
        if name == "status":
            order = list(Epic.Status.values).index
        options = [
            FacetOption(
                labels[key],
                query_toggled(self.params, name, key),
                counts[key],
                key in self.chosen[name],
            )
            for key in sorted(labels, key=order)
            if counts[key] or key in self.chosen[name]
        ]
        return Facet(name, label, options)


def as_csv(rows: Iterable[Row]) -> str:
    """The found epics, all pages, as a table."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(
        [
            pgettext("column", "id"),
            _("Name"),
            _("Status"),
            _("Theme"),
            _("Municipality"),
            _("Organisation"),
            _("Hypothesis"),
            _("Address"),
        ]
    )
    for row in rows:
        owner = row.epic.owner_organisation
        cells = [
            str(row.epic.uuid),
            row.name.text,
            row.labels["status"],
            row.labels["theme"],
            row.labels["municipality"],
            str(read(owner.name)) if owner else "",
            row.about.text,
            f"{settings.BASE_URL}{row.epic.get_absolute_url()}",
        ]
        table.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
