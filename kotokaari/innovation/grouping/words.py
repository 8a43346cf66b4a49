"""Reasons in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.innovation.joining import codes
from kotokaari.innovation.logic.grouping import Reason
from kotokaari.innovation.models import Day, Participant
from kotokaari.innovation.preparing.page import language_words
from kotokaari.innovation.preparing.times import language
from kotokaari.people.public import place_names


def label(one: Participant) -> str:
    """Her name; without one, her field and own code, by which the door finds her."""
    return one.name or f"{one.profession or _('Without a name')} ({codes.own_code(one)})"


def in_words(reasons: Sequence[Reason], people: Mapping[int, Participant], day: Day) -> list[str]:
    """Each reason as a sentence; those who did not get a wished theme for the same reason are told of together."""
    themes = {str(theme.pk): str(theme) for theme in day.themes.all()}
    unwished: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    others = []
    for reason in reasons:
        if reason.what == "unwished":
            unwished[reason.theme, reason.because, reason.figures].append(_name(people, reason.of))
        else:
            others.append(_other(reason, people, themes))
    return [*(_unwished(key, names, len(people), themes) for key, names in unwished.items()), *others]


def _name(people: Mapping[int, Participant], key: Any) -> str:
    return label(people[key]) if key in people else str(key)


def _unwished(key: tuple[Any, ...], names: list[str], everybody: int, themes: Mapping[str, str]) -> str:
    theme, because, figures = key
    words = {
        "count": len(names),
        "all": everybody,
        "names": ", ".join(names),
        "because": _because(because, themes.get(theme, ""), figures),
    }
    return (
        ngettext(
            "%(count)d of %(all)d did not get a wished theme, because %(because)s: %(names)s.",
            "%(count)d of %(all)d did not get a wished theme, because %(because)s: %(names)s.",
            len(names),
        )
        % words
    )


def _because(because: str, theme: str, figures: tuple[int, ...]) -> str:
    if because == "full":
        words = {"asked": figures[0], "theme": theme, "places": figures[1]}
        return _("%(asked)d wished first for “%(theme)s”, which has places for %(places)d") % words
    if because == "theme":
        return _("“%(theme)s” has no group") % {"theme": theme}
    if because == "language":
        return _("no group of a wished theme works in a language they understand")
    return _("with a wished theme the groups would be less mixed or uneven, or somebody else would lose more")


def _other(reason: Reason, people: Mapping[int, Participant], themes: Mapping[str, str]) -> str:
    of, figures = reason.of, reason.figures
    words: dict[str, Any]
    if reason.what == "language":
        words = {"name": _name(people, of), "language": language_words([reason.because])}
        return _("%(name)s does not understand the language of the group (%(language)s): no group fits.") % words
    if reason.what == "mix":
        value = place_names([of], language())[0] if reason.because == "municipality" else of
        words = {"group": figures[2], "count": figures[0], "share": figures[1], "value": value}
        return _("Group %(group)d has %(count)d of “%(value)s”, more than its even share of %(share)d.") % words
    if reason.what == "theme":
        words = {"theme": themes.get(str(of), ""), "count": figures[0]}
        return _("“%(theme)s” has no group, though %(count)d wished for it first: others were wished for more.") % words
    if reason.what == "size":
        words = {"names": ", ".join(_name(people, key) for key in of), "count": figures[0], "most": figures[1]}
        return _("%(names)s are to be together, but %(count)d are more than a group of %(most)d takes.") % words
    words = {"one": _name(people, of[0]), "other": _name(people, of[1])}
    if reason.what == "together":
        return _("%(one)s and %(other)s are to be together, which contradicts the other pairs named here.") % words
    if reason.because:
        return _("%(one)s and %(other)s are to be apart, but pairs that are to be together join them.") % words
    return _("%(one)s and %(other)s are to be apart, which contradicts the other pairs named here.") % words
