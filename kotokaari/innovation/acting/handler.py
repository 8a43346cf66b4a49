"""The word of this room on its channels (``kotokaari.live.registry.Handler``)."""

from __future__ import annotations

from typing import Any

from kotokaari.innovation.models import Day
from kotokaari.live.public import Channel, Ticket, register_handler

from .taking import Taking
from .telling import Telling

KIND = "innovation"


class DayHandler:
    """Acts and state of innovation days."""

    kind = KIND

    def begin(self, channel: Channel) -> Taking:
        """What one transaction's acts are taken with."""
        return Taking(Day.objects.get(channel=channel), channel)

    def snapshot(self, channel: Channel, ticket: Ticket) -> dict[str, Any]:
        """Where the day stands, for this person."""
        return Telling(Day.objects.get(channel=channel), ticket).state()


def register() -> None:
    """Make days known to the live log, with all that can be done on them."""
    from . import kinds  # noqa: F401 - each module registers what it takes and tells

    register_handler(DayHandler())
