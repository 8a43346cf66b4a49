"""The programme or the state of a day was changed on the pages behind it: phones are told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kotokaari.innovation.models import Day
from kotokaari.live.public import Accepted, Incoming, Ticket, record
from kotokaari.people.public import User

from .registry import takes
from .steering import close_phases, iso, phases_data, theme_data
from .taking import Taking, Who


@takes("programme_changed", by_staff=True)
def programme_changed(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Phases, themes and state as they are now; when the day is done, what is still open closes as it would have."""
    more: dict[str, Any] = {}
    if taking.day.state == Day.State.DONE:
        more = close_phases(taking, [phase for phase in taking.phases if phase.opened_at and not phase.closed_at])
    event = {
        **more,
        "thing": "phases",
        "phases": phases_data(taking.phases),
        "themes": [theme_data(theme) for theme in taking.themes.values()],
        "now": iso(taking.now),
        "day": {"state": str(taking.day.state)},
    }
    return Accepted(event, author=who.mark)


def tell_of_programme(day: Day, *, by: User | None) -> None:
    """Tell phones, when a day goes on or has just ended. Call it inside the action's transaction."""
    if day.state in (Day.State.RUNNING, Day.State.DONE):
        ticket = Ticket(day.channel.uuid, f"staff:{getattr(by, 'uuid', '')}", is_staff=True)
        record(day.channel.uuid, [(ticket, Incoming(uuid4(), "programme_changed", {}))])
