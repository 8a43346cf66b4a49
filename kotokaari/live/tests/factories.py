"""Channels of notes, tickets to them, and acts."""

from uuid import uuid4

from kotokaari.live.models import Channel
from kotokaari.live.recording import record
from kotokaari.live.registry import Incoming, Ticket

from . import notes  # noqa: F401 - the handler


def a_channel(**more):
    return Channel.objects.create(kind="notes", **more)


def a_ticket(channel, person="anna", *audiences, staff=False):
    return Ticket(channel.uuid, person, frozenset(audiences), staff)


def a_note(text="bread", kind="note", op=None, **more):
    return Incoming(op or uuid4(), kind, {"text": text}, **more)


def write(channel, *acts, person="anna"):
    return record(channel.uuid, [(a_ticket(channel, person), act) for act in acts])
