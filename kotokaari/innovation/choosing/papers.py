"""What the phone shows while ideas are chosen and weighed, out of the state of the day."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from kotokaari.innovation.board.live_pages import spoken
from kotokaari.innovation.models import Day, Group

from .scales import SCALES


def ballot_papers(state: Mapping[str, Any], group: Group | None) -> list[dict[str, Any]]:
    """A paper for each theme this person chooses in: its ideas, and what she has chosen."""
    choosing, ballots = state["choosing"], state["my_ballots"]
    papers = []
    for theme in state["themes"]:
        if state["day"]["working"] == Day.Working.OWN and (group is None or group.theme_id != theme["id"]):
            continue
        ideas = [idea for idea in _readable(state) if idea["theme"] == theme["id"]]
        choice = ballots.get(str(theme["id"]))
        papers.append(
            {
                "theme": theme["id"],
                "name": spoken(theme["name"]),
                "voted": sum(choosing["voted"].get(str(theme["id"]), {}).values()),
                "has_chosen": choice is not None,
                "ideas": [{**idea, "chosen": _mine(choosing["way"], choice, idea["number"])} for idea in ideas],
                "pairs": _pairs(ideas, choice) if choosing["way"] == Day.Choosing.PAIRS else [],
            }
        )
    return papers


def _readable(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [idea for idea in state["ideas"] if idea["state"] == "standing" and not idea["silent"]]


def _mine(way: str, choice: Any, number: int) -> int:
    """Dots, or the place, this person gave an idea; 0 for none."""
    if way == Day.Choosing.DOTS:
        return int((choice or {}).get(str(number), 0))
    if way == Day.Choosing.RANKING and number in (choice or []):
        return int(choice.index(number)) + 1
    return 0


def _pairs(ideas: list[dict[str, Any]], choice: Any) -> list[dict[str, Any]]:
    better = {frozenset(pair): pair[0] for pair in choice or []}
    return [
        {"name": f"pair_{one['number']}_{other['number']}", "two": (one, other), "better": better.get(
            frozenset((one["number"], other["number"])), 0)}
        for one, other in combinations(ideas, 2)
    ]  # fmt: skip


def results(state: Mapping[str, Any], groups: Mapping[int, Group]) -> list[dict[str, Any]]:
    """What was chosen in each theme (and by each group where groups choose), with the ideas themselves."""
    themes = {theme["id"]: spoken(theme["name"]) for theme in state["themes"]}
    ideas = {idea["number"]: idea for idea in state["ideas"]}
    shown = []
    for one in state["choosing"]["results"]:
        places = [{**place, **_idea(ideas, place["number"], one)} for place in one["places"]]
        shown.append(
            {
                **one,
                "name": themes.get(one["theme"]),
                "of": groups.get(one["group"] or 0),
                "places": places,
                "tied": [_idea(ideas, number, one) for number in one["tied"]],
            }
        )
    return shown


def _idea(ideas: Mapping[int, dict[str, Any]], number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    idea = ideas.get(number, {"number": number, "text": "", "language": ""})
    return {
        "number": number,
        "text": idea["text"],
        "language": idea["language"],
        "points": one["points"].get(str(number)),
    }


def weigh_papers(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A paper for each chosen idea: its scales, and how this person has weighed it."""
    ideas = {idea["number"]: idea for idea in state["ideas"]}
    themes = {theme["id"]: spoken(theme["name"]) for theme in state["themes"]}
    mine, weighed = state["my_weights"], state["weighing"]["weighed"]
    papers = []
    for number in state["weighing"]["ideas"]:
        idea = ideas.get(number)
        if idea is not None:
            own = mine.get(str(number))
            scales = [{"scale": scale, "level": _said(own, scale.key)} for scale in SCALES]
            papers.append({**idea, "name": themes.get(idea["theme"]), "scales": scales, "has_weighed": own is not None,
                           "weighed": weighed.get(str(number), 0)})  # fmt: skip
    return papers


def _said(own: Mapping[str, int | None] | None, scale: str) -> str:
    """The level as the form has it: "" for nothing said yet, "none" for "cannot say"."""
    if own is None:
        return ""
    return "none" if own[scale] is None else str(own[scale])
