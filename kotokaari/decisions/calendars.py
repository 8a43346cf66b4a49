"""A meeting as iCalendar (RFC 5545, 5546). Nothing of its agenda is in it."""

from __future__ import annotations

import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from kotokaari import __version__
from kotokaari.foundation.dates import written_day
from kotokaari.people.public import User

from .models import Meeting


def zone(meeting: Meeting) -> ZoneInfo:
    """The time zone of the call."""
    return ZoneInfo(meeting.call.time_zone)


def when(meeting: Meeting) -> str:
    """The time as it is written where the call is, with the name of the time zone."""
    begins = meeting.starts_at.astimezone(zone(meeting))
    ends = begins + datetime.timedelta(minutes=meeting.lasts_minutes)
    language = (get_language() or "fi")[:2]
    clock = (
        "{0.hour}.{0.minute:02}–{1.hour}.{1.minute:02}"
        if language in ("fi", "sv")
        else "{0.hour}:{0.minute:02}–{1.hour}:{1.minute:02}"
    )
    return f"{written_day(begins.date(), language)} {clock.format(begins, ends)} ({meeting.call.time_zone})"


def of_meeting(meeting: Meeting, person: User) -> bytes:
    """The file for one person's calendar; a later one with the same UID takes its place."""
    from icalendar import Calendar, Event, vCalAddress, vText

    begins = meeting.starts_at.astimezone(zone(meeting))
    event = Event()
    event.add("uid", f"{meeting.uuid}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", begins)
    event.add("dtend", begins + datetime.timedelta(minutes=meeting.lasts_minutes))
    event.add("summary", str(meeting))
    event.add("location", ", ".join(part for part in (meeting.place, meeting.link) if part))
    event.add("url", settings.BASE_URL + meeting.get_absolute_url())
    event.add("status", "CONFIRMED")
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["cn"] = vText(str(meeting.call.organisation))
    attendee = vCalAddress(f"mailto:{person.email}")
    event.add("organizer", organiser, encode=False)
    event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", f"-//Kotokaari//{__version__}//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
