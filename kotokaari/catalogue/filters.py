"""What a reader has chosen in the list of practices, and the address that says it.

Every state of the list has an address, and the same choice always has the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FACETS = {
    "theme": _("Theme"),
    "group": _("For whom"),
    "phase": _("Phase of integration"),
    "region": _("Region or country"),
    "municipality": _("Municipality"),
    "kind": _("Kind of practice"),
    "cost": _("Cost in a year"),
    "evidence": _("Strength of the evidence"),
    "judged": _("Judged by a panel"),
    "language": _("Can be read in"),
    "fresh": _("Freshness"),
    "status": pgettext_lazy("practice", "State"),
    "owner": _("Organisation"),
}
RELEVANCE, NEWEST, TITLE, CONFIRMED = "relevance", "newest", "title", "confirmed"
SORTS = {
    RELEVANCE: _("Best match first"),
    NEWEST: _("Newest first"),
    TITLE: _("By name"),
    CONFIRMED: _("Last confirmed first"),
}
PER_PAGE = 25
LONGEST_QUERY = 200
LONGEST_VALUE = 120
MOST_VALUES = 40
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Filters:
    """Words, chosen values by facet, order and page. Several values of a facet mean any of them."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict) -> Filters:
        """What an address says. Never fails: what makes no sense is left out."""
        chosen = {name: values for name in FACETS if (values := _values(query, name))}
        sort = query.get("sort", "")
        return cls(_clean(query.get("q", ""), LONGEST_QUERY), chosen, sort if sort in SORTS else "", _page(query))

    @property
    def order(self) -> str:
        """The order in force: the asked one, else the best match for words and the newest without."""
        if self.sort and (self.q or self.sort != RELEVANCE):
            return self.sort
        return RELEVANCE if self.q else NEWEST

    @property
    def is_empty(self) -> bool:
        """True when nothing narrows the list."""
        return not self.q and not self.chosen

    @property
    def key(self) -> tuple[object, ...]:
        """The choice (without order and page) as something a cache can remember it by."""
        return (self.q, *self.chosen.items())

    def values(self, facet: str) -> tuple[str, ...]:
        """What is chosen in one facet."""
        return self.chosen.get(facet, ())

    def without(self, facet: str, value: str) -> Filters:
        """The same choice without one value, from the first page."""
        left = {name: tuple(v for v in values if (name, v) != (facet, value)) for name, values in self.chosen.items()}
        return replace(self, chosen={name: values for name, values in left.items() if values}, page=1)

    def at(self, page: int) -> Filters:
        """The same choice, another page of it."""
        return replace(self, page=page)

    @property
    def query(self) -> str:
        """The choice as ``?theme=…&page=2``; "" when there is nothing to say."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"?{urlencode(pairs)}" if pairs else ""


def _clean(text: str, longest: int) -> str:
    """Text as it may be looked up: no control characters, no lone surrogates, not endless."""
    words = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    return " ".join(words.split())[:longest]


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    cleaned = (_clean(value, LONGEST_VALUE) for value in query.getlist(name)[:MOST_VALUES])
    return tuple(sorted({value for value in cleaned if value}))


def _page(query: QueryDict) -> int:
    text = query.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
