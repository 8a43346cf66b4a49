"""Epics on the phone page: what this person writes, out of the state of the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from kotokaari.innovation.epics.parts import GUIDANCE, PARTS, ROWS, Part, most_of
from kotokaari.innovation.models import Chosen, Day, DayTheme, Group, Idea

register = template.Library()


def _fields(epic: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of an epic as fields; of none, as they stand in the pattern for a new one."""
    return [
        {
            "part": part,
            "label": Part(part).label,
            "guidance": GUIDANCE[Part(part)],
            "text": epic.get("parts", {}).get(part, ""),
            "rows": ROWS.get(Part(part), 2),
            "is_name": part == Part.NAME,
            "most": most_of(part),
        }
        for part in PARTS
    ]


@register.simple_tag
def epics_to_write(state: Mapping[str, Any], group: Group | None, is_staff: bool) -> list[dict[str, Any]]:
    """The epics this person writes: her group's and everybody's, or all for those who run the day. No query."""
    own = (None, group.pk if group else None)
    return [{**epic, "fields": _fields(epic)} for epic in state.get("epics", []) if is_staff or epic["group"] in own]


@register.simple_tag
def epics_to_read(state: Mapping[str, Any], group: Group | None) -> list[dict[str, Any]]:
    """What other groups have written, once the writing of epics has ended; nothing while it goes on. No query."""
    phases = [phase for phase in state["phases"] if phase["kind"] == "epics"]
    if any(phase["open"] for phase in phases) or not any(phase["closed_at"] for phase in phases):
        return []
    own = (None, group.pk if group else None)
    others = [epic for epic in state.get("epics", []) if epic["group"] not in own]
    return [
        {**epic, "written": [one for one in _fields(epic) if one["text"] and not one["is_name"]]} for epic in others
    ]


@register.simple_tag
def empty_epic() -> dict[str, Any]:
    """An epic nobody has written in: the pattern for those that come."""
    return {"key": "", "number": "", "language": "", "fields": _fields({})}


@register.simple_tag
def ideas_to_begin_from(day: Day, group: Group | None = None) -> list[dict[str, Any]]:
    """The themes with the ideas an epic may begin from: the chosen ones, else all on the board. Three queries.

    Where each group works on a theme of its own, that theme alone.
    """
    chosen = {(one.theme_id, one.idea_id) for one in Chosen.objects.filter(day=day)}
    with_chosen = {theme for theme, _idea in chosen}
    ideas: dict[int, list[Idea]] = {}
    standing = Idea.objects.filter(day=day, state=Idea.State.STANDING, is_silent=False).order_by("number")
    for idea in standing:
        if idea.theme_id not in with_chosen or (idea.theme_id, idea.pk) in chosen:
            ideas.setdefault(idea.theme_id, []).append(idea)
    themes = DayTheme.objects.filter(day=day)
    if group and group.theme_id is not None and day.working == Day.Working.OWN:
        themes = themes.filter(pk=group.theme_id)
    return [{"theme": theme, "ideas": ideas[theme.pk]} for theme in themes if theme.pk in ideas]
