"""When the parts of a day are: each follows the one before it, unless it begins anew (another day, after a long pause)."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.models import Day, Phase


def zone_of(day: Day) -> zoneinfo.ZoneInfo:
    """The zone whose clock the day goes by."""
    return zoneinfo.ZoneInfo(day.time_zone)


def in_zone(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """What the clock on the wall in ``zone`` shows, as a moment in UTC; of an hour shown twice, the first.

    Raises DomainError for an hour that is leapt over when summer time begins.
    """
    local = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    there = local.astimezone(datetime.UTC)
    if there.astimezone(local.tzinfo).replace(tzinfo=None) != moment:
        raise DomainError(_("The clocks leap over this hour when summer time begins. Choose another."))
    return there


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def end_of(phase: Phase) -> datetime.datetime | None:
    """When a part ends as planned."""
    return phase.starts_at + datetime.timedelta(minutes=phase.minutes) if phase.starts_at else None


def anchors(phases: Sequence[Phase]) -> set[int]:
    """The parts that begin at a time of their own: the first, and those that do not begin when the one before ends."""
    found = {phases[0].pk} if phases else set()
    return found | {phase.pk for before, phase in pairwise(phases) if phase.starts_at != end_of(before)}


def chain(phases: Sequence[Phase], own: Collection[int]) -> list[Phase]:
    """Let every part begin when the one before ends, but those in ``own``; gives the ones that changed."""
    changed = []
    for before, phase in pairwise(phases):
        if phase.pk in own or phase.opened_at is not None:
            continue
        if phase.starts_at != end_of(before):
            phase.starts_at = end_of(before)
            changed.append(phase)
    return changed


def clock(moment: datetime.datetime) -> str:
    """16.15, or 16:15 in English."""
    return written_clock(moment, language())


def day_words(date: datetime.date) -> str:
    """to 17.12.2026."""
    return f"{formats.date_format(date, 'D')} {written_day(date, language())}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A part with its times by the clock of the day."""

    phase: Phase
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Date:
    """One calendar day of the programme."""

    date: datetime.date | None
    words: str
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    slots: tuple[Slot, ...]

    @property
    def hours(self) -> str:
        """9.00–16.00."""
        return f"{clock(self.begins)}–{clock(self.ends)}" if self.begins and self.ends else ""


def programme(day: Day, phases: Iterable[Phase]) -> list[Date]:
    """The parts by calendar day; those without a time come last, under a day without date."""
    zone = zone_of(day)
    rows = [(phase, phase.starts_at.astimezone(zone) if phase.starts_at else None) for phase in phases]
    found = []
    for date, of in groupby(rows, key=lambda row: row[1].date() if row[1] else None):
        slots, ends = [], None
        these = list(of)
        for phase, begins in these:
            ends = begins + datetime.timedelta(minutes=phase.minutes) if begins else None
            slots.append(Slot(phase, clock(begins) if begins else "", clock(ends) if ends else ""))
        found.append(Date(date, day_words(date) if date else "", these[0][1], ends, tuple(slots)))
    return found


def when_words(dates: Sequence[Date]) -> str:
    """to 17.12.2026 9.00–16.00, and the next days after a semicolon."""
    return "; ".join(f"{one.words} {one.hours}" for one in dates if one.date)
