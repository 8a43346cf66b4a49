"""The figures of a day, counted twice: from the log of what people did, and from the rows it led to.

The report tells those of the log. Tests hold them against the rows: they must be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from kotokaari.innovation.models import Chosen, Comment, Day, Epic, Idea, Reaction
from kotokaari.live.public import Act


@dataclass(frozen=True, slots=True)
class Counts:
    """``ideas`` as they were written (merged and withdrawn ones too), ``standing`` on the board at the end."""

    ideas: int
    standing: int
    comments: int
    signs: int
    epics: int
    chosen: int


def from_log(day: Day) -> Counts:
    """What the events of the day's log have led to: the last word on each thing counts. One query."""
    ideas: dict[int, str] = {}
    signs: dict[int, int] = {}
    comments: dict[int, bool] = {}
    epics: set[str] = set()
    chosen: dict[tuple[int, int | None], int] = {}
    for event in Act.objects.filter(channel=day.channel_id).order_by("seq").values_list("event", flat=True):
        for result in _results(event):
            chosen[result["theme"], result["group"]] = len(result["places"])
        for told in _told(event):
            thing = told.get("thing")
            if thing == "idea":
                ideas[told["number"]] = told["state"]
                signs[told["number"]] = sum(told.get("signs", {}).values())
            elif thing == "signs":
                signs[told["number"]] = sum(told["signs"].values())
            elif thing == "comment":
                comments[told["id"]] = bool(told.get("hidden"))
            elif thing == "epic":
                epics.add(told["key"])
    return Counts(
        ideas=len(ideas),
        standing=sum(state == Idea.State.STANDING for state in ideas.values()),
        comments=sum(not hidden for hidden in comments.values()),
        signs=sum(signs.values()),
        epics=len(epics),
        chosen=sum(chosen.values()),
    )


def _told(event: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The things an event tells of: itself, and the ideas it carries."""
    yield event
    for idea in event.get("ideas", []) if event.get("thing") != "epic" else []:
        if isinstance(idea, dict):
            yield {"thing": "idea", **idea}


def _results(event: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """What was chosen, as an event tells it: one that closes the choosing, or that decides a tie."""
    choosing = event if event.get("thing") == "choosing" else event.get("choosing", {})
    return choosing.get("results", []) or []


def from_rows(day: Day) -> Counts:
    """The same from the rows. Five queries."""
    ideas = dict(
        Idea.objects.filter(day=day, is_silent=False).values_list("state").annotate(many=Count("id")).order_by()
    )
    return Counts(
        ideas=sum(ideas.values()),
        standing=ideas.get(Idea.State.STANDING, 0),
        comments=Comment.objects.filter(idea__day=day, is_hidden=False).count(),
        signs=Reaction.objects.filter(idea__day=day, idea__is_silent=False).count(),
        epics=Epic.objects.filter(day=day).count(),
        chosen=Chosen.objects.filter(day=day).count(),
    )
