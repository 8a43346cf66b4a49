"""What the page of groups shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.innovation.joining import professions
from kotokaari.innovation.models import Day, Group, Participant
from kotokaari.innovation.preparing.page import language_words
from kotokaari.innovation.preparing.times import language
from kotokaari.people.public import place_names

from .actions import difference
from .standing import Standing
from .words import in_words, label


def group_label(group: Group) -> str:
    """Group 3 · Kemi."""
    words = _("Group %(number)d") % {"number": group.number}
    return f"{words} · {group.name}" if group.name else words


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    pk: int
    name: str
    facts: str
    wish: str
    is_fixed: bool
    is_here: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A group with its members."""

    group: Group
    label: str
    theme: Any
    language: str
    members: list[Member]


def cards(stands: Standing, day: Day) -> list[Card]:
    """The groups. No query."""
    fixed = set(stands.fixed)
    return [
        Card(
            group,
            group_label(group),
            group.theme.name if group.theme else None,
            language_words([group.language]) if group.language else "",
            [
                _member(stands.participants[pk], group, day, pk in fixed)
                for pk, at in stands.place.items()
                if at == group.pk
            ],
        )
        for group in stands.groups
    ]


def facts_of(one: Participant, day: Day) -> str:
    """Professional field and municipality, and whether she is elsewhere."""
    place = place_names([one.municipality.code], language())[0] if one.municipality else ""
    facts = [professions.read_as(one.profession, day), place, _("online") if one.is_remote else ""]
    return " · ".join(filter(None, facts))


def _member(one: Participant, group: Group, day: Day, is_fixed: bool) -> Member:
    wish = ""
    if group.theme_id and one.wishes:
        at = one.wishes.index(group.theme_id) + 1 if group.theme_id in one.wishes else 0
        wish = _("wish %(place)d") % {"place": at} if at else _("no wish of hers")
    return Member(
        one.pk,
        label(one),
        facts_of(one, day),
        wish,
        is_fixed,
        one.state == Participant.State.HERE,
        one.state in (Participant.State.ABSENT, Participant.State.WITHDRAWN),
    )


def figure_rows(figures: dict[str, Any], *, has_wishes: bool, is_further: bool) -> list[tuple[str, str]]:
    """The figures of a round in words."""
    sizes, wishes = figures["sizes"], figures["wishes"]
    even = f"{min(sizes)}–{max(sizes)}" if min(sizes) < max(sizes) else str(max(sizes))
    rows = [
        (_("People in a group"), even),
        (_("Mixed by professional field"), f"{figures['profession']} %"),
        (_("Mixed by municipality"), f"{figures['municipality']} %"),
    ]
    if has_wishes:
        words = (wishes["first"], wishes["second"], wishes["third"], wishes["none"])
        rows.append((_("First, second, third wish; none"), f"{words[0]}, {words[1]}, {words[2]}; {words[3]}"))
    if is_further:
        rows.append((_("Pairs that meet again"), str(figures["again"])))
    return rows


def status_words(result: dict[str, Any]) -> tuple[str, str, str]:
    """A tone, a heading and a sentence on how good the groups are."""
    if result.get("by_hand"):
        return "info", _("Changed by hand"), _("The figures and reasons are of the groups as they stand now.")
    if result.get("status") == "optimal":
        words = {"seconds": formats.number_format(result.get("seconds", 0), 2)}
        text = _("No other groups fit better: that is proven. It took %(seconds)s seconds.") % words
        return "success", _("Proven best"), text
    text = _(
        "The search ended when its time was up: somewhat better groups may exist. Make them again to look further."
    )
    return "warning", _("Good, not proven best"), text


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change: figures before and after, reasons that come and go."""

    rows: list[tuple[str, str, str]]
    new: list[str]
    gone: list[str]


def effect(stands: Standing, after: Standing, day: Day) -> Effect:
    """What a move would do. One query for each of the two lists of reasons."""
    more = {"has_wishes": bool(stands.themes), "is_further": stands.round.number > 1}
    before_rows = figure_rows(stands.figures(), **more)
    after_rows = figure_rows(after.figures(), **more)
    before = in_words(stands.reasons(), stands.participants, day)
    then = in_words(after.reasons(), after.participants, day)
    return Effect(
        [(name, was, new) for (name, was), (_name, new) in zip(before_rows, after_rows, strict=True)],
        [sentence for sentence in then if sentence not in before],
        [sentence for sentence in before if sentence not in then],
    )


def proposal(stands: Standing, day: Day) -> dict[str, Any] | None:
    """What a proposal would change, in words; None when there is none. One query."""
    if not stands.round.result.get("proposal"):
        return None
    groups = {group.pk: group_label(group) for group in stands.groups}
    found = difference(stands)
    keys = {row[0] for rows in found.values() for row in rows}
    names = {one.pk: label(one) for one in day.participants.filter(pk__in=keys)}
    is_known = lambda pk: pk in names  # noqa: E731 - whoever was erased meanwhile is left out
    return {
        "moves": [
            (names[pk], groups.get(was, ""), groups.get(to, "")) for pk, was, to in found["moves"] if is_known(pk)
        ],
        "new": [(names[pk], groups.get(to, "")) for pk, to in found["new"] if is_known(pk)],
        "gone": [(names[pk], groups.get(was, "")) for pk, was in found["gone"] if is_known(pk)],
        "nothing": not any(found.values()),
        "status": stands.round.result["proposal"]["status"],
    }


def round_label(number: int) -> str:
    """Round 2."""
    return pgettext("groups", "Round %(number)d") % {"number": number}
