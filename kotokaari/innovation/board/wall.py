"""The projector's wall: how to join, what is going on, the time, and what the room works on. It names nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kotokaari.innovation.addresses import ways_in
from kotokaari.innovation.models import Day

from .here import now_data
from .live_pages import live_page, spoken
from .showing import shown
from .wall_keys import wall_ticket
from .wall_work import work

VIEWS = ("overview", "theme", "timer")
LATEST = 8  # ideas of a theme that are read from the back row
FEW, ONE, MANY_THEMES = ":2", ":1", 6  # of each in the overview, as far as the wall is high


@login_not_required
@never_cache
@require_GET
def wall(request: HttpRequest, key: str) -> HttpResponse:
    """What the room sees."""
    day = get_object_or_404(Day.objects.select_related("channel", "feedback"), key=key)
    ticket = wall_ticket(request, day)
    if ticket is None:
        raise Http404
    return live_page(request, day, ticket, "innovation/board/wall.html", lambda state: told(request, day, state))


def told(request: HttpRequest, day: Day, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the wall shows, out of the state."""
    phases = [now_data(phase) for phase in state["phases"]]
    columns = themes(state)
    wanted = request.GET.get("theme", "")
    at = next((at for at, theme in enumerate(columns) if str(theme["id"]) == wanted), 0)
    view = request.GET.get("view", "overview")
    view = view if view in VIEWS and (columns or view != "theme") else "overview"
    doing = work(request, day, state) if view == "overview" else {"work": "ideas"}
    return {
        "view": view,
        "is_feedback": doing["work"] == "feedback",
        "now_open": [phase for phase in phases if phase["open"]],
        "next_phase": next((phase for phase in phases if not phase["opened_at"]), None),
        "themes": columns,
        "theme": columns[at] if columns else None,
        "before": columns[at - 1]["id"] if columns else "",
        "after": columns[(at + 1) % len(columns)]["id"] if columns else "",
        "few": FEW if len(columns) <= MANY_THEMES else ONE,
        "count": sum(theme["count"] for theme in columns),
        "waiting": sum(state["silent"].values()),
        "announcements": state["announcements"],
        **ways_in(request, day),
        **doing,
        "show": request.GET.get("show", ""),
    }


def themes(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The themes with how many ideas stand in each, how many wait, and the latest."""
    standing: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for idea in shown(state):
        if idea["is_standing"] and not idea["silent"]:
            standing[idea["theme"]].append(idea)
    return [
        {
            **theme,
            "reading": spoken(theme["name"]),
            "count": len(standing[theme["id"]]),
            "waiting": state["silent"].get(str(theme["id"]), 0),
            "latest": standing[theme["id"]][:LATEST],
        }
        for theme in state["themes"]
    ]
