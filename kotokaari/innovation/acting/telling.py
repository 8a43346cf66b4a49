"""Where a day stands, for one reader: what she may know now, put together from what each module tells."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Day, Participant
from kotokaari.live.public import Ticket

from .registry import tellers


class Telling:
    """A day and the person who asks about it."""

    def __init__(self, day: Day, ticket: Ticket) -> None:
        self.day, self.ticket = day, ticket

    @cached_property
    def participant(self) -> Participant | None:
        """Who asks, when she is a participant."""
        if self.ticket.is_staff:
            return None
        return Participant.objects.filter(day=self.day, key=self.ticket.person).first()

    @cached_property
    def mark(self) -> str:
        """Her mark for the whole day."""
        return mark_of(self.ticket.person, self.day)

    def state(self) -> dict[str, Any]:
        """Every part of the state by its name."""
        return {name: tell(self) for name, tell in tellers.items()}
