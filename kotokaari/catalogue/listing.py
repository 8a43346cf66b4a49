"""The list of practices as readers see it: rows, facets with their counts, chips, pages.

Rows are small objects of ready strings, so that the template only has to write them down.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext, override, pgettext

from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import organisation_book, place_book, sort_key
from kotokaari.search.public import members
from kotokaari.ui.templatetags.ui import example_mark
from kotokaari.ui.templatetags.ui import status as status_tag
from kotokaari.vocabulary.public import concept_book

from . import index as practices
from . import logic
from . import record as spec
from .filters import CONFIRMED, FACETS, PER_PAGE, RELEVANCE, SORTS, TITLE, Filters
from .models import Practice, Version
from .registries import Distinction
from .words import language_name, written_day

SHOWN_OPTIONS = 8
KEPT_PAGES = 3
OPEN_FACETS = ("theme", "group")


@dataclass(frozen=True, slots=True)
class Row:
    """A practice in a list."""

    url: str
    title: str
    title_language: str  # "" when it is the reader's
    summary: str
    summary_language: str
    note: str
    organisation: str
    places: str
    themes: str
    kind: str
    evidence: str
    cost: str
    date: str
    day: str
    marks: str  # ready HTML: ended, archived, example
    is_example: bool
    words: dict[str, str]  # what the facts are called


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet."""

    id: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its values: the first few, and the rest to be unfolded."""

    name: str
    label: str
    options: Sequence[Option]
    more: Sequence[Option]
    more_words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    filters: Filters
    rows: Sequence[Row]
    total: int
    page: int
    pages: int


def found(filters: Filters, language: str, hits: Sequence[UUID] | None = None) -> Found:
    """The page of practices that the filters ask for; the last one when they ask too far.

    ``hits``: uuids by falling relevance when there are words, else None.
    """
    versions, total, page, pages = version_page(filters, language, hits)
    return Found(filters, rows(versions, language), total, page, pages)


def version_page(
    filters: Filters, language: str, hits: Sequence[UUID] | None = None
) -> tuple[list[int], int, int, int]:
    """The versions of one page, the total, the number of the page and of all pages."""
    whole = practices.index()
    within = whole.everything if hits is None else whole.among(hits)
    matching = whole.matching(filters.chosen, within)
    total = matching.bit_count()
    pages = max(-(-total // PER_PAGE), 1)
    page = min(filters.page, pages)
    order = _order(filters.order, language, hits)
    bits = islice(_in_order(matching, order), (page - 1) * PER_PAGE, page * PER_PAGE)
    return [whole.versions[bit] for bit in bits], total, page, pages


def everything_found(filters: Filters, language: str, hits: Sequence[UUID] | None = None) -> list[int]:
    """The versions of all pages, in order: for export."""
    whole = practices.index()
    within = whole.everything if hits is None else whole.among(hits)
    matching = whole.matching(filters.chosen, within)
    return [whole.versions[bit] for bit in _in_order(matching, _order(filters.order, language, hits))]


def _order(order: str, language: str, hits: Sequence[UUID] | None) -> Iterable[int] | None:
    """All bits in this order; None for the order they have anyway, the newest first."""
    if order == TITLE:
        return practices.by_title(language)
    if order == CONFIRMED:
        return practices.by_confirmation()
    if order == RELEVANCE and hits is not None:
        known = practices.index().bit_of
        return [known[hit] for hit in hits if hit in known]
    return None


def _in_order(matching: int, order: Iterable[int] | None) -> Iterable[int]:
    if order is None:
        return members(matching)
    digits = bin(matching)[:1:-1]
    return (bit for bit in order if bit < len(digits) and digits[bit] == "1")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list: its number, and its address; a gap has neither."""

    number: int
    url: str
    is_current: bool = False


def pages(found: Found) -> list[PageLink]:
    """The first, the last and the neighbouring pages; none when there is only one."""
    if found.pages < 2:
        return []
    path, links, before = reverse("catalogue:list"), [], 0
    for number in sorted({1, found.pages, *range(max(found.page - 2, 1), min(found.page + 3, found.pages + 1))}):
        if number - before > 1:
            links.append(PageLink(0, ""))
        links.append(PageLink(number, f"{path}{found.filters.at(number).query}", number == found.page))
        before = number
    return links


# Rows


def slug(title: str) -> str:
    """A title as part of an address."""
    return slugify(title)[:60].strip("-") or "practice"


def rows(versions: Sequence[int], language: str) -> list[Row]:
    """Rows of these current versions of public practices, in this order. One query."""
    facts = Version.objects.filter(pk__in=versions).values_list(
        "pk",
        "title",
        "summary",
        "kind",
        "cost_band",
        "evidence_level",
        "published_at",
        "practice__key",
        "practice__status",
        "practice__owner_id",
        "practice__is_example",
        "practice__confirmed_on",
        "practice__review_due",
    )
    whole = practices.index()
    words, called = choice_words(language), fact_names(language)
    concepts, places, owners = concept_book().by_key, place_book().by_key, organisation_book().by_key
    prefix = reverse("catalogue:list")
    made: dict[int, Row] = {}
    for fact in facts.order_by():
        pk, title, summary, kind, cost, evidence, published, letters, status, owner, is_example, confirmed, due = fact
        name, in_short = title.read(language), summary.read(language)
        day = (published or timezone.now()).date()
        made[pk] = Row(
            f"{prefix}{slug(name.text)}-{letters}/",
            name.text,
            name.language if name.is_fallback else "",
            in_short.text,
            in_short.language if in_short.is_fallback else "",
            language_name(name.language) if name.is_fallback else "",
            owners[owner].name(language),
            ", ".join(places[key].name(language) for key in whole.places.get(pk, ()) if key in places),
            ", ".join(concepts[key].label(language) for key in whole.themes.get(pk, ()) if key in concepts),
            words["kind", kind],
            words["evidence", evidence],
            words["cost", cost],
            day.isoformat(),
            written_day(day, language),
            words["mark", status]
            + distinction_mark(whole.distinctions.get(pk), language)
            + freshness_mark(status, confirmed, due, language)
            + words["example", is_example],
            is_example,
            called,
        )
    return [made[pk] for pk in versions if pk in made]


def freshness_mark(
    status: str, confirmed: datetime.date | None, due: datetime.date | None, language: str
) -> SafeString:
    """«Not confirmed since …» for a practice whose owner left the yearly question open; else nothing."""
    if status != "published":
        return SafeString("")
    if confirmed is None:  # only an import publishes what nobody has confirmed
        with override(language):
            return status_tag(gettext("Imported, not yet reviewed"), "neutral")
    since = logic.unconfirmed_since(confirmed, due, timezone.localdate())
    if since is None:
        return SafeString("")
    with override(language):
        return status_tag(
            gettext("Not confirmed since %(confirmed)s") % {"confirmed": written_day(since, language)}, "warning"
        )


def distinction_mark(distinction: Distinction | None, language: str) -> SafeString:
    """What a panel called the practice, and in which call; nothing for the others."""
    if distinction is None:
        return SafeString("")
    with override(language):
        words = {"label": distinction.label, "call": distinction.of.read(language).text}
        return status_tag(gettext("%(label)s: %(call)s") % words, "success")


@lru_cache(maxsize=8)
def choice_words(language: str) -> dict[tuple[str, object], str]:
    """The words of every choice in a language, also for an empty one; and the marks of rows."""
    choices = {"kind": spec.KINDS, "cost": spec.COST_BANDS, "evidence": spec.EVIDENCE_LEVELS}
    with override(language):
        words: dict[tuple[str, object], str] = {(name, empty): "" for name in choices for empty in ("", None)}
        for name, known in choices.items():
            words.update({(name, value): str(label) for value, label in known})
        for value, label in Practice.Status.choices:
            words["status", value] = str(label)
            # Only what is out of the ordinary is marked.
            words["mark", value] = (
                SafeString("") if value == Practice.Status.PUBLISHED else status_tag(label, "warning")
            )
        words["example", False] = SafeString("")
        words["example", True] = example_mark()
        return words


@lru_cache(maxsize=8)
def fact_names(language: str) -> dict[str, str]:
    """What the facts of a row are called, shortly."""
    with override(language):
        return {
            "themes": gettext("Themes"),
            "kind": gettext("Kind"),
            "evidence": gettext("Evidence"),
            "cost": gettext("Cost"),
            "date": pgettext("date of a version", "Published"),
        }


# Facets


def facets(filters: Filters, language: str, hits: Sequence[UUID] | None = None) -> list[Group]:
    """Every facet with true counts: what the list would hold if only this facet's choice changed."""
    whole = practices.index()
    within = whole.everything if hits is None else whole.among(hits)
    groups = (
        _group(name, whole.counts(name, filters.chosen, within), filters.values(name), language) for name in FACETS
    )
    return [group for group in groups if group.options]


def _group(name: str, counts: dict[str, int], chosen: Sequence[str], language: str) -> Group:
    label_of = labels(name, language)
    values = {**counts, **{value: counts.get(value, 0) for value in chosen}}
    options = [
        Option(f"{name}-{value}", value, label_of(value), count, value in chosen) for value, count in values.items()
    ]
    options.sort(key=_option_order(name))
    shown = [option for place, option in enumerate(options) if place < SHOWN_OPTIONS or option.is_chosen]
    more = [option for place, option in enumerate(options) if place >= SHOWN_OPTIONS and not option.is_chosen]
    if len(more) == 1:
        shown, more = options, []
    more_words = ngettext("%(number)s more", "%(number)s more", len(more)) % {"number": len(more)}
    return Group(name, str(FACETS[name]), shown, more, more_words, name in OPEN_FACETS or bool(chosen))


def _option_order(name: str) -> Callable[[Option], tuple]:
    """Scales stand in their own order, the rest by falling count and then by name."""
    scales = {"cost": spec.COST_BANDS, "evidence": spec.EVIDENCE_LEVELS, "fresh": ((practices.FRESH, ""),)}
    if name in scales:
        order = {str(value): place for place, (value, _label) in enumerate(scales[name])}
        return lambda option: (order.get(option.value, 99), option.value)
    return lambda option: (-option.count, sort_key(option.label), option.value)


def labels(facet: str, language: str) -> Callable[[str], str]:
    """What gives the words for a facet's values; an unknown value stands for itself."""
    if facet in ("theme", "group", "phase"):
        return lambda code: concept_book().label(code, language)
    if facet in ("region", "municipality"):
        return lambda code: place_book().name(code, language)
    if facet == "owner":
        owners = organisation_book().by_code
        return lambda code: owners[code].name(language) if code in owners else code
    if facet == "language":
        return language_name
    if facet == "judged":
        known_ones = {one.value: one.label for one in practices.index().distinctions.values()}
        return lambda value: str(known_ones.get(value, value))
    if facet == "fresh":
        words = {
            practices.FRESH: gettext("Confirmed within a year"),
            practices.OLDER: gettext("Older, or not confirmed"),
            practices.UNCONFIRMED: gettext("Yearly confirmation missing"),
        }
        return lambda value: words.get(value, value)
    known = {str(value): words for (name, value), words in choice_words(language).items() if name == facet}
    return lambda value: known.get(value) or value


def chips(filters: Filters, language: str) -> list[Chip]:
    """What is chosen, each with the address that takes it away."""
    path = reverse("catalogue:list")
    made = []
    for name, values in filters.chosen.items():
        label_of = labels(name, language)
        made += [Chip(label_of(value), f"{path}{filters.without(name, value).query}") for value in values]
    return made


# Written down


def written(filters: Filters, language: str, find: Callable[[], Sequence[UUID] | None]) -> str:
    """The list with its form, remembered until public data changes; ``find`` is only asked when needed."""
    if filters.page > KEPT_PAGES:
        return _write(filters, language, find())
    key = ("list of practices", language, timezone.localdate(), filters.query)
    return cached(key, lambda: _write(filters, language, find()))


def _write(filters: Filters, language: str, hits: Sequence[UUID] | None) -> str:
    page = found(filters, language, hits)
    context = {
        "filters": filters,
        "found": page,
        "facets": _write_facets(filters, language, hits),
        "chips": chips(filters, language),
        "pages": pages(page),
        "sorts": [(value, words) for value, words in SORTS.items() if filters.q or value != RELEVANCE],
        "query": filters.at(1).query,
    }
    return render_to_string("catalogue/_list.html", context)


def _write_facets(filters: Filters, language: str, hits: Sequence[UUID] | None) -> str:
    key = ("facets", language, timezone.localdate(), filters.key)
    return cached(key, lambda: render_to_string("catalogue/_facets.html", {"groups": facets(filters, language, hits)}))
