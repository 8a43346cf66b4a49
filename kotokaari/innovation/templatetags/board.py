"""What the pages of the board take out of a day's state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import pgettext

from kotokaari.catalogue.public import language_name
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.board.ideas_files import MOST_BYTES, too_large
from kotokaari.innovation.board.live_pages import spoken
from kotokaari.innovation.board.showing import LANGUAGES, SIGN_WORDS, shown

register = template.Library()
PHONE_PARTS = ("ideas", "comments", "my_signs", "silent", "themes")
ON_A_PHONE = 30


@register.simple_tag
def phone_ideas(state: Mapping[str, Any], group: Any) -> dict[str, Any]:
    """What the part "Ideas" of the phone page shows: her own and her group's latest ideas, themes, languages, signs."""
    open_ = [phase for phase in state["phases"] if phase["kind"] == "ideas" and phase["open"]]
    ideas = shown(state)
    near = [
        one
        for one in ideas
        if one.get("mine") or (one["is_standing"] and one["group"] == (group.pk if group else None))
    ]
    return {
        "shown": near[:ON_A_PHONE],
        "count": sum(one["is_standing"] for one in ideas),
        "themes": [{**theme, "reading": spoken(theme["name"])} for theme in state["themes"]],
        "own_theme": group.theme_id if group else None,
        "is_silent": any(phase["silent"] and not phase["revealed_at"] for phase in open_),
        "waiting": sum(state["silent"].values()),
        "languages": [(code, language_name(code)) for code in LANGUAGES],
        "signs": list(SIGN_WORDS.items()),
        "data": {name: state[name] for name in PHONE_PARTS},
        "file_kinds": [{"id": str(UUID(int=0)), "kind": kind, "caption": ""} for kind in ("picture", "sound")],
        "most_bytes": MOST_BYTES,
        "too_large": too_large(),
        "pen_widths": [
            {"value": value, "name": name, "chosen": value == 10}
            for value, name in (
                (5, pgettext("line", "Thin")),
                (10, pgettext("line", "Medium")),
                (22, pgettext("line", "Thick")),
            )
        ],
        "empty": {"sign": {name: {"act": "react", "pressed": "false"} for name in SIGN_WORDS}},
    }


@register.filter
def sign_of(idea: Mapping[str, Any], name: str) -> Any:
    """One sign under an idea, by its name."""
    return idea["sign"][name]


@register.filter
def spoken_texts(texts: Mapping[str, str]) -> str:
    """A text of an event in the reader's language, else in the first it has."""
    return spoken(texts)["text"]


@register.filter
def spoken_name(text: TranslatedText) -> str:
    """A translated text in the reader's language, in a place that takes no markup."""
    return str(read(text))
