"""What the panel puts on «My work»."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.calls.public import Call, calls_of
from kotokaari.foundation.fields import read
from kotokaari.people.public import (
    Role,
    Section,
    User,
    WorkLine,
    has_role_anywhere,
    register_work_section,
    runs_the_house,
)

from . import queries
from .models import Expert, Plan, Seat


def register() -> None:
    """Stand on «My work»."""
    register_work_section(work_section)


def work_section(user: User) -> Section | None:
    """Seats offered, conflicts to declare, and plans that wait for those who run a call."""
    lines = [_seat_line(seat) for seat in queries.own_seats(user)]
    if not runs_the_house(user):
        waiting = Plan.objects.filter(state=Plan.State.PROPOSED, call__in=calls_of(user)).select_related("call")
        lines += [
            _line(plan.call, reverse("panel:plan", args=[plan.call.key, plan.uuid]), _("an assignment waits for you"))
            for plan in waiting
        ]
    is_expert = has_role_anywhere(user, Role.EXPERT) or Expert.objects.filter(user=user).exists()
    if not lines and (not is_expert or runs_the_house(user)):
        return None
    return Section(
        gettext_lazy("Panels"), "panel/_work.html", {"lines": lines, "profile": reverse("panel:profile")}, order=5
    )


def _seat_line(seat: Seat) -> WorkLine:
    if seat.state == Seat.State.INVITED:
        return _line(seat.call, reverse("panel:seat", args=[seat.uuid]), _("you are asked to the panel: answer"))
    if count := queries.undeclared(seat).count():
        note = ngettext(
            "%(count)d submission: is there a conflict?", "%(count)d submissions: is there a conflict?", count
        ) % {"count": count}
        return _line(seat.call, reverse("panel:declare", args=[seat.uuid]), note)
    return _line(seat.call, reverse("panel:seat", args=[seat.uuid]), _("you sit on the panel"))


def _line(call: Call, url: str, note: Any) -> WorkLine:
    name = read(call.name)
    return WorkLine(name.text or call.key, name.language if name.is_fallback else "", url, str(note), call.is_example)
