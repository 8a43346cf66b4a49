"""The facilitator's desk: what is going on, the one next step, time, who is here, the ideas, and what to tidy up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kotokaari.catalogue.public import language_name
from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.acting.taking import whole
from kotokaari.innovation.addresses import for_the_room, ways_in
from kotokaari.innovation.joining.visitors import staff_ticket
from kotokaari.innovation.models import Day, Group, Idea, Participant

from .here import now_data
from .live_pages import live_page
from .showing import SIGN_WORDS, shown
from .wall_keys import wall_token

SHOWN = 60
STATES = ("standing", "merged", "withdrawn", "hidden")


@login_not_required
@never_cache
@require_GET
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """The page of those who run the day."""
    day = get_object_or_404(Day.objects.select_related("channel", "organisation"), key=key)
    ticket = staff_ticket(request, day)
    if ticket is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return live_page(request, day, ticket, "innovation/board/desk.html", lambda state: told(request, day, state))


def told(request: HttpRequest, day: Day, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the desk shows, out of the state."""
    phases = [now_data(phase) for phase in state["phases"]]
    places = group_names(day)
    ideas = shown(state, places)
    chosen = picked(request, ideas)
    by_number = {idea["number"]: idea for idea in ideas}
    return {
        "phases": phases,
        "now_open": [phase for phase in phases if phase["open"]],
        "over": day.state == Day.State.DONE,
        "step": None if day.state == Day.State.DONE else next_step(phases, state),
        "ties": any(one["tied"] for one in state["choosing"]["results"]),
        "people": people(day),
        "places": places,
        "themes": [
            {**theme, "count": count} for theme, count in zip(state["themes"], _per_theme(state, ideas), strict=True)
        ],
        "ideas": chosen[:SHOWN],
        "found": len(chosen),
        "standing": sum(idea["is_standing"] for idea in ideas),
        "waiting": sum(state["silent"].values()),
        "doubles": [[by_number[one], by_number[other]] for one, other in state["doubles"][:12]],
        "announcements": state["announcements"],
        "asked": {name: request.GET.get(name, "") for name in ("q", "theme", "group", "state")},
        "tongues": [(language, language_name(language)) for language in day.languages or ["fi"]],
        "extensions": [(-5, _("−5 min")), (5, _("+5 min")), (10, _("+10 min"))],
        "sign_words": list(SIGN_WORDS.items()),
        "states": [(name, Idea.State(name).label) for name in STATES],
        **ways(request, day),
    }


def next_step(phases: list[dict[str, Any]], state: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one thing to do next: open up what was silent, else begin the part that comes, else close the last."""
    silent = [phase for phase in phases if phase["silent"] and phase["opened_at"] and not phase["revealed_at"]]
    if silent and (state["silent"] or silent[0]["open"]):
        return {"act": "reveal", "phase": silent[0]["id"], "what": None}
    last = max((at for at, phase in enumerate(phases) if phase["opened_at"]), default=-1)
    for phase in phases[last + 1 :]:
        return {"act": "open_phase", "phase": phase["id"], "what": phase["reading"]}
    for phase in phases:
        if phase["open"]:
            return {"act": "close_phase", "phase": phase["id"], "what": phase["reading"]}
    return None


def picked(request: HttpRequest, ideas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ideas that the filters ask for; without a state, those on the board and those that are hidden."""
    asked = request.GET.get("q", "").casefold().strip()
    found = ideas
    if asked:
        found = [idea for idea in found if asked in idea["text"].casefold() or asked == str(idea["number"])]
    for name in ("theme", "group"):
        wanted = whole(request.GET.get(name, ""))
        if wanted:
            found = [idea for idea in found if idea[name] == wanted]
    state = request.GET.get("state", "")
    states = (state,) if state in STATES else ("standing", "hidden")
    return [idea for idea in found if idea["state"] in states and not idea["silent"]]


def _per_theme(state: Mapping[str, Any], ideas: list[dict[str, Any]]) -> list[int]:
    counted = Counter(idea["theme"] for idea in ideas if idea["is_standing"] and not idea["silent"])
    return [counted[theme["id"]] for theme in state["themes"]]


def people(day: Day) -> dict[str, int]:
    """How many are here, expected, absent, and on the waiting list."""
    counted = dict(day.participants.values_list("state").annotate(count=Count("id")).order_by())
    return {
        "here": counted.get(Participant.State.HERE, 0),
        "expected": counted.get(Participant.State.SIGNED_UP, 0),
        "absent": counted.get(Participant.State.ABSENT, 0),
        "waiting": counted.get(Participant.State.WAITING, 0),
    }


def group_names(day: Day) -> dict[int, str]:
    """The names of the groups of the day, by id; the number where there is no name."""
    groups = Group.objects.filter(round__day=day, round__announced_at__isnull=False).order_by("round__number", "number")
    return {group.pk: group.name or _("Group %(number)d") % {"number": group.number} for group in groups}


def ways(request: HttpRequest, day: Day) -> dict[str, Any]:
    """Addresses to join and to the wall, with a picture of squares for each."""
    wall = for_the_room(day, "wall", day.key)
    shown_wall = request.build_absolute_uri(f"{wall}?show={wall_token(day)}")
    links = [
        (_("Participants"), "innovation:participants"),
        (_("Groups"), "innovation:groups"),
        (_("Portfolio"), "innovation:portfolio"),
        (_("Epics"), "innovation:epics-of-day"),
        (_("Report"), "innovation:report"),
        (_("Preparing"), "innovation:prepare"),
    ]
    return {
        **ways_in(request, day),
        "wall": wall,
        "wall_shown": shown_wall,
        "wall_qr": qr_svg(shown_wall),
        "links": [(label, address) for label, name in links if (address := _address(name, day))],
    }


def _address(name: str, day: Day) -> str:
    try:
        return reverse(name, args=[day.key])
    except NoReverseMatch:
        return ""
