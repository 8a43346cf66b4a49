"""Acts done by the house itself on somebody's behalf: in a demo, and when a day is rehearsed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.joining.visitors import ticket_of
from kotokaari.innovation.models import Day, Participant
from kotokaari.live.public import Incoming, Receipt, Ticket, record
from kotokaari.people.public import User


def do(day: Day, who: Participant | User, kind: str, **payload: Any) -> Receipt:
    """Act as a participant, or as somebody who runs the day. Raises DomainError with the sentence when it is refused."""
    if isinstance(who, Participant):
        ticket = ticket_of(who, day)
    else:
        ticket = Ticket(day.channel.uuid, f"staff:{who.uuid}", is_staff=True)
    receipt = record(day.channel.uuid, [(ticket, Incoming(uuid4(), kind, payload))])[0]
    if receipt.refused:
        raise DomainError(receipt.sentence)
    return receipt
