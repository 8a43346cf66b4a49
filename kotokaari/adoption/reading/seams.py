"""What the pages of practices, organisations and places tell of adoptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.catalogue.public import (
    register_practice_fact,
    register_practice_section,
)
from kotokaari.people.public import (
    Organisation,
    Place,
    Section,
    place_book,
    register_organisation_section,
    register_place_section,
)
from kotokaari.ui.public import register_nav

from .book import Entry, adoption_book
from .listing import list_url, rows
from .section import practice_fact, practice_section

SHOWN = 8


def register() -> None:
    """Put adoptions on the pages of practices, organisations and places, into lists and the navigation."""
    register_practice_section(practice_section)
    register_practice_fact(practice_fact)
    register_organisation_section(used_by)
    register_place_section(used_in)
    register_nav("adoptions", gettext_lazy("Adoptions"), "adoption:list", 20)


def used_by(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The practices an organisation uses, or considers openly."""
    entries = [entry for entry in adoption_book().entries if entry.organisation == organisation.pk]
    return _section(_("Practices it uses"), entries, list_url(organisation=organisation.code), by_practice=True)


def used_in(request: HttpRequest, place: Place) -> Section | None:
    """The practices in use in a place or anywhere in it."""
    inside = place_book().within(place.code)
    entries = [entry for entry in adoption_book().entries if entry.place in inside]
    return _section(_("In use here"), entries, list_url(place=place.code), by_practice=False)


def _section(title: str, entries: Sequence[Entry], url: str, by_practice: bool) -> Section | None:
    if not entries:
        return None
    context = {
        "rows": rows(entries[:SHOWN]),
        "by_practice": by_practice,
        "sentence": _in_words(entries),
        "url": url if len(entries) > SHOWN else "",
        "total": len(entries),
    }
    return Section(title, "adoption/read_used.html", context, order=22)


def _in_words(entries: Iterable[Entry]) -> str:
    """How many are carried out now, and how many the organisations only think of or have stopped."""
    entries = list(entries)
    now = len({entry.practice for entry in entries if entry.is_at_work})
    return ngettext("%(count)s practice in use now.", "%(count)s practices in use now.", now) % {"count": now}
