"""Ideas of a state as pages show them: the same fields that ``frontend/islands/day/board.ts`` makes of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kotokaari.innovation.acting.boarding import SILENT_FROM
from kotokaari.innovation.acting.ideas import SIGNS

from .live_pages import spoken

SIGN_WORDS: dict[str, Promise] = {
    "good": pgettext_lazy("sign", "Good idea"),
    "need": pgettext_lazy("sign", "We need this"),
    "ask": pgettext_lazy("sign", "Tell more"),
}
LANGUAGES = ("fi", "sv", "en", "ru", "uk", "ar", "so", "et", "fa", "ku", "th", "tr", "vi", "zh")


def shown(state: Mapping[str, Any], places: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """The ideas of a state, the newest first, with what hangs on each."""
    themes = {theme["id"]: spoken(theme["name"]) for theme in state["themes"]}
    comments = by_idea(state["comments"])
    given = {(number, sign) for number, sign in state["my_signs"]}
    led_to = led(state["ideas"])
    return [
        {
            **idea,
            "theme_name": themes.get(idea["theme"], {"text": "", "language": ""}),
            "group_name": (places or {}).get(idea["group"], ""),
            "shown_number": "" if idea["number"] >= SILENT_FROM else idea["number"],
            "is_standing": idea["state"] == "standing",
            "is_merged": idea["state"] == "merged",
            "is_withdrawn": idea["state"] == "withdrawn",
            "is_hidden": idea["state"] == "hidden",
            "can_react": idea["state"] in ("standing", "merged") and not idea["silent"],
            "came_from": ", ".join(str(number) for _how, number in idea["from"]),
            "went_to": ", ".join(str(number) for number in led_to[idea["number"]]),
            "said": comments[idea["number"]],
            "said_count": len(comments[idea["number"]]) or "",
            "sign": {name: sign_data(idea, name, (idea["number"], name) in given) for name in SIGNS},
        }
        for idea in sorted(state["ideas"], key=lambda idea: -idea["number"])
    ]


def sign_data(idea: Mapping[str, Any], name: str, is_given: bool) -> dict[str, Any]:
    """One sign under one idea."""
    return {
        "count": idea["signs"].get(name, "") or "",
        "act": "unreact" if is_given else "react",
        "pressed": "true" if is_given else "false",
    }


def by_idea(comments: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """Comments that are not hidden, by the idea's number."""
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for one in comments:
        if not one["hidden"]:
            found[one["idea"]].append(one)
    return found


def led(ideas: Iterable[Mapping[str, Any]]) -> dict[int, list[int]]:
    """What each idea was merged into, split or refined to; without what was withdrawn."""
    found: dict[int, list[int]] = defaultdict(list)
    for idea in ideas:
        if idea["state"] != "withdrawn":
            for _how, number in idea["from"]:
                found[number].append(idea["number"])
    return found
