"""People and groups as the method knows them, and what their groups come to: figures and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kotokaari.innovation.logic import grouping as method
from kotokaari.innovation.models import Day, Group, GroupRound, Participant, Seat

State = Participant.State
COMING = (State.SIGNED_UP, State.HERE)


def coming(day: Day, *, only_here: bool) -> list[Participant]:
    """Who is to be put into groups: those who are here, or those who have signed up too. One query."""
    states = (State.HERE,) if only_here else COMING
    found = day.participants.filter(state__in=states).select_related("municipality")
    return list(found.order_by("pk"))


def person(one: Participant, themes: Iterable[str]) -> method.Person:
    """Somebody as the method knows her; her number is her name."""
    return method.Person(
        one.pk,
        one.profession.casefold(),
        one.municipality.code if one.municipality else "",
        frozenset(one.languages),
        tuple(str(wish) for wish in one.wishes if str(wish) in themes),
    )


def theme_names(day: Day) -> list[str]:
    """The themes groups are made for: none when every group works on all."""
    if day.working != Day.Working.OWN:
        return []
    return [str(pk) for pk in day.themes.values_list("pk", flat=True)]


@dataclass
class Standing:
    """A round as it stands. Four queries when it is read."""

    round: GroupRound
    themes: list[str]
    groups: list[Group]
    seats: list[Seat]
    moved: Mapping[int, int] = field(default_factory=dict)  # participant → group's id: as it would be

    @cached_property
    def participants(self) -> dict[int, Participant]:
        """Everybody who has a seat, by id."""
        return {seat.participant_id: seat.participant for seat in self.seats}

    @cached_property
    def place(self) -> dict[int, int]:
        """Participant's id to group's id."""
        return {seat.participant_id: self.moved.get(seat.participant_id, seat.group_id) for seat in self.seats}

    @cached_property
    def people(self) -> list[method.Person]:
        """As the method knows them."""
        return [person(one, self.themes) for one in self.participants.values()]

    @cached_property
    def as_groups(self) -> list[method.Group]:
        """The groups as the method knows them."""
        return [
            method.Group(
                str(group.theme_id) if group.theme_id else None,
                group.language or None,
                tuple(pk for pk, at in self.place.items() if at == group.pk),
            )
            for group in self.groups
        ]

    @property
    def fixed(self) -> list[int]:
        """Those who were put in their group on purpose."""
        return [seat.participant_id for seat in self.seats if seat.is_fixed]

    def with_moved(self, moved: Mapping[int, int]) -> Standing:
        """The same, with somebody in another group."""
        return Standing(self.round, self.themes, self.groups, self.seats, moved)

    def figures(self) -> dict[str, Any]:
        """Sizes, wishes met, and how mixed the groups are in per cent."""
        groups = self.as_groups
        return {
            "sizes": [len(one.members) for one in groups],
            "wishes": method.wishes_met(self.people, groups),
            "profession": round(100 * method.mixed(self.people, groups, "profession")),
            "municipality": round(100 * method.mixed(self.people, groups, "municipality")),
            "again": self.met_again(),
        }

    def met_again(self) -> int:
        """How many pairs sit together who did in an earlier round. ``round.earlier`` is set when it was read."""
        earlier: Sequence[frozenset[int]] = getattr(self.round, "earlier", ())
        return sum(
            len(here) * (len(here) - 1) // 2
            for one in self.as_groups
            for before in earlier
            if (here := before.intersection(one.members))
        )

    def reasons(self) -> tuple[method.Reason, ...]:
        """Why somebody did not get what was wanted."""
        return method.reasons(self.people, self.as_groups) if self.groups else ()


def earlier_groups(round_: GroupRound) -> list[frozenset[int]]:
    """Who sat together in the rounds before. One query."""
    seats = Seat.objects.filter(group__round__day=round_.day_id, group__round__number__lt=round_.number)
    found: dict[int, set[int]] = {}
    for group, participant in seats.values_list("group", "participant"):
        found.setdefault(group, set()).add(participant)
    return [frozenset(members) for members in found.values()]


def standing(round_: GroupRound, themes: list[str]) -> Standing:
    """The round as it stands. Three queries."""
    groups = list(round_.groups.select_related("theme"))
    seats = Seat.objects.filter(group__round=round_).select_related("participant__municipality").order_by("pk")
    round_.earlier = earlier_groups(round_)  # type: ignore[attr-defined]
    return Standing(round_, themes, groups, list(seats))
