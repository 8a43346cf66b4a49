"""The portfolio: chosen ideas by value and feasibility, with what professions made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kotokaari.innovation.acting.telling import Telling
from kotokaari.innovation.board.live_pages import new_op
from kotokaari.innovation.logic import scatter
from kotokaari.innovation.logic.spread import TOGETHER
from kotokaari.innovation.models import Day
from kotokaari.live.public import Ticket

from . import queries
from .scales import SCALES


@login_not_required
@never_cache
@require_GET
def portfolio(request: HttpRequest, key: str) -> HttpResponse:
    """The portfolio of a day."""
    day, ticket = queries.day_for(request, key)
    found = queries.portfolio_of(day)
    state = Telling(day, ticket or Ticket(day.channel.uuid, "")).state()
    context = {
        "day": day,
        "portfolio": found,
        "scales": SCALES,
        "state": state,
        "drawing": drawing(),
        "sentences": sentences(found),
        "professions": list(by_profession(found)),
        "decides": ticket is not None and ticket.is_staff,
        "op": new_op,
        "trail": [(str(day), day.get_absolute_url()), (_("Portfolio"), "")],
        "back": _back(day, ticket),
    }
    return render(request, "innovation/choosing/portfolio.html", context)


def _back(day: Day, ticket: Ticket | None) -> str:
    """Where whoever takes part or runs the day came from; empty for readers."""
    if ticket is None:
        return ""
    return reverse("innovation:desk" if ticket.is_staff else "innovation:here", args=[day.key])


def drawing() -> dict[str, Any]:
    """The frame of the drawing: its size, and a line for each level."""
    levels = range(scatter.HIGHEST + 1)
    return {
        "width": scatter.WIDTH,
        "height": scatter.HEIGHT,
        "left": scatter.x_of(0),
        "right": scatter.x_of(scatter.HIGHEST),
        "top": scatter.y_of(scatter.HIGHEST),
        "bottom": scatter.y_of(0),
        "beside": scatter.x_of(0) - 10,
        "under": scatter.y_of(0) + 20,
        "foot": scatter.y_of(0) + 44,
        "head": scatter.y_of(scatter.HIGHEST) - 24,
        "good": {
            "x": scatter.x_of(queries.GOOD),
            "wide": scatter.x_of(scatter.HIGHEST) - scatter.x_of(queries.GOOD),
            "high": scatter.y_of(queries.GOOD) - scatter.y_of(scatter.HIGHEST),
        },
        "x": [(level, scatter.x_of(level)) for level in levels],
        "y": [(level, scatter.y_of(level)) for level in levels],
    }


def by_profession(found: queries.Portfolio) -> Iterator[dict[str, Any]]:
    """A line for each idea and profession that may be told of."""
    for row in found.rows:
        names = sorted({name for cell in row.cells for name in cell.professions}, key=lambda name: (not name, name))
        for name in names:
            means = [cell.professions.get(name) for cell in row.cells]
            yield {"number": row.number, "name": profession_name(name), "means": means}


def sentences(found: queries.Portfolio) -> list[str]:
    """What the drawing says, in words."""
    said = []
    if found.told:
        good = ", ".join(str(number) for number in found.good)
        values = {"told": found.told, "good": good}
        if good:
            said.append(
                _(
                    "Of %(told)d weighed ideas these do much good and are easily done (both at least 2.5 of 4): %(good)s."
                )
                % values
            )
        else:
            said.append(
                _("Of %(told)d weighed ideas none is at least 2.5 of 4 both in value and in feasibility.") % values
            )
    if found.apart is not None:
        row, key, highest, lowest = found.apart
        spread = row.spreads[key]
        values = {
            "number": row.number,
            "scale": next(str(scale.name).lower() for scale in SCALES if scale.key == key),
            "highest": profession_name(highest),
            "lowest": profession_name(lowest),
            "more": number_format(round(spread.professions[highest].mean, 1), 1),
            "less": number_format(round(spread.professions[lowest].mean, 1), 1),
        }
        said.append(
            _(
                "Professions are furthest apart on idea %(number)s, %(scale)s: %(highest)s %(more)s, %(lowest)s %(less)s. The difference may be chance where few answered."
            )
            % values
        )
    return said


def profession_name(profession: str) -> str:
    """A profession as it is shown; those that are taken together have no name of their own."""
    return _("other professions together") if profession == TOGETHER else profession
