"""Times as iCalendar (RFC 5545, and RFC 5546 for those sent to one person)."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from kotokaari import __version__
from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import Organisation

from . import queries
from .models import Booking, Offer
from .signing import organisation_name
from .times import place_words

if TYPE_CHECKING:
    from icalendar import Event

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def house() -> str:
    """The name of this house on the net: the second half of every UID."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def for_one(booking: Booking, method: str) -> bytes:
    """The file in a letter to the person who booked: the place is in it, and nobody else's address."""
    from icalendar import vCalAddress, vDatetime, vText

    offer = booking.offer
    event = _event(offer, f"{booking.uuid}@{house()}", offer.sequence + booking.sequence, knows_where=True)
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["cn"] = vText(organisation_name(offer.organisation_id))
    attendee = vCalAddress(f"mailto:{booking.person.email}")
    attendee.params["partstat"], attendee.params["rsvp"] = vText("ACCEPTED"), vText("FALSE")
    event["dtstamp"] = vDatetime(timezone.now())
    event["organizer"] = organiser
    event.add("attendee", attendee, encode=False)
    event["status"] = "CANCELLED" if method == CANCEL else "CONFIRMED"
    return _written([event], method)


def for_everybody(offers: Iterable[Offer], name: str = "", *, knows_where: bool = False) -> bytes:
    """Times as a file to keep or a feed to follow. The place is told in general only, unless ``knows_where``."""
    events = [_event(offer, f"{offer.uuid}@{house()}", offer.sequence, knows_where=knows_where) for offer in offers]
    return _written(events, PUBLISH, name)


def feed(organisation: Organisation | None, name: str) -> bytes:
    """What calendars follow: they ask often, so it is kept until public data changes or the day ends."""
    key = ("calendar", organisation.pk if organisation else 0, get_language(), timezone.localdate())
    return cached(key, lambda: for_everybody(queries.feed_of(organisation), name))


def _event(offer: Offer, uid: str, sequence: int, *, knows_where: bool) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", offer.changed_at)
    event.add("last-modified", offer.changed_at)
    event.add("dtstart", offer.starts_at.astimezone(offer.tz))
    event.add("dtend", offer.ends_at.astimezone(offer.tz))
    event.add("summary", f"{offer.get_kind_display()}: {offer}")
    event.add("location", offer.where if knows_where and offer.where else place_words(offer))
    event.add("url", settings.BASE_URL + offer.get_absolute_url())
    event.add("description", "\n\n".join(part for part in _description(offer) if part))
    event.add("status", "CANCELLED" if offer.cancelled_at else "CONFIRMED")
    return event


def _description(offer: Offer) -> list[str]:
    return [str(offer.practice), str(offer.about), settings.BASE_URL + offer.get_absolute_url()]


def _written(events: Iterable[Any], method: str, name: str = "") -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Kotokaari//{__version__}//FI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
