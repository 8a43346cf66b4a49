"""What can be computed in plain Python: weeks by the clock on the wall."""

from __future__ import annotations

import datetime
import zoneinfo

WEEK = datetime.timedelta(weeks=1)


class NoSuchMoment(ValueError):
    """The clock on the wall leaps over this moment when summer time begins."""


def moment(wall: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The moment a clock in ``zone`` shows ``wall``, in UTC. Of two (when summer time ends) the earlier.

    Raises NoSuchMoment.
    """
    local = wall.replace(tzinfo=zone, fold=0)
    found = local.astimezone(datetime.UTC)
    if found.astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchMoment(wall.isoformat())
    return found


def weekly(
    begins: datetime.datetime, ends: datetime.datetime, zone: zoneinfo.ZoneInfo, times: int
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """``times`` pairs of moments a week apart by the clock on the wall, whatever summer time does. Raises NoSuchMoment."""
    return [(moment(begins + WEEK * week, zone), moment(ends + WEEK * week, zone)) for week in range(times)]
