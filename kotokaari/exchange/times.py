"""Times as the pages show them: by their own clock, and by the reader's where it differs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading
from kotokaari.people.public import Organisation, place_book

from . import queries
from .models import Offer
from .models.times import LANGUAGES
from .signing import organisation_name


@dataclass(frozen=True, slots=True)
class Row:
    """A time in a list."""

    title: Reading
    url: str
    kind: str
    when: str
    zone: str
    own_when: str
    starts_at: datetime.datetime
    practice: Reading
    practice_url: str
    organisation: str
    place: str
    languages: str
    free: str
    is_full: bool
    price: Reading
    is_example: bool


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def clock(moment: datetime.datetime) -> str:
    """14.05, or 14:05 in English."""
    return written_clock(moment, language())


def day_words(day: datetime.date) -> str:
    """to 17.12.2026, or Thu 17 December 2026."""
    return f"{formats.date_format(day, 'D')} {written_day(day, language())}"


def span(begins: datetime.datetime, ends: datetime.datetime) -> str:
    """From when until when, by the clock both are given in."""
    words = {"day": day_words(begins.date()), "from": clock(begins), "to": clock(ends)}
    if begins.date() == ends.date():
        return _("%(day)s at %(from)s–%(to)s") % words
    return _("%(day)s at %(from)s – %(last)s at %(to)s") % {**words, "last": day_words(ends.date())}


def zone_words(offer: Offer) -> str:
    """Europe/Helsinki, UTC+2: the offset is the one of that day."""
    shift = offer.starts_at.astimezone(offer.tz).utcoffset() or datetime.timedelta()
    minutes = int(shift.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{offer.zone}, UTC{'+' if minutes >= 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def when(offer: Offer) -> str:
    """The time by its own clock."""
    return span(offer.starts_at.astimezone(offer.tz), offer.ends_at.astimezone(offer.tz))


def own_when(offer: Offer) -> str:
    """The time by the reader's clock, "" when it shows the same."""
    mine = timezone.get_current_timezone()
    theirs = offer.starts_at.astimezone(offer.tz)
    here = offer.starts_at.astimezone(mine)
    if here.utcoffset() == theirs.utcoffset():
        return ""
    words = {"when": span(here, offer.ends_at.astimezone(mine)), "zone": str(mine)}
    return _("Your time: %(when)s (%(zone)s)") % words


def place_words(offer: Offer) -> str:
    """Where, as far as everybody may know."""
    entry = place_book().by_key.get(offer.place_id or 0)
    town = entry.name(language()) if entry else ""
    return ", ".join(part for part in (town, _("remote") if offer.is_remote else "") if part)


def language_words(offer: Offer) -> str:
    """The languages spoken."""
    names = dict(LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in offer.languages.split(",") if code)


def free_words(offer: Offer) -> str:
    """How many places are left."""
    if offer.free <= 0:
        return _("Full: you can stand in line")
    return ngettext("%(count)s place free", "%(count)s places free", offer.free) % {"count": offer.free}


def row(offer: Offer) -> Row:
    """A time as a list shows it. From memory once its practice is there."""
    practice = offer.practice
    return Row(
        title=read(offer.title),
        url=offer.get_absolute_url(),
        kind=offer.get_kind_display(),
        when=when(offer),
        zone=zone_words(offer),
        own_when=own_when(offer),
        starts_at=offer.starts_at,
        practice=read(practice.current.title) if practice.current else Reading(practice.key, "", ""),
        practice_url=practice.get_absolute_url(),
        organisation=organisation_name(offer.organisation_id),
        place=place_words(offer),
        languages=language_words(offer),
        free=free_words(offer),
        is_full=offer.free <= 0,
        price=read(offer.price_note),
        is_example=offer.is_example,
    )


def rows(offers: Iterable[Offer]) -> list[Row]:
    """Times as a list shows them."""
    return [row(offer) for offer in offers]


def coming_of(practice: Practice) -> list[Offer]:
    """The times of a practice that are still to come. No query until public data changes."""
    offers = cached(("times to come", practice.pk), lambda: list(queries.times_of(practice)))
    now = timezone.now()
    return [offer for offer in offers if offer.starts_at > now]


def coming_of_organisation(organisation: Organisation) -> list[Offer]:
    """The times an organisation offers. No query until public data changes."""
    key = ("times of an organisation", organisation.pk)
    offers = cached(key, lambda: list(queries.coming_times().filter(organisation=organisation)))
    now = timezone.now()
    return [offer for offer in offers if offer.starts_at > now]


def facts(offer: Offer, *, knows_where: bool) -> dict[str, Any]:
    """What a time's own page tells, as far as this reader may know."""
    return {
        "row": row(offer),
        "about": read(offer.about),
        "where": offer.where if knows_where else "",
        "hides_where": bool(offer.where) and not knows_where,
    }
