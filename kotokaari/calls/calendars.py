"""Openings and closings of calls as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kotokaari import __version__

from .models import Call, Round
from .times import moment_words, zone_of

if TYPE_CHECKING:
    from icalendar import Event


def written(rounds: Iterable[Round], name: str = "") -> bytes:
    """The closings of these rounds, each at its moment by the clock of its call. Calls must be fetched with them."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Kotokaari//{__version__}//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for round in rounds:
        calendar.add_component(_event(round))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(round: Round) -> Event:
    call = round.call
    house = urlsplit(settings.BASE_URL).hostname or "localhost"
    closes = round.closes_at.astimezone(zone_of(call))
    address = settings.BASE_URL + call.get_absolute_url()
    from icalendar import Event

    event = Event()
    event.add("uid", f"{call.uuid}-{round.number}@{house}")
    event.add("sequence", call.revision)
    event.add("dtstamp", call.published_at or call.created_at)
    event.add("dtstart", closes)
    event.add("dtend", closes)
    event.add("summary", _("Call closes: %(call)s") % {"call": str(call)})
    event.add("description", f"{moment_words(round.closes_at, call.time_zone)}\n\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if call.state == Call.State.CANCELLED else "CONFIRMED")
    return event
