"""What secret parts of a day have in common: marks instead of people, and rows that tell nothing by their order."""

from __future__ import annotations

import random
import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kotokaari.innovation.marks import SECRET_BYTES, mark_of, new_secret
from kotokaari.innovation.models import Comment, Day, Idea, Participant, Phase, Reaction
from kotokaari.live.public import Accepted

from .taking import CannotTake, Taking, Who


def voter(taking: Taking, who: Who) -> Participant:
    """The participant who acts. Raises CannotTake for those who run the day: they decide ties and nothing else."""
    if who.participant is None:
        raise CannotTake("not_yours", _("Only participants choose and weigh. Those who run the day decide ties."))
    return who.participant


def begun(taking: Taking, kind: str) -> Phase:
    """The phase of this kind, open or closed. Raises CannotTake before the first."""
    phase = taking.phase(kind)
    if phase is None:
        raise CannotTake("not_yet", _("This part of the day has not begun."))
    return phase


def hidden_mark(who: Who, phase: Phase) -> str:
    """The mark of whoever acts while an open phase runs; the phase gets its secret if it has none yet."""
    if not phase.secret:
        phase.secret = new_secret()
        phase.save(update_fields=["secret"])
    return mark_of(who.person, phase)


def said_in_secret(event: dict[str, Any], mine: dict[str, Any], *, is_late: bool = False) -> Accepted:
    """An act of which nothing is kept but that there was one; its sender alone is told what it was."""
    return Accepted(event, kept={}, mine=mine, tells_when=False, is_late=is_late)


def unlink(day: Day, phase: Phase) -> None:
    """Take the phase's marks off ideas and comments; signs get one each that leads nowhere. The phase has its secret still."""
    people = [*day.participants.values_list("key", flat=True)]
    people += [f"staff:{uuid}" for uuid in day.people.values_list("user__uuid", flat=True)]
    marks = {mark_of(person, phase) for person in people}
    Idea.objects.filter(day=day, mark__in=marks).update(mark="")
    Comment.objects.filter(idea__day=day, mark__in=marks).update(mark="")
    signs = list(Reaction.objects.filter(idea__day=day, mark__in=marks))
    for sign in signs:
        sign.mark = secrets.token_hex(SECRET_BYTES)
    Reaction.objects.bulk_update(signs, ["mark"])


def unmark(rows: list[Any]) -> None:
    """Write rows anew without marks, in an order drawn by lot: neither mark nor order says who wrote which."""
    if not rows:
        return
    model: type[models.Model] = type(rows[0])
    model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    random.SystemRandom().shuffle(rows)
    for row in rows:
        row.pk, row.mark = None, ""
        row._state.adding = True
    model._default_manager.bulk_create(rows)
