"""Times by the clock of a call's zone: read as typed, written with the zone beside them, and how long is left."""

from __future__ import annotations

import datetime
import zoneinfo

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.errors import DomainError

from .models import Call, Round

UTC = datetime.UTC


def zone_of(call: Call) -> zoneinfo.ZoneInfo:
    """The zone whose clock the call goes by."""
    return zoneinfo.ZoneInfo(call.time_zone)


def in_zone(moment: datetime.datetime, zone: str, *, later: bool = False) -> datetime.datetime:
    """What the clock on the wall in ``zone`` shows, as a moment in UTC.

    When clocks go back and show the same hour twice, the first is meant, or the second with ``later``.
    Raises DomainError for an hour that is leapt over when summer time begins.
    """
    local = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=int(later))
    there = local.astimezone(UTC)
    if there.astimezone(local.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        words = {"time": clock(moment), "day": written_day(moment.date(), language()), "zone": zone}
        raise DomainError(_("The clocks leap over %(time)s on %(day)s in %(zone)s. Choose another hour.") % words)
    return there


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def clock(moment: datetime.datetime) -> str:
    """16.15, or 16:15 in English."""
    return written_clock(moment, language())


def zone_words(moment: datetime.datetime, zone: str) -> str:
    """Europe/Helsinki, UTC+2: the shift of that moment."""
    shift = moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or datetime.timedelta()
    minutes = int(shift.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{zone}, UTC{'+' if minutes >= 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def moment_words(moment: datetime.datetime, zone: str) -> str:
    """to 17.12.2026 klo 16.15 (Europe/Helsinki, UTC+2)."""
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    words = {
        "day": f"{formats.date_format(local.date(), 'D')} {written_day(local.date(), language())}",
        "time": clock(local),
        "zone": zone_words(moment, zone),
    }
    return _("%(day)s at %(time)s (%(zone)s)") % words


def own_words(moment: datetime.datetime, zone: str) -> str:
    """The same by the reader's clock, "" when it shows the same."""
    here = moment.astimezone(timezone.get_current_timezone())
    there = moment.astimezone(zoneinfo.ZoneInfo(zone))
    if here.utcoffset() == there.utcoffset():
        return ""
    day = f"{formats.date_format(here.date(), 'D')} {written_day(here.date(), language())}"
    words = {"day": day, "time": clock(here), "zone": str(timezone.get_current_timezone())}
    return _("Your time: %(day)s at %(time)s (%(zone)s)") % words


def span_words(left: datetime.timedelta) -> str:
    """How long, in one unit people think in: days from two days on, else hours, else minutes."""
    minutes = max(0, int(left.total_seconds() // 60))
    if minutes >= 2 * 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def countdown(round: Round, now: datetime.datetime | None = None) -> str:
    """How long until it opens or closes, in words."""
    now = now or timezone.now()
    if now < round.opens_at:
        return _("Opens in %(span)s") % {"span": span_words(round.opens_at - now)}
    if now < round.closes_at:
        return _("Closes in %(span)s") % {"span": span_words(round.closes_at - now)}
    return _("Closed")
