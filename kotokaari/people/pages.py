"""What the pages show, worked out of the things: facets, rows, the sentence about an end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import LANGUAGES
from kotokaari.ui.public import Facet, FacetOption, Tab, query_toggled, query_with
from kotokaari.ui.templatetags.ui import day

from .books import OrganisationEntry, PlaceEntry, place_book, sort_key
from .forms import OWN_NAMES
from .models import Organisation
from .queries import Found, OrganisationSearch

PLACES_SHOWN = 15
TYPE_LABELS = dict(Organisation.Type.choices)


def search_of(params: QueryDict) -> OrganisationSearch:
    """What the address asks for; unknown values are left aside."""
    return OrganisationSearch(
        words=params.get("q", "").strip()[:100],
        types=tuple(value for value in params.getlist("type") if value in TYPE_LABELS),
        places=tuple(value for value in params.getlist("place") if value in place_book().by_code),
        ended=params.get("ended") == "1",
    )


@dataclass(frozen=True)
class OrganisationList:
    """The list of organisations as its page shows it."""

    params: QueryDict
    search: OrganisationSearch
    found: Found
    page: Page[OrganisationEntry]
    language: str

    @property
    def total(self) -> int:
        """How many fit."""
        return len(self.found.organisations)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """One page of organisations."""
        book = place_book()
        return [
            {
                "entry": entry,
                "name": entry.name(self.language),
                "lang": "" if self.language in entry.names else entry.source_language,
                "type": TYPE_LABELS.get(entry.type, entry.type),
                "place": book.name(entry.place, self.language) if entry.place else "",
            }
            for entry in self.page
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """Type and place with counts, and whether ended ones are shown."""
        types = [
            self._option("type", key, TYPE_LABELS[key], count, key in self.search.types)
            for key, count in self._sorted(self.found.types, self.search.types)
        ]
        book = place_book()
        places = [
            self._option("place", code, book.name(code, self.language), count, code in self.search.places)
            for code, count in self._sorted(self.found.places, self.search.places)[:PLACES_SHOWN]
        ]
        ended = query_with(self.params, ended=None if self.search.ended else "1", page=None)
        groups = [Facet("type", _("Type"), types), Facet("place", _("Place"), places)]
        if self.found.ended:
            option = FacetOption(_("Show those that have ended"), ended, self.found.ended, self.search.ended)
            groups.append(Facet("ended", _("Ended"), [option]))
        return [group for group in groups if group.options]

    @property
    def groups(self) -> list[tuple[Facet, bool]]:
        """The facets, each open where something is chosen in it: on a phone the list must not be far down."""
        return [(facet, any(option.selected for option in facet.options)) for facet in self.facets]

    @property
    def chosen(self) -> list[FacetOption]:
        """What is selected, to be taken away one by one."""
        return [option for group in self.facets for option in group.options if option.selected]

    def _option(self, name: str, value: str, label: Any, count: int, selected: bool) -> FacetOption:
        return FacetOption(label, query_toggled(self.params, name, value), count, selected)

    @staticmethod
    def _sorted(counts: Counter[str], chosen: tuple[str, ...]) -> list[tuple[str, int]]:
        """Selected ones first, then the most frequent; a selected one without any left is kept."""
        whole = counts | Counter(dict.fromkeys(chosen, 0))
        keys = set(whole) | set(chosen)
        return sorted(((key, counts[key]) for key in keys), key=lambda item: (item[0] not in chosen, -item[1], item[0]))


def ending(organisation: Organisation) -> dict[str, Any] | None:
    """The plain sentence about an organisation's end, and the notes; None while it has no end."""
    if organisation.valid_to is None:
        return None
    successions = list(organisation.successions.all())
    return {
        "has_ended": organisation.has_ended,
        "sentence": _ending_sentence(organisation, [succession.new for succession in successions]),
        "notes": [note for note in {str(s.note): s.note for s in successions}.values() if note],
    }


def _ending_sentence(organisation: Organisation, successors: list[Organisation]) -> SafeString:
    values = {"day": day(organisation.valid_to), "names": linked(successors), "count": len(successors)}
    if not successors:
        sentence = _("Ended on %(day)s.") if organisation.has_ended else _("Ends on %(day)s.")
    elif organisation.has_ended:
        sentence = ngettext(
            "Ended on %(day)s. Its tasks went to %(names)s.",
            "Ended on %(day)s. Its tasks went to these: %(names)s.",
            len(successors),
        )
    else:
        sentence = ngettext(
            "Ends on %(day)s. Its tasks go to %(names)s.",
            "Ends on %(day)s. Its tasks go to these: %(names)s.",
            len(successors),
        )
    # The translation is ours; the day and the links are escaped where they are made.
    return format_html(sentence.replace("{", "{{").replace("}", "}}") % {k: f"{{{k}}}" for k in values}, **values)


def linked(organisations: list[Organisation]) -> SafeString:
    """Names as links, with commas between and «and» before the last."""
    links = [
        format_html('<a href="{}">{}</a>', organisation.get_absolute_url(), read(organisation.name).text)
        for organisation in organisations
    ]
    if len(links) < 2:
        return links[0] if links else SafeString("")
    most = format_html_join(", ", "{}", ((link,) for link in links[:-1]))
    return format_html("{} {} {}", most, _("and"), links[-1])


def names_in_other_languages(organisation: Organisation) -> list[tuple[str, str, str]]:
    """(language code, its own name, the organisation's name) where it is another than the one shown."""
    shown = read(organisation.name)
    texts = ((language, organisation.name.text(language)) for language in LANGUAGES)
    return [(code, OWN_NAMES[code], text) for code, text in texts if text and text != shown.text]


def places_by_region(language: str) -> list[tuple[PlaceEntry, list[PlaceEntry]]]:
    """The regions of Finland with their municipalities, both by name."""
    book = place_book()

    def by_name(codes: Any) -> list[PlaceEntry]:
        return sorted((book.by_code[code] for code in codes), key=lambda place: sort_key(place.name(language)))

    regions = by_name(code for code in book.parts.get("fi", ()) if book.by_code[code].level == "region")
    return [(region, by_name(book.parts.get(region.code, ()))) for region in regions]


def account_tabs() -> list[Tab]:
    """The pages about oneself."""
    return [
        Tab("profile", _("Profile"), reverse("people:account")),
        Tab("sign-in", _("Sign-in and safety"), reverse("mfa_index")),
        Tab("sessions", _("Where I am signed in"), reverse("people:sessions")),
        Tab("data", _("My data"), reverse("people:data")),
    ]


# What a browser calls itself, the telling word first: Edge and Opera also say Chrome, Chrome also says Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """A browser in words its user knows: «Firefox, Windows»."""
    names = [next((name for word, name in table if word in user_agent), None) for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in names if name) or _("Unknown browser")
