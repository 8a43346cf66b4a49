"""Choosing the best ideas of each theme: by dots, by ranking or by pairs, secret until the phase closes.

Where every group works on all themes, everybody chooses among all ideas of each theme, and two of a theme are chosen in
all; where each group has a theme of its own, its members choose among the ideas of that theme. A ballot is whole:
sending another one takes its place. What comes after closing is flagged and counts no more, for nobody can tell any
more who has chosen already. A phase that is opened again is a new choice for the themes in which somebody chooses anew.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from kotokaari.innovation.logic import counting
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Ballot, Chosen, Day, DayTheme, Group, Idea, Phase
from kotokaari.live.public import Accepted, Act, Incoming

from .hiding import begun, hidden_mark, said_in_secret, unmark, voter
from .registry import on_close, takes, tells
from .taking import CannotTake, Taking, Who, whole, words
from .telling import Telling

TOLD_FROM = 5  # ballots: of fewer the points are not told, only the places
MOST_REASON = 500
TELLING_ACTS = ("open_phase", "reopen_phase", "close_phase", "decide_tie")
Choice = dict[str, int] | list[int] | list[list[int]]


def dots_of(day: Day) -> int:
    """How many dots each person has for each theme: one more than are chosen."""
    return day.chosen_per_theme + 1


@takes("choose")
def choose(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """A ballot: ``theme``, and ``dots_12``: dots, ``rank_12``: place, or ``pair_12_15``: the better one's number."""
    voter(taking, who)
    phase, theme, group = begun(taking, "choose"), *_where(taking, who, act)
    choice = _choice(taking.day, act, set(candidates(taking.day, theme)))
    mine = {"ballot": {"theme": theme.pk, "choice": choice}}
    if phase.closed_at is not None:
        return said_in_secret(_event(taking.day, phase), {**mine, "counted": False}, is_late=True)
    mark = hidden_mark(who, phase)
    if group is not None and taking.day.working == Day.Working.OWN:
        Ballot.objects.filter(phase=phase, mark=mark).exclude(theme=theme).delete()  # she sits elsewhere now
    if choice:
        Ballot.objects.update_or_create(
            phase=phase, theme=theme, mark=mark, defaults={"group": group, "choice": choice}
        )
    else:
        Ballot.objects.filter(phase=phase, theme=theme, mark=mark).delete()
    return said_in_secret(_event(taking.day, phase), mine)


def _where(taking: Taking, who: Who, act: Incoming) -> tuple[DayTheme, Group | None]:
    """The theme and the chooser's group. Raises CannotTake where groups choose for their own theme alone."""
    theme, group = taking.theme(act.payload.get("theme")), taking.group_of(who)
    if taking.day.working == Day.Working.OWN and (group is None or group.theme_id != theme.pk):
        raise CannotTake("not_your_theme", _("Each group chooses among the ideas of its own theme."))
    return theme, group


def candidates(day: Day, theme: DayTheme | int) -> list[int]:
    """Numbers of the ideas that can be chosen in a theme: those on the board that everybody can read."""
    ideas = Idea.objects.filter(day=day, theme=theme, state=Idea.State.STANDING, is_silent=False)
    return list(ideas.order_by("number").values_list("number", flat=True))


def _choice(day: Day, act: Incoming, known: set[int]) -> Choice:
    if day.choosing == Day.Choosing.RANKING:
        return _ranking(act, known)
    return _pairs(act, known) if day.choosing == Day.Choosing.PAIRS else _dots(day, act, known)


def _named(act: Incoming, beginning: str) -> dict[str, str]:
    """Fields ``beginning_…`` of an act, as typed: what follows the beginning, and the value without spaces."""
    found = {}
    for name, value in act.payload.items():
        if name.startswith(f"{beginning}_") and not isinstance(value, bool | list | dict) and value is not None:
            text = str(value).strip()
            if text:
                found[name.removeprefix(f"{beginning}_")] = text
    return found


def _known(number: str, known: set[int]) -> int:
    found = whole(number)
    if found not in known:
        raise CannotTake("no_idea", _("An idea among these is no longer on the board. Load the page again."))
    return found


def _dots(day: Day, act: Incoming, known: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, text in _named(act, "dots").items():
        if not text.isascii() or not text.isdigit() or len(text) > 4:
            raise CannotTake("dots", _("Give dots as whole numbers."))
        if whole(text):
            found[str(_known(number, known))] = whole(text)
    most = dots_of(day)
    if sum(found.values()) > most:
        raise CannotTake("too_many_dots", _("You have %(most)d dots for each theme.") % {"most": most})
    return found


def _ranking(act: Incoming, known: set[int]) -> list[int]:
    places: dict[int, int] = {}
    for number, text in _named(act, "rank").items():
        place = whole(text)
        if not place or place > len(known):
            raise CannotTake("rank", _("Give places as whole numbers from 1."))
        if place in places:
            raise CannotTake("same_place", _("Two ideas have the same place. Give each a place of its own."))
        places[place] = _known(number, known)
    return [places[place] for place in sorted(places)]


def _pairs(act: Incoming, known: set[int]) -> list[list[int]]:
    found = {}
    for pair, better in _named(act, "pair").items():
        two = [_known(number, known) for number in pair.split("_")]
        if len(two) != 2 or two[0] == two[1]:
            raise CannotTake("pair", _("A pair is of two ideas."))
        first = _known(better, set(two))
        found[frozenset(two)] = [first, two[1] if first == two[0] else two[0]]
    return list(found.values())


def _event(day: Day, phase: Phase | None) -> dict[str, Any]:
    return {"thing": "choosing", **standing(day, phase)}


def standing(day: Day, phase: Phase | None) -> dict[str, Any]:
    """What everybody may know while the choice goes on: how many have chosen, by theme and group. Two queries."""
    is_open = phase is not None and phase.opened_at is not None and phase.closed_at is None
    voted: dict[str, dict[str, int]] = defaultdict(dict)
    if is_open:
        rows = Ballot.objects.filter(phase=phase).exclude(mark="").values_list("theme", "group")
        for theme, group, count in rows.annotate(count=Count("id")).order_by("theme", "group"):
            voted[str(theme)][str(group or "")] = count
    return {
        "open": is_open,
        "way": str(day.choosing),
        "dots": dots_of(day),
        "wanted": day.chosen_per_theme,
        "voted": dict(voted),
        "results": last_results(day),
    }


def last_results(day: Day) -> list[dict[str, Any]]:
    """The results as they were told last; empty before the first closing. One query."""
    acts = Act.objects.filter(channel=day.channel_id, kind__in=TELLING_ACTS).order_by("-seq")
    for event in acts.values_list("event", flat=True):
        if "results" in event.get("choosing", {}):
            return list(event["choosing"]["results"])
    return []


@on_close("choose")
def close_choosing(taking: Taking, phase: Phase) -> dict[str, Any]:
    """Count what was chosen, keep who is in, and take the marks off the ballots. What everybody is told."""
    day = taking.day
    results = {(one["theme"], one["group"]): one for one in last_results(day)}
    ballots: dict[tuple[int, int | None], list[Ballot]] = defaultdict(list)
    own = day.working == Day.Working.OWN
    for ballot in Ballot.objects.filter(phase=phase).exclude(mark=""):
        ballot.group_id = ballot.group_id if own else None  # who sat with whom is no part of what was chosen
        ballots[ballot.theme_id, ballot.group_id].append(ballot)
    for (theme, group), some in sorted(ballots.items(), key=lambda item: (item[0][0], item[0][1] or 0)):
        Ballot.objects.filter(phase__day=day, theme=theme, mark="").filter(**_of(group)).delete()
        results[theme, group] = _count(day, theme, group, some)
    unmark([ballot for some in ballots.values() for ballot in some])
    told = standing(day, phase)
    return {"choosing": {**told, "open": False, "voted": {}, "results": _in_order(taking, results.values())}}


def _of(group: int | None) -> dict[str, Any]:
    return {"group__isnull": True} if group is None else {"group": group}


def _in_order(taking: Taking, results: Any) -> list[dict[str, Any]]:
    order = list(taking.themes)
    return sorted(results, key=lambda one: (order.index(one["theme"]), one["group"] or 0))


def _count(day: Day, theme: int, group: int | None, ballots: list[Ballot]) -> dict[str, Any]:
    ideas = candidates(day, theme)
    choices = [ballot.choice for ballot in ballots]
    if day.choosing == Day.Choosing.RANKING:
        points = counting.by_ranking(choices, ideas)
    elif day.choosing == Day.Choosing.PAIRS:
        points = counting.by_pairs(choices, ideas)
    else:
        points = counting.by_dots([{int(idea): dots for idea, dots in one.items()} for one in choices], ideas)
    result = counting.settle(points, day.chosen_per_theme)
    Chosen.objects.filter(day=day, theme=theme, **_of(group)).delete()
    rows = dict(Idea.objects.filter(day=day, number__in=result.places).values_list("number", "pk"))
    Chosen.objects.bulk_create(
        Chosen(day=day, theme_id=theme, group_id=group, idea_id=rows[number], place=place, points=points[number])
        for number, place in result.places.items()
    )
    told = [number for number in points if points[number] > 0] if len(ballots) >= TOLD_FROM else []
    return {
        "theme": theme,
        "group": group,
        "ballots": len(ballots),
        "places": [{"number": number, "place": place, "reason": ""} for number, place in result.places.items()],
        "points": {str(number): points[number] for number in told},
        "tied": list(result.tied),
        "left": result.left,
    }


@takes("decide_tie", by_staff=True)
def decide_tie(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Those who run the day say which of the ideas that stand equal (``ideas[]``) are in, and why (``reason``)."""
    reason = words(act, "reason", MOST_REASON)
    if not reason:
        raise CannotTake("reason", _("Say why: everybody reads it beside the choice."))
    theme, results = taking.theme(act.payload.get("theme")), last_results(taking.day)
    group = whole(act.payload.get("group")) or None
    one = next((one for one in results if (one["theme"], one["group"]) == (theme.pk, group)), None)
    if one is None or not one["tied"]:
        raise CannotTake("no_tie", _("There is no tie to decide here."))
    picked = _picked(act, one)
    place = len(one["places"]) + 1
    rows = dict(Idea.objects.filter(day=taking.day, number__in=picked).values_list("number", "pk"))
    Chosen.objects.filter(day=taking.day, theme=theme, idea__in=rows.values(), **_of(group)).delete()
    for at, number in enumerate(picked):
        points = one["points"].get(str(number), 0)
        Chosen.objects.create(
            day=taking.day, theme=theme, group_id=group, idea_id=rows[number], place=place + at, points=points,
            reason=reason,
        )  # fmt: skip
        one["places"].append({"number": number, "place": place + at, "reason": reason})
    one["tied"], one["left"] = [], 0
    told = {**standing(taking.day, taking.phase("choose")), "results": results}
    return Accepted({"thing": "choosing", **told, "choosing": told}, author=who.mark)


def _picked(act: Incoming, one: dict[str, Any]) -> list[int]:
    sent = act.payload.get("ideas")
    numbers = list(dict.fromkeys(whole(number) for number in (sent if isinstance(sent, list) else [sent])))
    if any(number not in one["tied"] for number in numbers):
        raise CannotTake("no_idea", _("Choose among the ideas that stand equal."))
    if len(numbers) != one["left"]:
        raise CannotTake("how_many", _("Choose as many as there are places left: %(left)d.") % {"left": one["left"]})
    return numbers


@tells("choosing")
def tell_choosing(telling: Telling) -> dict[str, Any]:
    """How far the choice is, and its results once it has closed."""
    return standing(telling.day, phase_of(telling, "choose"))


@tells("my_ballots")
def tell_my_ballots(telling: Telling) -> dict[str, Choice]:
    """What this reader has chosen, while she can still change it: by the theme's id as text."""
    phase = phase_of(telling, "choose")
    mark = mark_of(telling.ticket.person, phase) if phase is not None and phase.closed_at is None else ""
    if not mark:
        return {}
    rows = Ballot.objects.filter(phase=phase, mark=mark).values_list("theme", "choice")
    return {str(theme): choice for theme, choice in rows}


def phase_of(telling: Telling, kind: str) -> Phase | None:
    """The phase of a kind that is open; else the one that closed last; asked once a telling."""
    if "all_phases" not in telling.__dict__:
        telling.__dict__["all_phases"] = list(telling.day.phases.all())
    opened = [phase for phase in telling.__dict__["all_phases"] if phase.kind == kind and phase.opened_at is not None]
    running = [phase for phase in opened if phase.closed_at is None]
    return running[0] if running else max(opened, key=lambda phase: phase.closed_at, default=None)
