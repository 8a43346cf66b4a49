"""A day's programme as iCalendar (RFC 5545): one entry for each calendar day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from kotokaari import __version__
from kotokaari.foundation.fields import read
from kotokaari.innovation.models import Day

from . import times

if TYPE_CHECKING:
    from icalendar import Event


def written(day: Day, *, online_url: str = "", attends: str = "") -> bytes:
    """The programme. ``online_url`` is told to those who signed up, ``attends`` their own address. One query."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Kotokaari//{__version__}//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for number, date in enumerate(times.programme(day, day.phases.all())):
        if date.begins and date.ends:
            calendar.add_component(_event(day, date, number, online_url, attends))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(day: Day, date: times.Date, number: int, online_url: str, attends: str) -> Event:
    from icalendar import Event

    house = urlsplit(settings.BASE_URL).hostname or "localhost"
    address = attends or settings.BASE_URL + day.get_absolute_url()
    lines = [f"{slot.begins} {read(slot.phase.name) or slot.phase.get_kind_display()}" for slot in date.slots]
    event = Event()
    event.add("uid", f"{day.uuid}-{number}@{house}")
    event.add("sequence", day.revision)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", date.begins)
    event.add("dtend", date.ends)
    event.add("summary", str(read(day.name)))
    event.add("location", str(read(day.place_text)) or online_url)
    event.add("description", "\n".join([*lines, "", *filter(None, [online_url, address])]))
    event.add("url", address)
    event.add("status", "CANCELLED" if day.state == Day.State.CANCELLED else "CONFIRMED")
    return event
