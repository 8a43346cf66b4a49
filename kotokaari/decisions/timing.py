"""The time an item has left, by the server's clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from .models import AgendaItem


@dataclass(frozen=True, slots=True)
class Left:
    """Seconds left of those given; fewer than none once the time is over."""

    seconds: int
    given: int

    @property
    def clock(self) -> str:
        """4:05, or −0:30 when it is over."""
        sign = "−" if self.seconds < 0 else ""
        return f"{sign}{abs(self.seconds) // 60}:{abs(self.seconds) % 60:02}"

    @property
    def is_over(self) -> bool:
        """True once the time is used."""
        return self.seconds < 0

    @property
    def used(self) -> int:
        """How much is used, of a hundred."""
        return min(100, max(0, round(100 * (self.given - self.seconds) / self.given))) if self.given else 100


def left_of(item: AgendaItem, now: datetime.datetime | None = None) -> Left | None:
    """The time left of an open item; None of one that is not open."""
    if item.opened_at is None or item.closed_at is not None:
        return None
    gone = ((now or timezone.now()) - item.opened_at).total_seconds()
    return Left(round(item.seconds - gone), item.seconds)
