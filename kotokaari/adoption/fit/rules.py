"""The rules: each weighs one thing a practice asks against one thing we have said, and gives its reason in words.

Every rule is a pure function of what we said, what the practice asks and who uses it already. It says *met*
or *missing* only when both sides have spoken; when one is silent, it is *unknown*. A thing is *necessary* when
the practice cannot be carried out without it; a difference of surroundings is not, however much it matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .asks import COST_LIMITS, Asks, Item
from .named import Amount, Band, Named, Yearly
from .situations import Us

NO_LIMIT = float("inf")
# People in the area: from, and up to but not including.
PEOPLE_OF_SIZE: dict[str, tuple[float, float]] = {
    "under_5000": (0, 5_000),
    "5000_19999": (5_000, 20_000),
    "20000_49999": (20_000, 50_000),
    "50000_99999": (50_000, 100_000),
    "100000_": (100_000, NO_LIMIT),
}
PEOPLE_OF_BAND: dict[str, tuple[float, float]] = {
    "under_10k": (0, 10_000),
    "10k_50k": (10_000, 50_000),
    "50k_150k": (50_000, 150_000),
    "over_150k": (150_000, NO_LIMIT),
}


class State(StrEnum):
    """How one thing stands."""

    MET = "met"
    UNKNOWN = "unknown"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. ``silent``: the practice does not say; ``asked``: a person must tick it."""

    rule: str
    state: State
    text: Any
    values: Mapping[str, object] = field(default_factory=dict)
    necessary: bool = False
    silent: bool = False
    asked: bool = False
    item: str = ""

    @property
    def reason(self) -> str:
        """Why, in the reader's language."""
        return str(self.text) % {name: str(value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class User:
    """An organisation that uses a practice: its key, size and area as far as it has said them."""

    organisation: int
    size: str = ""
    area: str = ""


Users = tuple[User, ...]  # independent of the practice's owner
Rule = Callable[[Us, Asks, Users], Finding]


def size(us: Us, asks: Asks, users: Users) -> Finding:
    """The size of the municipality: known from one like ours, or used by one of our size."""
    if us.size and any(user.size == us.size and user.organisation != us.organisation for user in users):
        return Finding("size", State.MET, _("Used by an organisation of your size: %(own)s."), {"own": _size(us)})
    if not asks.size_band:
        return Finding("size", State.UNKNOWN, _("the size of the municipality"), silent=True)
    band = Named("size_band", (asks.size_band,))
    if not us.size:
        return Finding(
            "size", State.UNKNOWN, _("Known from this size: %(band)s. You have not said your own."), {"band": band}
        )
    if _overlap(PEOPLE_OF_SIZE[us.size], PEOPLE_OF_BAND[asks.size_band]):
        return Finding("size", State.MET, _("Known from your size: %(band)s."), {"band": band})
    return Finding(
        "size",
        State.MISSING,
        _("Known from another size: %(band)s. You: %(own)s."),
        {"band": band, "own": _size(us)},
    )


def area(us: Us, asks: Asks, users: Users) -> Finding:
    """Town or countryside."""
    if us.area and any(user.area == us.area and user.organisation != us.organisation for user in users):
        return Finding("area", State.MET, _("Used in an area like yours: %(own)s."), {"own": _area(us)})
    if not asks.area_type:
        return Finding("area", State.UNKNOWN, _("the kind of area"), silent=True)
    kind = Named("area_type", (asks.area_type,))
    if not us.area:
        return Finding(
            "area", State.UNKNOWN, _("Known from such an area: %(kind)s. You have not said your own."), {"kind": kind}
        )
    if asks.area_type in (us.area, "mixed"):
        return Finding("area", State.MET, _("Known from an area like yours: %(kind)s."), {"kind": kind})
    return Finding(
        "area",
        State.MISSING,
        _("Known from another kind of area: %(kind)s. You: %(own)s."),
        {"kind": kind, "own": _area(us)},
    )


def country(us: Us, asks: Asks, users: Users) -> Finding:
    """The country, because law and services differ."""
    if not asks.countries:
        return Finding("country", State.UNKNOWN, _("the country"), silent=True)
    values = {"countries": Named.of("place", asks.countries)}
    if not us.country:
        return Finding("country", State.UNKNOWN, _("Carried out in: %(countries)s."), values)
    if us.country in asks.countries:
        return Finding(
            "country", State.MET, _("Carried out in your country: %(own)s."), {"own": Named("place", (us.country,))}
        )
    return Finding(
        "country", State.MISSING, _("Only known from abroad: %(countries)s. Law and services may differ."), values
    )


def staff(us: Us, asks: Asks, users: Users) -> Finding:
    """Working time, in full-time equivalents."""
    if asks.staff is None:
        return Finding("staff", State.UNKNOWN, _("how much staff it takes"), silent=True)
    needed = Amount(asks.staff)
    if us.staff is None:
        text = _("Staff %(needed)s FTE: you have not said what you have.")
        return Finding("staff", State.UNKNOWN, text, {"needed": needed}, necessary=True)
    state = State.MET if us.staff >= asks.staff else State.MISSING
    values = {"needed": needed, "have": Amount(us.staff)}
    return Finding("staff", state, _("Staff %(needed)s FTE: you have %(have)s."), values, necessary=True)


def money(us: Us, asks: Asks, users: Users) -> Finding:
    """Money in a year: against the sum it names, else against the limits of its cost band."""
    if asks.cost is None and asks.cost_band not in COST_LIMITS:
        return Finding("money", State.UNKNOWN, _("what it costs"), silent=True)
    needed: object = Band(asks.cost_band or 0) if asks.cost is None else Yearly(asks.cost)
    least, most = (asks.cost, asks.cost) if asks.cost is not None else COST_LIMITS[asks.cost_band or 0]
    if most == 0:
        return Finding("money", State.MET, _("Needs no new money."), necessary=True)
    if us.money is None:
        text = _("Cost: %(needed)s. You have not said what you have.")
        return Finding("money", State.UNKNOWN, text, {"needed": needed}, necessary=True)
    values = {"needed": needed, "have": Amount(us.money, "€")}
    if us.money >= most:
        return Finding("money", State.MET, _("Cost: %(needed)s. You have %(have)s."), values, necessary=True)
    if us.money < least:
        return Finding("money", State.MISSING, _("Cost: %(needed)s. You have %(have)s."), values, necessary=True)
    text = _("Cost: %(needed)s. Your %(have)s may or may not be enough.")
    return Finding("money", State.UNKNOWN, text, values, necessary=True)


def languages(us: Us, asks: Asks, users: Users) -> Finding:
    """Whether its materials are in a language our people read."""
    if not asks.languages:
        return Finding("languages", State.UNKNOWN, _("the languages of its materials"), silent=True)
    values: dict[str, object] = {"languages": Named.of("language", asks.languages)}
    if not us.languages:
        text = _("Materials in: %(languages)s. You have not said your languages.")
        return Finding("languages", State.UNKNOWN, text, values)
    shared = asks.languages & set(us.languages)
    if shared:
        text = _("Materials in your languages: %(languages)s.")
        return Finding("languages", State.MET, text, {"languages": Named.of("language", shared)})
    return Finding("languages", State.MISSING, _("Materials in none of your languages, but in: %(languages)s."), values)


def themes(us: Us, asks: Asks, users: Users) -> Finding:
    """Whether it is about what we need."""
    return _need(
        "themes",
        us.themes,
        asks.themes,
        asks.answers,
        _("About what you need: %(shared)s."),
        _("Not about what you need, but: %(all)s."),
        _("About: %(all)s. You have not said what you need."),
        _("its themes"),
    )


def groups(us: Us, asks: Asks, users: Users) -> Finding:
    """Whether it is for the people we have in mind."""
    return _need(
        "groups",
        us.groups,
        asks.groups,
        asks.answers,
        _("For the people you named: %(shared)s."),
        _("Not for the people you named, but for: %(all)s."),
        _("For: %(all)s. You have not said for whom you need it."),
        _("whom it is for"),
    )


def phases(us: Us, asks: Asks, users: Users) -> Finding:
    """Whether it belongs to the phase of integration we have in mind."""
    return _need(
        "phases",
        us.phases,
        asks.phases,
        asks.answers,
        _("In the phase you named: %(shared)s."),
        _("In another phase than you named: %(all)s."),
        _("In this phase: %(all)s. You have not said which phase you mean."),
        _("the phase of integration"),
    )


def _need(
    rule: str,
    wanted: frozenset[str],
    offered: frozenset[str],
    answers: frozenset[str],
    met: Any,
    missing: Any,
    unsaid: Any,
    silent: Any,
) -> Finding:
    if not offered:
        return Finding(rule, State.UNKNOWN, silent, silent=True)
    if not wanted:
        return Finding(rule, State.UNKNOWN, unsaid, {"all": Named.of("concept", offered)})
    shared = wanted & answers
    if shared:
        return Finding(rule, State.MET, met, {"shared": Named.of("concept", shared)})
    return Finding(rule, State.MISSING, missing, {"all": Named.of("concept", offered)})


def requirement(us: Us, item: Item) -> Finding:
    """One item of the checklist. What no rule reads is asked; what a person has ticked is met."""
    if item.id and item.id in us.ticked:
        return _of(item, State.MET, _("You have ticked that you have this."))
    if not item.reads:
        return _of(item, State.UNKNOWN, _("Do you have this?"), asked=True)
    have = [name for name in item.reads if name in us.having]
    lack = [name for name in item.reads if name in us.lacking]
    if have and not item.more and (item.any_of or len(have) == len(item.reads)):
        return _of(item, State.MET, _("You have: %(things)s."), have)
    if item.any_of:  # there may be a choice that no rule can read
        return _of(item, State.UNKNOWN, _("There is a choice here. Do you have one of these?"), asked=True)
    if lack:
        return _of(item, State.MISSING, _("You have none: %(things)s."), lack)
    silent = [name for name in item.reads if name not in us.having]
    if not silent:
        return _of(item, State.UNKNOWN, _("You have: %(things)s. And the rest of it?"), have, asked=True)
    return _of(item, State.UNKNOWN, _("You have not said whether you have: %(things)s."), silent, asked=True)


def _of(item: Item, state: State, text: Any, things: list[str] | None = None, asked: bool = False) -> Finding:
    values = {"things": Named("resource", tuple(things))} if things else {}
    return Finding("requirement", state, text, values, item.necessary, asked=asked, item=item.id)


def condition(us: Us, name: str) -> Finding:
    """What must be in place, or when it is not suitable: free text, which only a person can judge."""
    if name in us.ticked:
        told = (
            _("You have ticked that this is so.") if name == "preconditions" else _("You have ticked: not your case.")
        )
        return Finding(name, State.MET, told, necessary=True, item=name)
    text = _("Is this in place?") if name == "preconditions" else pgettext_lazy("a condition", "Is this your case?")
    return Finding(name, State.UNKNOWN, text, necessary=True, asked=True, item=name)


# Each rule with all that it looks at of a practice: where that is the same, so is what it finds.
RULES: tuple[tuple[Rule, Callable[[Asks], object]], ...] = (
    (themes, attrgetter("themes", "answers")),
    (groups, attrgetter("groups", "answers")),
    (phases, attrgetter("phases", "answers")),
    (staff, attrgetter("staff")),
    (money, attrgetter("cost", "cost_band")),
    (size, attrgetter("size_band")),
    (area, attrgetter("area_type")),
    (country, attrgetter("countries")),
    (languages, attrgetter("languages")),
)


def findings(us: Us, asks: Asks, users: Users) -> list[Finding]:
    """What every rule found, needs first, then the checklist, then the conditions."""
    found = [rule(us, asks, users) for rule, _looks_at in RULES]
    found += [requirement(us, item) for item in asks.items]
    found += [condition(us, name) for name in asks.conditions]
    return found


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _size(us: Us) -> Named:
    return Named("size", (us.size,))


def _area(us: Us) -> Named:
    return Named("area", (us.area,))
