"""Taking acts into the log: known ones are answered again, new ones get the next sequence, all in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import Act, Channel
from .registry import Accepted, Incoming, Refused, Ticket, handler_of

log = structlog.get_logger("kotokaari.live")
FAILED = "failed"
CLOCKS_DIFFER = datetime.timedelta(days=2)  # a phone's clock further off than this tells nothing


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an act: ``seq`` and ``at`` once it is on disk, else ``refused`` and a sentence."""

    op: UUID
    seq: int = 0
    at: datetime.datetime | None = None
    is_late: bool = False
    refused: str = ""
    sentence: str = ""
    mine: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As it is sent to the phone."""
        if self.refused:
            return {"op": str(self.op), "refused": self.refused, "sentence": self.sentence}
        told: dict[str, Any] = {"op": str(self.op), "seq": self.seq, "at": self.at.isoformat() if self.at else None}
        if self.is_late:
            told["late"] = True
        if self.mine:
            told["mine"] = self.mine
        return told


def record(channel: UUID, acts: Sequence[tuple[Ticket, Incoming]]) -> list[Receipt]:
    """Write these acts of one channel, in this order, and give a receipt for each, in the same order.

    When this returns, what has a sequence is committed. An act that is known gets the receipt it had. Raises
    Channel.DoesNotExist.
    """
    with transaction.atomic():
        row = Channel.objects.select_for_update().get(uuid=channel)
        known = {act.op: act for act in Act.objects.filter(op__in=[act.op for _ticket, act in acts])}
        session = None
        receipts: list[Receipt] = []
        new: list[Act] = []
        for ticket, incoming in acts:
            if incoming.op in known:
                receipts.append(_again(row, ticket, known[incoming.op]))
                continue
            if session is None:
                session = handler_of(row.kind).begin(row)
            outcome = _take(session, row, ticket, incoming)
            if isinstance(outcome, Refused) and outcome.code == FAILED:
                session = None  # what it had read may tell of rows that were taken back
            if isinstance(outcome, Refused):
                receipts.append(Receipt(incoming.op, refused=outcome.code, sentence=outcome.sentence))
                continue
            row.last += 1
            act = _act(row, incoming, outcome)
            known[incoming.op] = act
            new.append(act)
            receipts.append(Receipt(act.op, act.seq, act.received_at, act.is_late, mine=outcome.mine))
        if new:
            Act.objects.bulk_create(new)
            row.save(update_fields=["last"])
    return receipts


class _TakenBack(Exception):
    """A refusal, on its way out of the savepoint: what was written before it goes."""

    def __init__(self, outcome: Refused) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


def _take(session: Any, row: Channel, ticket: Ticket, incoming: Incoming) -> Accepted | Refused:
    with spoken_in(incoming.language):
        return _outcome(session, row, ticket, incoming)


def spoken_in(language: str) -> AbstractContextManager[None]:
    """Refusals in the language of the page the act was done on; without one, in that of the request."""
    return translation.override(language) if language else nullcontext()


def _outcome(session: Any, row: Channel, ticket: Ticket, incoming: Incoming) -> Accepted | Refused:
    if ticket.channel != row.uuid:
        return Refused("elsewhere", _("This belongs to another day."))
    if row.closed_at is not None and not session.takes_when_closed(ticket, incoming):
        return Refused("closed", _("This day has ended: nothing is taken in any more."))
    try:
        with transaction.atomic():
            outcome: Accepted | Refused = session.take(ticket, incoming)
            if isinstance(outcome, Refused):
                raise _TakenBack(outcome)
            return outcome
    except _TakenBack as taken_back:
        return taken_back.outcome
    except (OperationalError, InterfaceError):
        raise  # the database fails, not the act: nothing is written, and the phone sends again
    except Exception:
        log.exception("act failed", kind=incoming.kind, op=str(incoming.op))
        return Refused(FAILED, _("This could not be taken in. Your text is kept on this phone; tell the facilitator."))


def _again(row: Channel, ticket: Ticket, act: Act) -> Receipt:
    """The receipt of an act that was taken before; of another channel's nothing is told."""
    if act.channel_id != row.pk or ticket.channel != row.uuid:
        return Receipt(act.op, refused="elsewhere", sentence=_("This belongs to another day."))
    return Receipt(act.op, act.seq, act.received_at, act.is_late)


def _act(row: Channel, incoming: Incoming, outcome: Accepted) -> Act:
    now = timezone.now()
    made_at = incoming.made_at if outcome.tells_when else None
    if made_at is not None and abs(now - made_at) > CLOCKS_DIFFER:
        made_at = None
    return Act(
        channel=row,
        seq=row.last,
        op=incoming.op,
        kind=incoming.kind,
        author=outcome.author,
        payload=incoming.payload if outcome.kept is None else outcome.kept,
        event=outcome.event,
        audience=outcome.audience,
        made_at=made_at,
        received_at=now,
        is_late=outcome.is_late,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it goes down the stream."""

    seq: int
    kind: str
    audience: str
    event: dict[str, Any]
    at: datetime.datetime

    def as_data(self) -> dict[str, Any]:
        """As it is sent: to somebody it is not for, only that there is one more."""
        return {"seq": self.seq, "kind": self.kind, "at": self.at.isoformat(), **({"event": self.event})}


def since(channel: UUID, last: int, until: int | None = None, limit: int = 500) -> list[Told]:
    """Acts after a sequence, in order. One query."""
    acts: Iterable[Act] = Act.objects.filter(channel__uuid=channel, seq__gt=last).order_by("seq")
    if until is not None:
        acts = acts.filter(seq__lte=until)  # type: ignore[attr-defined]
    rows = acts.values_list("seq", "kind", "audience", "event", "received_at")[:limit]  # type: ignore[attr-defined]
    return [Told(*row) for row in rows]
