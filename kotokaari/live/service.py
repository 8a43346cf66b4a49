"""What comes from phones, looked at before the log sees it; the same whether it came by the live door or the pages'."""

from __future__ import annotations

import datetime
import json
import time
from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Channel
from .recording import Receipt, Told, record, since, spoken_in
from .registry import Incoming, Ticket, handler_of

MOST_ACTS = 20  # in one sending
MOST_BYTES = 256_000  # of one sending
MOST_LETTERS = 24_000  # of one act, as JSON
AT_ONCE, A_SECOND = 150, 3.0  # acts of one person: what an hour without net may bring, and what hands can do
DAY_AT_ONCE, DAY_A_SECOND = 1_500.0, 20.0  # acts of a whole day, however many phones send them
CALM, CALM_A_SECOND = 30.0, 0.2  # acts of one person that are heard on a day that is flooded
REMEMBERED = 20_000  # buckets that are kept
POLLED = 500  # events in one answer


class BadRequest(Exception):
    """What was sent cannot be understood: a sentence for whoever writes programs."""


def parse(body: bytes, language: str = "") -> list[Incoming]:
    """The acts of a sending ``{"acts": [{"op", "kind", "payload", "made_at"}]}``. Raises BadRequest.

    ``language`` is what the phone asks to be answered in (Accept-Language).
    """
    if len(body) > MOST_BYTES:
        raise BadRequest(f"a sending is {MOST_BYTES} bytes at most")
    try:
        acts = json.loads(body)["acts"]
        spoken = _language(language)
        found = [_act(act, spoken) for act in acts]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest("acts are {op, kind, payload, made_at}") from error
    if not 1 <= len(found) <= MOST_ACTS:
        raise BadRequest(f"a sending has 1 to {MOST_ACTS} acts")
    return found


def _language(asked: str) -> str:
    """One of the house's languages, when the phone asks for one."""
    short = asked[:2].lower()
    return short if short in dict(settings.LANGUAGES) else ""


def _act(act: dict[str, Any], language: str) -> Incoming:
    payload = act["payload"]
    if not isinstance(payload, dict) or len(json.dumps(payload)) > MOST_LETTERS:
        raise ValueError("payload")
    made_at = act.get("made_at")
    when = datetime.datetime.fromisoformat(made_at) if made_at else None
    if when is not None and when.tzinfo is None:
        raise ValueError("made_at without zone")
    return Incoming(UUID(act["op"]), str(act["kind"])[:30], payload, when, language)


class Pace:
    """How fast one person may act, and a whole day: buckets that refill (RFC 2697 calls them token buckets). Per process.

    When many phones together empty the bucket of their day, those go on being heard who have done little of late: a
    day that somebody floods stays usable for everybody else.
    """

    def __init__(self) -> None:
        self._left: OrderedDict[tuple[UUID, str, str], tuple[float, float]] = OrderedDict()

    def allows(self, ticket: Ticket, now: float | None = None) -> bool:
        """Whether one more act is taken now; counts it."""
        now = time.monotonic() if now is None else now
        buckets = {
            (ticket.channel, "own", ticket.person): (AT_ONCE, A_SECOND),
            (ticket.channel, "calm", ticket.person): (CALM, CALM_A_SECOND),
            (ticket.channel, "day", ""): (DAY_AT_ONCE, DAY_A_SECOND),
        }
        own, calm, day = (self._filled(key, *size, now) for key, size in buckets.items())
        allowed = own >= 1 and (day >= 1 or calm >= 1)
        if allowed:
            self._left |= {key: (max(0.0, self._left[key][0] - 1), now) for key in buckets}
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return allowed

    def _filled(self, key: tuple[UUID, str, str], most: float, a_second: float, now: float) -> float:
        """What is in a bucket now."""
        left, at = self._left.pop(key, (float(most), now))
        self._left[key] = (min(float(most), left + (now - at) * a_second), now)
        return self._left[key][0]


pace = Pace()


def too_fast(act: Incoming) -> Receipt:
    """The receipt of somebody who sends more than hands can do."""
    with spoken_in(act.language):
        sentence = _("So many at once are not taken in. Wait a moment and send again.")
    return Receipt(act.op, refused="too_many", sentence=sentence)


def take_one(ticket: Ticket, act: Incoming) -> Receipt:
    """Take one act of a form that was sent without JavaScript, at the same pace as from a phone."""
    return record(ticket.channel, [(ticket, act)])[0] if pace.allows(ticket) else too_fast(act)


def is_allowed_origin(origin: str | None, host: str) -> bool:
    """Whether a browser's request comes from a page of this house: the same host, whatever the port, or the house's address."""
    if not origin:
        return False
    parts = urlsplit(origin)
    own = {urlsplit(settings.BASE_URL).hostname, urlsplit(f"//{host}").hostname}
    return parts.scheme in {"http", "https"} and parts.hostname in own


def poll(channel: UUID, ticket: Ticket, last: int) -> dict[str, Any]:
    """What happened after a sequence: ``{"last", "events", "more"}``, told as far as it is for this person."""
    told = since(channel, last, limit=POLLED)
    return {
        "last": told[-1].seq if told else last,
        "events": [told_to(ticket, one) for one in told],
        "more": len(told) == POLLED,
    }


def told_to(ticket: Ticket, one: Told) -> dict[str, Any]:
    """An event as this person is told of it: of one that is not for her, the sequence alone."""
    return one.as_data() if ticket.hears(one.audience) else {"seq": one.seq}


def state(channel: UUID, ticket: Ticket) -> dict[str, Any]:
    """Where things stand: ``{"last", "state", "now"}``. Events after ``last`` lead on from it. Raises Channel.DoesNotExist.

    The sequence is read first: what happened since is in the state already and is told once more, which changes
    nothing, for an event tells how a thing is and not what was done to it.
    """
    row = Channel.objects.get(uuid=channel)
    return {
        "last": row.last,
        "state": handler_of(row.kind).snapshot(row, ticket),
        "now": datetime.datetime.now(datetime.UTC).isoformat(),
    }
