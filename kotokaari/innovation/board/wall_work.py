"""What the wall shows of the work that goes on: epics as they grow, or the way to give feedback; else the ideas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kotokaari.foundation.qr import qr_svg
from kotokaari.innovation.models import Day
from kotokaari.needs.public import answers_counted, open_address

from .desk import group_names

ON_IDEAS = ("ideas", "choose", "weigh")
MOST = 25  # epics that find room on one wall
SIZES = ((4, "large"), (6, "big"), (12, "middle"), (MOST, "small"))  # for so many at most


def work(request: HttpRequest, day: Day, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the room works on (``work``: ideas, epics or feedback), with what is shown of it."""
    for phase in reversed(state["phases"]):
        if phase["kind"] == "feedback" and phase["open"] and (found := feedback(request, day)):
            return {"work": "feedback", "feedback": found}
        if phase["kind"] == "epics" and phase["opened_at"]:
            return {"work": "epics", **epics(day, state)}
        if phase["kind"] in ON_IDEAS and phase["opened_at"]:
            break
    return {"work": "ideas"}


def feedback(request: HttpRequest, day: Day) -> dict[str, Any] | None:
    """Where one gives feedback, with its picture of squares, and how many have; None when nobody can. One query."""
    path = open_address(day.feedback) if day.feedback is not None else ""
    if day.feedback is None or not path:
        return None
    address = request.build_absolute_uri(path)
    return {"short": address.split("://")[-1], "qr": qr_svg(address), "count": answers_counted(day.feedback)}


def epics(day: Day, state: Mapping[str, Any]) -> dict[str, Any]:
    """The epics by group, those of everybody last; a group without one stands there too. One query.

    Where they are more than a wall holds, those that were written in last are shown.
    """
    names = group_names(day)
    now = {group["id"] for group in state["groups"]}
    shown = sorted(state["epics"], key=lambda epic: -epic["seq"])[:MOST]
    of_group: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for epic in sorted(shown, key=lambda epic: epic["number"]):
        of_group[epic["group"] if epic["group"] in names else None].append(epic_data(epic))
    busy = {epic["group"] for epic in state["epics"]}
    rows = [{**epic, "group": name} for pk, name in names.items() for epic in of_group[pk]]
    rows += [{**epic, "group": ""} for epic in of_group[None]]
    idle = [name for pk, name in names.items() if pk in now and pk not in busy]
    return {
        "epics": rows,
        "more": len(state["epics"]) - len(shown),
        "idle": [] if day.state == Day.State.DONE else idle,
        "size": next(size for most, size in SIZES if len(rows) <= most),
    }


def epic_data(epic: Mapping[str, Any]) -> dict[str, Any]:
    """An epic as the wall shows it: its name, and which of its parts are written. Nobody's name."""
    parts = [bool(text.strip()) for text in epic["parts"].values()]
    return {
        "title": epic["parts"]["name"].strip(),
        "number": epic["number"],
        "language": epic["language"],
        "parts": parts,
        "written": sum(parts),
        "said": _("%(written)d of %(all)d parts written") % {"written": sum(parts), "all": len(parts)},
    }
