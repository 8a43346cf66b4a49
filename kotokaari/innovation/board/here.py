"""The participant's page on a phone: what is going on now and what to do, then the parts of the day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kotokaari.innovation.joining.visitors import participant_of, staff_ticket, ticket_of
from kotokaari.innovation.models import Day, Group, Participant, Phase, Seat
from kotokaari.live.public import Ticket

from .live_pages import LazyState, live_page, new_op, spoken


@dataclass(frozen=True)
class Part:
    """A part of the page: the phases it belongs to, and the templates that may show it (the first there is)."""

    key: str
    title: Promise
    kinds: tuple[str, ...]
    templates: tuple[str, ...]


PARTS = (
    Part("group", pgettext_lazy("phone", "Your group"), ("groups",), ("innovation/board/_group_phone.html",)),
    Part("ideas", pgettext_lazy("phone", "Ideas"), ("ideas",), ("innovation/board/_phone.html",)),
    Part("choose", pgettext_lazy("phone", "Choosing"), ("choose",), ("innovation/choosing/_phone.html",)),
    Part("weigh", pgettext_lazy("phone", "Weighing"), ("weigh",), ("innovation/choosing/_weigh_phone.html",)),
    Part("epics", pgettext_lazy("phone", "Epics"), ("epics",), ("innovation/epics/_phone.html",)),
    Part("feedback", pgettext_lazy("phone", "Feedback"), ("feedback",), ("innovation/board/_feedback_phone.html",)),
)

WHO = Part("who", _("You"), (), ("innovation/board/_who.html",))
WAITING = Part("waiting", _("Nothing is open at the moment"), (), ("innovation/board/_waiting.html",))
NONE = Part("", _("You"), (), ())

WHAT_TO_DO: dict[str, Promise] = {
    "welcome": _("Take a seat and listen. Nothing needs doing on the phone yet."),
    "groups": _("Find your group and its table. They are shown below."),
    "ideas": _("Write your ideas, one at a time. Short is fine, and any language will do."),
    "choose": _("Read the ideas of each theme and choose those you find best."),
    "weigh": _("Weigh the chosen ideas: how much good they do, how they change the meeting, how easily they are done."),
    "epics": _("Write the epic together with your group: everybody can write at once."),
    "feedback": _("Tell how the day was. It takes two minutes, and nobody sees who answered what."),
    "pause": _("A break. What you have written is kept."),
    "other": _("Follow what is said in the room."),
}


@login_not_required
@never_cache
@require_GET
def here(request: HttpRequest, key: str) -> HttpResponse:
    """The page of whoever takes part."""
    day = get_object_or_404(Day.objects.select_related("channel", "feedback"), key=key)
    participant = participant_of(request, day)
    ticket = ticket_of(participant, day) if participant is not None else staff_ticket(request, day)
    if ticket is None:
        return unknown_here(request, day)
    if "part" in request.GET:
        return _part(request, day, participant, ticket)
    page = live_page(request, day, ticket, "innovation/board/here.html", lambda state: told(day, participant, state))
    let_it_record(page)
    return page


def let_it_record(response: HttpResponse) -> None:
    """A voice note is recorded on this page: it may ask for the microphone, and play what was recorded before it is sent."""
    response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    response._csp_update = {**getattr(response, "_csp_update", {}), "media-src": ["'self'", "blob:"]}  # type: ignore[attr-defined]


def _part(request: HttpRequest, day: Day, participant: Participant | None, ticket: Ticket) -> HttpResponse:
    """One part of the page alone, as it is now."""
    wanted = request.GET["part"]
    group = group_of(day, participant)
    found = _template(next((part for part in (*PARTS, WHO, WAITING) if part.key == wanted), NONE))
    if found is None:
        raise Http404
    state = LazyState(day, ticket)
    context = {"day": day, "state": state, "participant": participant, "group": group, "op": new_op}
    if wanted == "group":
        context["members"] = members_of(group, participant)
    if wanted == "waiting":
        context["next_phase"] = next_phase(state["phases"])
    return HttpResponse(found.render(context, request))


def told(day: Day, participant: Participant | None, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows, out of the state."""
    phases = state.get("phases", [])
    group = group_of(day, participant)
    return {
        "participant": participant,
        "group": group,
        "members": members_of(group, participant),
        "now_open": [now_data(phase) for phase in phases if phase["open"]],
        "next_phase": next_phase(phases),
        "announcements": [{**said, "reading": spoken(said["text"])} for said in state.get("announcements", [])],
        "kinds": kinds(),
        "parts": parts(day, phases),
    }


def next_phase(phases: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first phase that has not been opened."""
    return next((now_data(phase) for phase in phases if not phase["opened_at"]), None)


def now_data(phase: Mapping[str, Any]) -> dict[str, Any]:
    """A phase as the page shows it: its name and what to do, in the reader's language."""
    kind = phase["kind"] if phase["kind"] in WHAT_TO_DO else "other"
    return {
        **phase,
        "reading": spoken(phase["name"], otherwise=str(Phase.Kind(kind).label)),
        "what": spoken(phase["about"], otherwise=str(WHAT_TO_DO[kind])),
        "ends": parse_datetime(phase["ends_at"]) if phase["ends_at"] else None,
        "starts": parse_datetime(phase["starts_at"]) if phase["starts_at"] else None,
    }


def kinds() -> str:
    """For each kind of phase its name and what to do, for the page's JavaScript."""
    told = {kind: {"name": str(Phase.Kind(kind).label), "what": str(what)} for kind, what in WHAT_TO_DO.items()}
    return json.dumps(told, ensure_ascii=False)


def parts(day: Day, phases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts that there are, those of open phases first."""
    shown = []
    for part in PARTS:
        if (part.key == "feedback" and day.feedback is None) or (template := _template(part)) is None:
            continue
        own = [phase for phase in phases if phase["kind"] in part.kinds]
        if not own and part.key != "group":
            continue
        is_open = any(phase["open"] for phase in own)
        is_over = bool(own) and all(phase["closed_at"] for phase in own)
        state = "now" if is_open else "over" if is_over else "coming"
        shown.append({"part": part, "template": template, "is_open": is_open, "state": state})
    return sorted(shown, key=lambda one: not one["is_open"])


def _template(part: Part) -> Any:
    try:
        return select_template(list(part.templates))
    except TemplateDoesNotExist:
        return None


def group_of(day: Day, participant: Participant | None) -> Group | None:
    """The participant's group in the last announced round."""
    if participant is None:
        return None
    last = day.rounds.filter(announced_at__isnull=False).order_by("-number").values("pk")[:1]
    seat = Seat.objects.filter(participant=participant, group__round__in=last).select_related("group__theme").first()
    return seat.group if seat else None


def members_of(group: Group | None, but: Participant | None) -> list[Participant]:
    """The others of a group: their names are for those who sit with them."""
    if group is None:
        return []
    people = Participant.objects.filter(seats__group=group).exclude(state=Participant.State.WITHDRAWN)
    return list(people.exclude(pk=but.pk if but else 0).order_by("name", "pk"))


def unknown_here(request: HttpRequest, day: Day) -> HttpResponse:
    """A page for a phone that nobody knows on this day: it leads to joining. Of a hidden day nothing is told."""
    if not Day.objects.public().filter(pk=day.pk).exists():
        raise Http404
    try:
        join = reverse("innovation:join")
    except NoReverseMatch:
        join = ""
    return render(request, "innovation/board/unknown.html", {"day": day, "join": join}, status=403)
