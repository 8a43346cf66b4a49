"""When a call takes submissions, by the clock of its own zone."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ..models import Call, Round
from ..times import in_zone
from .locking import locked, touched


@dataclass(frozen=True, slots=True)
class Span:
    """A round as typed: what the clock on the wall in the call's zone shows."""

    opens: datetime.datetime
    closes: datetime.datetime
    name: TranslatedText = field(default_factory=TranslatedText)


@transaction.atomic
def set_rounds(call: Call, *, rounds: Sequence[Span], by: User, revision: int | None = None) -> list[Round]:
    """The rounds of a call, in order of time. An hour that comes twice when clocks go back closes at its second time.

    Refused: none, a close before the opening, rounds that overlap, an hour summer time leaps over; for a published
    call a closing that has passed, and any change of a round that has opened (``extend_round`` makes it longer).
    """
    call = locked(call, revision)
    spans = [
        (in_zone(one.opens, call.time_zone), in_zone(one.closes, call.time_zone, later=True), one.name)
        for one in rounds
    ]
    _refuse_out_of_order(spans)
    standing = {round.number: round for round in call.rounds.all()}
    now = timezone.now()
    for number, (opens, closes, name) in enumerate(spans, start=1):
        old = standing.pop(number, None)
        _refuse_past(call, old, opens, closes, now)
        Round.objects.update_or_create(
            call=call, number=number, defaults={"opens_at": opens, "closes_at": closes, "name": name}
        )
    for left in standing.values():
        if call.state == Call.State.PUBLISHED and left.opens_at <= now:
            raise DomainError(_("A round that has opened cannot be taken away."))
        left.delete()
    touched(call, "rounds set", by=by, rounds=[[opens.isoformat(), closes.isoformat()] for opens, closes, _n in spans])
    return list(call.rounds.all())


def _refuse_out_of_order(spans: Sequence[tuple[datetime.datetime, datetime.datetime, TranslatedText]]) -> None:
    if not spans:
        raise DomainError(_("A call has at least one round."))
    before: datetime.datetime | None = None
    for opens, closes, _name in spans:
        if closes <= opens:
            raise DomainError(_("A round closes after it opens."))
        if before is not None and opens < before:
            raise DomainError(_("A round opens when the one before it has closed."))
        before = closes


def _refuse_past(
    call: Call, old: Round | None, opens: datetime.datetime, closes: datetime.datetime, now: datetime.datetime
) -> None:
    if call.state != Call.State.PUBLISHED:
        return
    if old is not None and old.opens_at <= now:
        if (old.opens_at, old.closes_at) != (opens, closes):
            raise DomainError(_("A round that has opened keeps its times. It can be extended."))
    elif closes <= now:
        raise DomainError(_("The closing time has passed."))


@transaction.atomic
def extend_round(round: Round, *, closes: datetime.datetime, by: User) -> Round:
    """Give more time: ``closes`` is what the clock in the call's zone shows.

    Refused: an earlier closing, one that has passed, one that runs into the next round, and any once judging began.
    """
    call = locked(round.call)
    round = Round.objects.select_for_update().get(pk=round.pk)
    moment = in_zone(closes, call.time_zone, later=True)
    if call.judging_began_at:
        raise DomainError(_("The panel has begun to judge: the round stays closed."))
    if moment <= round.closes_at:
        raise DomainError(_("Nobody's time is cut short: the new closing must be later than the present one."))
    if moment <= timezone.now():
        raise DomainError(_("The closing time has passed."))
    if call.rounds.filter(number__gt=round.number, opens_at__lt=moment).exists():
        raise DomainError(_("The next round opens before that."))
    before, round.closes_at = round.closes_at, moment
    round.save(update_fields=["closes_at"])
    details = {"round": round.number, "before": before.isoformat(), "now": moment.isoformat()}
    touched(call, "round extended", by=by, **details)
    round.call = call
    return round
