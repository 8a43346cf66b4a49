"""The map of the site for search engines: every public page in its languages, with the day it last changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from kotokaari.calls.public import Call
from kotokaari.decisions.public import Decision
from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation.public import Day, Epic
from kotokaari.needs.public import Survey
from kotokaari.rubrics.public import Rubric
from kotokaari.ui.public import nav_entries

from . import queries

MOST_ADDRESSES = 5_000
THINGS = MOST_ADDRESSES // len(LANGUAGES)  # of one part: each has an address a language
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PAGES = (
    "home:front",
    "home:about",
    "home:privacy",
    "home:accessibility",
    "catalogue:projects",
    "opendata:front",
    "opendata:index",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in its languages, and when it last changed."""

    addresses: dict[str, str]
    changed: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of thing on the map."""

    name: str
    things: Callable[[], QuerySet[Any]]
    address: Callable[[Any], str]
    changed: Callable[[Any], Any] = lambda thing: None


def _practice_changed(practice: Any) -> Any:
    version = practice.current
    moments = (version.published_at, version.translated_at, practice.status_changed_at)
    return max((moment for moment in moments if moment), default=None)


def _own(thing: Any) -> str:
    return str(thing.get_absolute_url())


SECTIONS = (
    Section(
        "practices",
        lambda: queries.practices().prefetch_related(None),
        _own,
        _practice_changed,
    ),
    Section("adoptions", lambda: queries.adoptions().prefetch_related(None), _own, lambda thing: thing.changed_at),
    Section("organisations", lambda: queries.organisations().prefetch_related(None), _own),
    Section("projects", queries.projects, _own),
    Section("places", queries.places, _own),
    Section(
        "concepts",
        lambda: queries.concepts().prefetch_related(None),
        lambda thing: reverse("vocabulary:concept", args=[thing.uuid]),
    ),
    Section("rubrics", lambda: Rubric.objects.public().order_by("pk"), _own),
    Section("calls", lambda: Call.objects.public().order_by("pk"), _own),
    Section("decisions", lambda: Decision.objects.public().select_related("submission").order_by("pk"), _own),
    Section("surveys", lambda: Survey.objects.worth_finding().order_by("pk"), _own),
    Section("innovation-days", lambda: Day.objects.worth_finding().order_by("pk"), _own),
    Section("epics", lambda: Epic.objects.public().order_by("pk"), _own, lambda thing: thing.changed_at),
)


def parts() -> list[tuple[str, int]]:
    """The parts of the map: name, and number from 1. A query a kind."""
    made = [("pages", 1)]
    for section in SECTIONS:
        count = section.things().order_by().count()
        made += [(section.name, number + 1) for number in range(-(-count // THINGS))]
    return made


def entries(name: str, number: int) -> Iterator[Entry]:
    """The pages of a part. Raises LookupError for a part there is not."""
    if name == "pages" and number == 1:
        yield from _pages()
        return
    section = next((section for section in SECTIONS if section.name == name), None)
    things = list(section.things()[(number - 1) * THINGS : number * THINGS]) if section and number > 0 else []
    if not section or not things:
        raise LookupError(name)
    for thing in things:
        if addresses := in_languages(lambda: section.address(thing)):  # noqa: B023 - called at once
            yield Entry(addresses, _as_day(section.changed(thing)))


def _pages() -> Iterator[Entry]:
    names = [*PAGES, *(entry.url_name for entry in nav_entries() if entry.visible(None))]
    for name in dict.fromkeys(names):
        if addresses := in_languages(lambda: reverse(name)):  # noqa: B023 - called at once
            yield Entry(addresses)


def in_languages(address: Callable[[], str]) -> dict[str, str]:
    """The address in each language; none while no room has the page."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            try:
                found[language] = address()
            except NoReverseMatch:
                return {}
    return found


def _as_day(moment: Any) -> datetime.date | None:
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def index_text() -> str:
    """The map of maps."""
    return index_of(settings.BASE_URL + reverse("sitemap-part", args=[name, number]) for name, number in parts())


def index_of(addresses: Iterable[str]) -> str:
    """These maps as one."""
    lines = [f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses]
    return f"{HEAD}<sitemapindex {SPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"


def part_text(name: str, number: int) -> str:
    """A part of the map. Raises LookupError for one there is not."""
    return urlset(entries(name, number), lambda address: settings.BASE_URL + address)


def urlset(found: Iterable[Entry], absolute: Callable[[str], str]) -> str:
    """Pages as XML: each language's page with its like in the others."""
    lines = []
    for entry in found:
        alike = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(absolute(address))}/>'
            for code, address in entry.addresses.items()
            if code
        )
        day = f"<lastmod>{entry.changed.isoformat()}</lastmod>" if entry.changed else ""
        lines += [
            f"<url><loc>{escape(absolute(address))}</loc>{day}{alike}</url>" for address in entry.addresses.values()
        ]
    space = f'{SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"{HEAD}<urlset {space}>\n" + "\n".join(lines) + "\n</urlset>\n"
