"""Acts done by the house itself on somebody's behalf: in a demo, and when a day is rehearsed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.joining.visitors import ticket_of
from kotokaari.innovation.models import Day, Participant
from kotokaari.live.public import Incoming, Receipt, Ticket, record
from kotokaari.people.public import User

Doing = tuple[Participant | User, str, dict[str, Any]]
AT_ONCE = 200  # acts of one transaction


def do(day: Day, who: Participant | User, kind: str, **payload: Any) -> Receipt:
    """Act as a participant, or as somebody who runs the day. Raises DomainError with the sentence when it is refused."""
    return do_all(day, [(who, kind, payload)])[0]


def do_all(day: Day, doings: Iterable[Doing]) -> list[Receipt]:
    """Several acts, in this order: who, kind, payload. Raises DomainError at the first that is refused."""
    waiting = [(_ticket(day, who), Incoming(uuid4(), kind, payload)) for who, kind, payload in doings]
    receipts = []
    for start in range(0, len(waiting), AT_ONCE):
        receipts += record(day.channel.uuid, waiting[start : start + AT_ONCE])
    if refused := next((one for one in receipts if one.refused), None):
        raise DomainError(refused.sentence)
    return receipts


def _ticket(day: Day, who: Participant | User) -> Ticket:
    if isinstance(who, Participant):
        return ticket_of(who, day)
    return Ticket(day.channel.uuid, f"staff:{who.uuid}", is_staff=True)
