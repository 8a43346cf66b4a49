"""Reminding members of what they have not handed in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.panel.public import Seat
from kotokaari.people.public import User

from .. import letters, queries
from ..models import Reminder


@transaction.atomic
def remind(call: Call, *, seats: Iterable[Seat], by: User) -> int:
    """Write to these members who have something to hand in, each at most once a day. Returns how many were written to."""
    waiting = queries.waiting_by_seat(call)
    kind = f"pressed:{timezone.localdate().isoformat()}"
    sent = sum(_write(seat, kind, waiting.get(seat.pk, 0), by) for seat in seats if seat.call_id == call.pk)
    if sent:
        audit.record("panel reminded", target=call, by=by, members=sent)
    return sent


@transaction.atomic
def remind_all(call: Call, *, kind: str, by: User | None) -> int:
    """Write to every member who has something to hand in, each once for a ``kind``. Returns how many were written to."""
    waiting = queries.waiting_by_seat(call)
    seats = call.seats.sitting().filter(pk__in=waiting, user__is_active=True)
    return sum(_write(seat, kind, waiting[seat.pk], by) for seat in seats)


def _write(seat: Seat, kind: str, waiting: int, by: User | None) -> int:
    if not waiting:
        return 0
    _reminder, made = Reminder.objects.get_or_create(seat=seat, kind=kind, defaults={"waiting": waiting, "by": by})
    if made:
        transaction.on_commit(partial(letters.reminder, seat.pk, waiting))
    return int(made)
