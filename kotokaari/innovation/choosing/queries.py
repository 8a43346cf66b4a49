"""What can be asked of chosen and weighed ideas: only what was told when the phases closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kotokaari.innovation.joining.visitors import staff_ticket, ticket_for
from kotokaari.innovation.logic.scatter import Spot, spots
from kotokaari.innovation.logic.spread import TOGETHER, Spread, spread
from kotokaari.innovation.models import Chosen, Day, Weight
from kotokaari.live.public import Ticket

from .scales import SCALES

GOOD = 2.5  # on the scale from 0 to 4: more than half


@dataclass(frozen=True)
class Row:
    """A chosen idea with how it was weighed: spreads by scale."""

    chosen: Chosen
    spreads: dict[str, Spread]

    @property
    def number(self) -> int:
        """The idea's number."""
        return self.chosen.idea.number

    @cached_property
    def means(self) -> tuple[float, float, float] | None:
        """Value, impact and feasibility; None where one of them may not be told."""
        every = [self.spreads[scale.key].all for scale in SCALES]
        value, impact, feasibility = every
        if value is None or impact is None or feasibility is None:
            return None
        return value.mean, impact.mean, feasibility.mean

    @property
    def is_good(self) -> bool:
        """Whether it does more than half of the good there could be, and is more than half easy."""
        return self.means is not None and self.means[0] >= GOOD and self.means[2] >= GOOD

    @property
    def cells(self) -> list[Spread]:
        """Spreads in the order of the scales."""
        return [self.spreads[scale.key] for scale in SCALES]


@dataclass(frozen=True)
class Portfolio:
    """All chosen ideas of a day beside each other."""

    rows: list[Row]

    @cached_property
    def spots(self) -> list[Spot]:
        """The circles of the drawing."""
        return spots({row.number: row.means for row in self.rows if row.means is not None})

    @property
    def good(self) -> list[int]:
        """Numbers of ideas that do much good and are easily done."""
        return [row.number for row in self.rows if row.is_good]

    @property
    def told(self) -> int:
        """How many ideas have figures."""
        return sum(row.means is not None for row in self.rows)

    @cached_property
    def apart(self) -> tuple[Row, str, str, str] | None:
        """Where professions are furthest apart: the row, the scale, the profession highest and the one lowest."""
        found = [
            (one.apart, row, scale.key, max(one.professions, key=lambda name: one.professions[name].mean),
             min(one.professions, key=lambda name: one.professions[name].mean))
            for row in self.rows for scale in SCALES for one in [row.spreads[scale.key]] if one.apart
        ]  # fmt: skip
        return max(found, key=lambda item: item[0])[1:] if found else None

    @property
    def has_professions(self) -> bool:
        """Whether any profession may be told of by itself."""
        return any(set(one.professions) - {TOGETHER} for row in self.rows for one in row.cells)


def portfolio_of(day: Day) -> Portfolio:
    """The chosen ideas with what was said of them in weighings that have closed. Two queries."""
    answers: dict[tuple[int, str], list[tuple[str, int | None]]] = defaultdict(list)
    rows = Weight.objects.filter(idea__day=day, mark="").values_list("idea", "profession", *(one.key for one in SCALES))
    for idea, profession, *levels in rows:
        for scale, level in zip(SCALES, levels, strict=True):
            answers[idea, scale.key].append((profession, level))
    chosen = Chosen.objects.filter(day=day).select_related("idea", "theme", "group")
    found = []
    for one in chosen.order_by("theme__order", "theme", "group__number", "place", "idea__number"):
        found.append(Row(one, {scale.key: spread(answers[one.idea_id, scale.key]) for scale in SCALES}))
    return Portfolio(found)


def day_for(request: HttpRequest, key: str) -> tuple[Day, Ticket | None]:
    """A day whose portfolio this visitor may read: who takes part or runs it, and everybody once a public day is done."""
    day = get_object_or_404(Day.objects.select_related("channel"), key=key)
    ticket = staff_ticket(request, day) or ticket_for(request, day)  # who decides ties may take part too
    is_told = day.state == Day.State.DONE and Day.objects.public().filter(pk=day.pk).exists()
    if ticket is None and not is_told:
        raise Http404
    return day, ticket
