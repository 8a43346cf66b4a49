"""Dates as people write them, known exactly or not."""

from __future__ import annotations

import datetime

from django.utils import formats


def written_day(day: datetime.date, language: str) -> str:
    """12.3.2026, or 12 March 2026 in English."""
    if language in ("fi", "sv"):
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {formats.date_format(day, 'F')} {day.year}"


def written_clock(moment: datetime.datetime | datetime.time, language: str) -> str:
    """16.15, or 16:15 in English."""
    return f"{moment.hour}{'.' if language in ('fi', 'sv') else ':'}{moment.minute:02}"


def written_date(text: str, language: str) -> str:
    """A date as exactly as it is known: 2019, 3/2019 or March 2019, 31.3.2019. Other words stay as they are."""
    try:
        if len(text) == 7:
            month = datetime.date.fromisoformat(f"{text}-01")
            nordic = language in ("fi", "sv")
            return f"{month.month}/{month.year}" if nordic else f"{formats.date_format(month, 'F')} {month.year}"
        return written_day(datetime.date.fromisoformat(text), language) if len(text) == 10 else text
    except ValueError:
        return text
