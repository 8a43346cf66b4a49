"""Letters about times, with their calendar files. Each goes after commit, in its reader's language."""

from __future__ import annotations

from django.utils import translation

from kotokaari.people.public import User

from . import calendars, mails, queries, times
from .models import Booking, Offer


def _booking(pk: int) -> Booking:
    related = ("offer__practice__current", "offer__organisation", "offer__host", "organisation", "person")
    return Booking.objects.select_related(*related).get(pk=pk)


def _to_visitor(booking: Booking, template: str, method: str = "") -> None:
    person = booking.person
    with translation.override(person.language):
        file = calendars.for_one(booking, method) if method else b""
        words = {"when": times.when(booking.offer), "zone": times.zone_words(booking.offer)}
    files = [("kotokaari.ics", file, f"text/calendar; method={method}")] if method else []
    mails.post(person, template, thing=booking.offer, booking=booking, offer=booking.offer, files=files, **words)


def _to_hosts(offer: Offer, template: str, booking: Booking | None = None) -> None:
    for person in hosts(offer):
        with translation.override(person.language):
            words = {"when": times.when(offer), "zone": times.zone_words(offer)}
        mails.post(person, template, thing=offer, booking=booking, offer=offer, **words)


def hosts(offer: Offer) -> list[User]:
    """Who hears of bookings: whoever offered the time, else all who speak for the practice."""
    if offer.host and offer.host.is_active:
        return [offer.host]
    return queries.people_to_tell(offer.practice)


def booked(booking: int) -> None:
    """To both: a place is taken."""
    found = _booking(booking)
    _to_visitor(found, "booked", calendars.REQUEST)
    _to_hosts(found.offer, "host_booked", found)


def in_line(booking: int) -> None:
    """To the visitor: there are too few places, but a turn."""
    _to_visitor(_booking(booking), "in_line")


def place_found(booking: int) -> None:
    """To both: the first in line has a place now."""
    found = _booking(booking)
    _to_visitor(found, "place_found", calendars.REQUEST)
    _to_hosts(found.offer, "host_booked", found)


def changed(booking: int) -> None:
    """To the visitor: the time or the place has changed."""
    _to_visitor(_booking(booking), "time_changed", calendars.REQUEST)


def called_off(booking: int) -> None:
    """To the visitor: the host has cancelled, and why."""
    found = _booking(booking)
    _to_visitor(found, "called_off", calendars.CANCEL if found.placed_at else "")


def freed(booking: int) -> None:
    """To both: the visitor has cancelled; the calendar forgets it."""
    found = _booking(booking)
    if found.placed_at:
        _to_visitor(found, "cancelled_by_you", calendars.CANCEL)
        _to_hosts(found.offer, "host_freed", found)


def tomorrow(booking: int) -> None:
    """To the visitor: it is tomorrow, and where."""
    _to_visitor(_booking(booking), "tomorrow")


def host_tomorrow(offer: int) -> None:
    """To the host: who comes tomorrow."""
    found = Offer.objects.select_related("practice__current", "organisation", "host").get(pk=offer)
    bookings = found.bookings.filter(state=Booking.State.BOOKED).select_related("organisation", "person")
    for person in hosts(found):
        with translation.override(person.language):
            words = {"when": times.when(found), "zone": times.zone_words(found)}
        mails.post(person, "host_tomorrow", thing=found, offer=found, bookings=list(bookings), **words)
