"""The integer programmes behind ``grouping``: which groups there are, and who sits in which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from .programme import INFINITE, Programme

if TYPE_CHECKING:
    from .grouping import Person, Prices

Slot = tuple[str | None, str | None]  # a group's theme and language
MOST_LANGUAGES = 8  # with more, only single languages and pairs of them bound the number of groups


@dataclass(frozen=True, slots=True)
class Unit:
    """People who stay together: their places among all, and the languages that all of them understand."""

    members: tuple[int, ...]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is asked, with people by their place in ``people``. ``met``: groups of all earlier rounds; ``standing``: place → group.

    ``fixed`` are those of ``standing`` who were put there on purpose.
    """

    people: tuple[Person, ...]
    groups: int
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    units: tuple[Unit, ...]
    apart: tuple[tuple[int, int], ...]
    met: tuple[frozenset[int], ...]
    standing: Mapping[int, int]
    prices: Prices
    fixed: frozenset[int] = frozenset()

    @property
    def sizes(self) -> tuple[int, int]:
        """The smallest and the largest group."""
        return len(self.people) // self.groups, -(-len(self.people) // self.groups)

    def price(self, unit: Unit, theme: str | None) -> float:
        """What the unit's people pay for a theme."""
        return sum(self.prices.of(self.people[at], theme) for at in unit.members)

    def lost(self, unit: Unit, language: str | None) -> int:
        """How many of the unit do not understand a language."""
        return sum(not self.people[at].understands(language) for at in unit.members)


def units_of(people: Sequence[Person], languages: Collection[str], together: Iterable[tuple[int, int]]) -> list[Unit]:
    """People joined by the pairs that are to be together, directly or through others."""
    root = list(range(len(people)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for one, other in together:
        root[find(one)] = find(other)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(people)):
        members[find(at)].append(at)
    every = frozenset(languages)
    return [
        Unit(tuple(of), frozenset.intersection(*(people[at].languages or every for at in of)))
        for of in members.values()
    ]


def choose_slots(problem: Problem, seconds: float) -> tuple[list[Slot], bool]:
    """Each group's theme and language, and whether that choice is proven best for wishes and understanding.

    People flow to pairs of theme and language, of which each may have some groups. A set of languages needs groups
    for all who understand only those, and can fill no more than those who understand any.
    """
    themes: tuple[str | None, ...] = problem.themes or (None,)
    languages: tuple[str | None, ...] = problem.languages if len(problem.languages) > 1 else (None,)
    share, over = divmod(problem.groups, len(themes))
    if len(languages) == 1 and not over:
        return [(theme, _only(problem.languages)) for theme in themes for _ in range(share)], True
    programme = Programme()
    count = {
        (theme, language): programme.variable(most=share + bool(over)) for theme in themes for language in languages
    }
    for theme in themes:
        programme.demand([(count[theme, language], 1) for language in languages], share, share + bool(over))
    programme.demand([(number, 1) for number in count.values()], problem.groups, problem.groups)
    _bound_languages(programme, problem, count)
    _flow(programme, problem, count)
    solved = programme.solve(seconds)
    if solved.values is None:
        return _plain_slots(problem, themes), False
    slots = [slot for slot, number in count.items() for _ in range(round(solved.values[number]))]
    slots = [(theme, language or _only(problem.languages)) for theme, language in slots]
    return slots, solved.bound >= solved.price - 1e-6 * max(1.0, solved.price)


def _only(languages: Sequence[str]) -> str | None:
    return languages[0] if len(languages) == 1 else None


def _plain_slots(problem: Problem, themes: Sequence[str | None]) -> list[Slot]:
    common = Counter(language for person in problem.people for language in person.languages)
    spoken = max(problem.languages, key=lambda language: common[language], default=None)
    return [(themes[number % len(themes)], spoken) for number in range(problem.groups)]


def _bound_languages(programme: Programme, problem: Problem, count: Mapping[Slot, int]) -> None:
    least, most = problem.sizes
    languages = problem.languages
    if len(languages) < 2 or any(not unit.languages for unit in problem.units):
        return
    largest = len(languages) - 1 if len(languages) <= MOST_LANGUAGES else 2
    for size in range(1, largest + 1):
        for some in combinations(languages, size):
            within = sum(len(unit.members) for unit in problem.units if unit.languages <= set(some))
            able = sum(len(unit.members) for unit in problem.units if unit.languages & set(some))
            needed, possible = -(-within // most), able // least if least else problem.groups
            if needed <= min(possible, problem.groups):  # else somebody will not understand, whatever is chosen
                terms = [(number, 1.0) for (_theme, language), number in count.items() if language in some]
                programme.demand(terms, needed, possible)


def _flow(programme: Programme, problem: Problem, count: Mapping[Slot, int]) -> None:
    """People flow to the groups: to those they wished for by a way of their own, to all others through a pool of
    everybody who understands the same languages, for there they all pay alike."""
    least, most = problem.sizes
    into: defaultdict[Slot, list[tuple[int, float]]] = defaultdict(list)
    alike: defaultdict[object, list[Unit]] = defaultdict(list)
    for unit in problem.units:
        alike[
            tuple(
                sorted((problem.people[at].wishes, tuple(sorted(problem.people[at].languages))) for at in unit.members)
            )
        ].append(unit)
    pools: dict[frozenset[str], list[tuple[int, float]]] = {}
    for units in alike.values():
        unit, many, weight, leaving = units[0], len(units), float(len(units[0].members)), []
        dearest = max(problem.price(unit, theme) for theme, _language in count)
        for slot, number in count.items():
            theme, language = slot
            price = problem.price(unit, theme)
            if price == dearest and len(unit.members) == 1:
                continue  # whoever goes there goes through the pool
            price += problem.prices.no_language * problem.lost(unit, language)
            flow = programme.variable(price, most=many, whole=False)
            leaving.append((flow, 1.0))
            into[slot].append((flow, weight))
            if many * weight < most:
                programme.demand([(flow, 1.0), (number, -float(many))], -INFINITE, 0)
        if len(unit.members) == 1:
            flow = programme.variable(dearest, most=many, whole=False)
            leaving.append((flow, 1.0))
            pools.setdefault(unit.languages, []).append((flow, 1.0))
        programme.demand(leaving, many, many)
    for languages, terms in pools.items():
        onward = []
        for slot in count:
            lost = slot[1] is not None and slot[1] not in languages
            flow = programme.variable(problem.prices.no_language * lost, most=INFINITE, whole=False)
            onward.append((flow, -1.0))
            into[slot].append((flow, 1.0))
        programme.demand([*terms, *onward], 0, 0)
    for slot, terms in into.items():
        programme.demand([*terms, (count[slot], -most)], -INFINITE, 0)
        programme.demand([*terms, (count[slot], -least)], 0, INFINITE)


def seat(problem: Problem, slots: Sequence[Slot], seconds: float) -> tuple[list[int] | None, float, float]:
    """Each person's group, the price, and a bound no seating can be cheaper than. None when nobody can be seated so.

    First only groups whose language one understands are open to anybody, which is a much smaller programme. What it
    finds is best of all when it costs no more than one person who does not understand, for any other way has one.
    """
    if not problem.standing and len(problem.languages) > 1:
        seats, price, bound = _seat(problem, slots, seconds, strictly=True)
        if seats is not None and price <= problem.prices.no_language:
            return seats, price, bound
    return _seat(problem, slots, seconds, strictly=False)


def _seat(
    problem: Problem, slots: Sequence[Slot], seconds: float, *, strictly: bool
) -> tuple[list[int] | None, float, float]:
    programme = Programme()
    place = [
        [
            programme.variable(
                _price(problem, unit, at, slot), most=0.0 if strictly and problem.lost(unit, slot[1]) else 1.0
            )
            for at, slot in enumerate(slots)
        ]
        for unit in problem.units
    ]
    least, most = problem.sizes
    for choices in place:
        programme.demand([(choice, 1) for choice in choices], 1, 1)
    for at in range(len(slots)):
        programme.demand(
            [(place[unit][at], len(problem.units[unit].members)) for unit in range(len(place))], least, most
        )
    unit_of = {person: number for number, unit in enumerate(problem.units) for person in unit.members}
    for one, other in problem.apart:
        for at in range(len(slots)):
            programme.demand([(place[unit_of[one]][at], 1), (place[unit_of[other]][at], 1)], 0, 1)
    for members, price in _shares(problem):
        _share_evenly(programme, Counter(unit_of[person] for person in members), place, price, len(slots))
    solved = programme.solve(seconds)
    if solved.values is None:
        return None, INFINITE, INFINITE if solved.is_infeasible else -INFINITE
    seats = [0] * len(problem.people)
    for number, unit in enumerate(problem.units):
        at = max(range(len(slots)), key=lambda at: solved.values[place[number][at]])  # type: ignore[index]
        for person in unit.members:
            seats[person] = at
    return seats, solved.price, solved.bound


def _price(problem: Problem, unit: Unit, at: int, slot: Slot) -> float:
    theme, language = slot
    price = problem.price(unit, theme) + problem.prices.no_language * problem.lost(unit, language)
    leave = [one for one in unit.members if problem.standing.get(one, at) != at]
    price += problem.prices.moved * len(leave) + problem.prices.unfixed * sum(one in problem.fixed for one in leave)
    return price


def _shares(problem: Problem) -> Iterable[tuple[list[int], float]]:
    """Everybody who is to be spread evenly, and the price of not doing so."""
    for attribute in ("profession", "municipality"):
        of: defaultdict[str, list[int]] = defaultdict(list)
        for at, person in enumerate(problem.people):
            if getattr(person, attribute):
                of[getattr(person, attribute)].append(at)
        yield from ((members, problem.prices.mix) for members in of.values() if len(members) > 1)
    yield from ((sorted(members), problem.prices.met_before) for members in problem.met if len(members) > 1)


def _share_evenly(
    programme: Programme, counts: Mapping[int, int], place: Sequence[Sequence[int]], price: float, groups: int
) -> None:
    """``counts``: how many people of this kind each unit has."""
    total = sum(counts.values())
    low, high = total // groups, -(-total // groups)
    for at in range(groups):
        terms = [(place[unit][at], float(count)) for unit, count in counts.items()]
        over = programme.variable(price, most=total, whole=False)
        programme.demand([*terms, (over, -1.0)], -INFINITE, high)
        if low:
            under = programme.variable(price, most=total, whole=False)
            programme.demand([*terms, (under, 1.0)], low, INFINITE)
