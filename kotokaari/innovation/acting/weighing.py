"""Weighing the chosen ideas: value, impact on meeting the families, feasibility, each from 0 to 4, or "cannot say".

Secret like choosing. The profession is kept as a word for the spread between professions; when the phase closes, a
profession of fewer than five people loses its name, and the next smallest with it where what is left would be fewer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kotokaari.innovation.logic.spread import FEWEST, small_ones
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Chosen, Day, Idea, Phase, Weight
from kotokaari.live.public import Accepted, Incoming

from .choosing import phase_of
from .hiding import begun, hidden_mark, said_in_secret, unmark, voter
from .registry import on_close, takes, tells
from .taking import CannotTake, Taking, Who, whole
from .telling import Telling

SCALES = ("value", "impact", "feasibility")
HIGHEST = 4
CANNOT_SAY = "none"


@takes("weigh")
def weigh(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Weigh an idea: ``idea`` by number; ``value``, ``impact``, ``feasibility`` from 0 to 4, ``none`` for "cannot say"."""
    participant, phase = voter(taking, who), begun(taking, "weigh")
    idea = Idea.objects.filter(day=taking.day, number=whole(act.payload.get("idea"))).first()
    if idea is None or not Chosen.objects.filter(day=taking.day, idea=idea).exists():
        raise CannotTake("not_chosen", _("Chosen ideas are weighed, and this is none of them."))
    levels = {scale: _level(act, scale) for scale in SCALES}
    mine = {"weight": {"idea": idea.number, **levels}}
    if phase.closed_at is not None:
        return said_in_secret(_event(taking.day, phase), {**mine, "counted": False}, is_late=True)
    mark = hidden_mark(who, phase)
    if any(act.payload.get(scale) not in (None, "") for scale in SCALES):
        profession = " ".join(participant.profession.split())[:80]
        Weight.objects.update_or_create(idea=idea, mark=mark, defaults={**levels, "profession": profession})
    else:
        Weight.objects.filter(idea=idea, mark=mark).delete()
    return said_in_secret(_event(taking.day, phase), mine)


def _level(act: Incoming, scale: str) -> int | None:
    value = act.payload.get(scale)
    text = "" if value is None or isinstance(value, bool | list | dict) else str(value).strip()
    if text in ("", CANNOT_SAY):
        return None
    if text not in {str(level) for level in range(HIGHEST + 1)}:
        raise CannotTake("level", _("Levels are from 0 to 4."))
    return int(text)


def _event(day: Day, phase: Phase | None) -> dict[str, Any]:
    return {"thing": "weighing", **standing(day, phase)}


def standing(day: Day, phase: Phase | None) -> dict[str, Any]:
    """What everybody may know: which ideas are weighed, and by how many while the phase is open. Two queries."""
    is_open = phase is not None and phase.opened_at is not None and phase.closed_at is None
    chosen = Chosen.objects.filter(day=day).order_by("theme__order", "theme", "place", "idea__number")
    weighed: dict[str, int] = {}
    if is_open:
        rows = Weight.objects.filter(idea__day=day).exclude(mark="").values_list("idea__number")
        weighed = {str(number): count for number, count in rows.annotate(count=Count("id")).order_by("idea__number")}
    numbers = list(dict.fromkeys(chosen.values_list("idea__number", flat=True)))
    return {"open": is_open, "done": phase is not None and not is_open, "ideas": numbers, "weighed": weighed}


@on_close("weigh")
def close_weighing(taking: Taking, phase: Phase) -> dict[str, Any]:
    """Take the marks off, and the names of small professions with them. Ideas weighed anew lose what was weighed before."""
    rows = list(Weight.objects.filter(idea__day=taking.day).exclude(mark=""))
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        people[row.profession].add(row.mark)
    small = small_ones(Counter({profession: len(marks) for profession, marks in people.items()}), FEWEST)
    for row in rows:
        row.profession = "" if row.profession in small else row.profession
    Weight.objects.filter(idea__in={row.idea_id for row in rows}, mark="").delete()
    unmark(rows)
    return {"weighing": {**standing(taking.day, phase), "open": False, "done": True, "weighed": {}}}


@tells("weighing")
def tell_weighing(telling: Telling) -> dict[str, Any]:
    """Which ideas are weighed, and how far that is."""
    return standing(telling.day, phase_of(telling, "weigh"))


@tells("my_weights")
def tell_my_weights(telling: Telling) -> dict[str, dict[str, int | None]]:
    """How this reader has weighed, while she can still change it: by the idea's number as text."""
    phase = phase_of(telling, "weigh")
    mark = mark_of(telling.ticket.person, phase) if phase is not None and phase.closed_at is None else ""
    if not mark:
        return {}
    rows = Weight.objects.filter(idea__day=telling.day, mark=mark).values_list("idea__number", *SCALES)
    return {str(row[0]): dict(zip(SCALES, row[1:], strict=True)) for row in rows}
