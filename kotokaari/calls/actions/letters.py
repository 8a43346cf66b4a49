"""Reminders, each once."""

from __future__ import annotations

from django.db import transaction

from kotokaari.people.public import User

from .. import mails
from ..models import CallLetter, Round


@transaction.atomic
def remind(round: Round, *, user: User, kind: str, by: User | None) -> bool:
    """Write to somebody whose draft is not sent that the round closes. False when they had that letter already."""
    _letter, made = CallLetter.objects.get_or_create(
        round=round, user=user, kind=kind, defaults={"call_id": round.call_id}
    )
    if made:
        transaction.on_commit(lambda: mails.closes_soon(round, user), robust=True)
    return made
