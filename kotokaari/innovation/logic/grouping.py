"""Who works with whom: groups mixed by profession and municipality that honour wishes, proven best.

Each person is in one group; groups are of even size; everybody in a group understands its language. Among those
ways the sum of two prices is the least: what a person pays for a theme further down the list of wishes, and what a
group pays for each person of a profession, a municipality or an earlier group above or below its even share. The
problem is an integer programme (Baker & Powell 2002, "Methods for assigning students to groups", section 3, give
the shares as soft bounds). Which themes get how many groups, and in which language each group works, is settled
first, with bounds on how many groups a set of languages needs (cover inequalities; Nemhauser & Wolsey 1988, II.2);
then everybody gets a place. Each step is proven best by HiGHS (Huangfu & Hall 2018).

SciPy is opened when groups are made, not before.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from .seating import Problem, choose_slots, seat, units_of

Name = Hashable
Pair = tuple[Name, Name]
SECONDS = 10.0  # the longest a step may look for a proof
OUT_OF_WISHES = "none"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part. Without languages she is taken to understand all; without wishes any theme will do."""

    name: Name
    profession: str = ""
    municipality: str = ""
    languages: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()

    def understands(self, language: str | None) -> bool:
        """Whether a group that works in this language suits her."""
        return language is None or not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class Prices:
    """What it costs to depart from what is wanted; only their proportions count."""

    wishes: tuple[float, ...] = (0.0, 1.0, 3.0)  # the first, the second, …; the last counts for all after it
    no_wish: float = 10.0  # a theme that was not wished for
    mix: float = 4.0  # a person above or below a group's even share of a profession or municipality
    met_before: float = 2.0  # the same for those of one earlier group
    no_language: float = 1000.0  # somebody who does not understand the group's language
    moved: float = 100.0  # somebody who leaves the group that stands
    unfixed: float = 10000.0  # the same for somebody who was put there on purpose

    def of(self, person: Person, theme: str | None) -> float:
        """What this theme costs this person."""
        if not person.wishes or theme is None:
            return 0.0
        if theme not in person.wishes:
            return self.no_wish
        return self.wishes[min(person.wishes.index(theme), len(self.wishes) - 1)]


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its theme and language (None where there is nothing to choose from) and the names of its members."""

    theme: str | None
    language: str | None
    members: tuple[Name, ...]


class Reason(NamedTuple):
    """Why the result is as it is; ``in_words`` says it.

    ``what`` is one of: "unwished" (``of`` a person, whose wished ``theme`` was "full", "language" or "mix", as
    ``because`` says, with ``figures`` of those who wished it first and of its places), "language" (``of`` a person
    who does not understand her group's language), "mix" (``of`` a value of ``because``: profession or municipality,
    of which a group has ``figures`` people and not its even share), "theme" (``of`` a theme that has no group),
    "together" and "apart" (``of`` a pair that makes the wishes contradict each other), "size" (``of`` people who are
    to be together and are more than a group takes).
    """

    what: Literal["unwished", "language", "mix", "theme", "together", "apart", "size"]
    of: Any
    theme: str | None = None
    because: str = ""
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups. ``status`` "feasible": a better way may exist, but not below ``bound``; "infeasible": none exists."""

    status: Literal["optimal", "feasible", "infeasible"]
    groups: tuple[Group, ...]
    reasons: tuple[Reason, ...]
    price: float
    bound: float
    seconds: float
    people: tuple[Person, ...] = field(repr=False, default=())

    @property
    def place(self) -> dict[Name, int]:
        """The group's number, from 0, of each person."""
        return {name: number for number, group in enumerate(self.groups) for name in group.members}

    @property
    def wishes(self) -> dict[str, int]:
        """How many of those who wished got their first, second, third (or a later) wish, or none."""
        return wishes_met(self.people, self.groups)

    def mix(self, of: Literal["profession", "municipality"]) -> float:
        """How mixed the groups are, from 0 to 1: see ``mixed``."""
        return mixed(self.people, self.groups, of)


def group(
    people: Iterable[Person],
    groups: int,
    *,
    themes: Sequence[str] | None = None,
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
    met: Iterable[Iterable[Collection[Name]]] = (),
    standing: Sequence[Group] = (),
    fixed: Collection[Name] = (),
    prices: Prices | None = None,
    seconds: float = SECONDS,
) -> Grouping:
    """The best groups.

    ``themes``: what the groups work on; each gets as many groups as the others or one more; with more themes than
    groups, the best of them get one each. None takes every theme that somebody wished for; an empty list makes groups
    without themes. ``met``: the groups of earlier rounds, so that few meet again. ``standing``: the groups that stand
    (their people may have changed): their themes and languages stay and as few as possible move; ``groups`` is then
    their number. ``fixed``: those of them who leave their group only when there is no other way.

    Raises ValueError for fewer people than groups, no groups, a name given twice, a pair that names somebody who does
    not take part or one person twice, and a wish for a theme that is not among ``themes``.
    """
    import scipy.optimize  # noqa: F401 - opened before the clock runs

    began = time.perf_counter()
    problem, pairs = _problem(tuple(people), groups, themes, together, apart, met, standing, prices or Prices())
    at_home = [number for number, person in enumerate(problem.people) if person.name in set(fixed)]
    problem = replace(problem, fixed=frozenset(at_home))
    found = _contradiction(problem) or _solve(problem, standing, seconds) or _least_contradiction(problem, pairs)
    if not isinstance(found, Grouping):
        found = Grouping("infeasible", (), found, 0.0, 0.0, 0.0, problem.people)
    return replace(found, seconds=time.perf_counter() - began)


def _problem(
    people: tuple[Person, ...],
    groups: int,
    themes: Sequence[str] | None,
    together: Collection[Pair],
    apart: Collection[Pair],
    met: Iterable[Iterable[Collection[Name]]],
    standing: Sequence[Group],
    prices: Prices,
) -> tuple[Problem, dict[Literal["together", "apart"], list[tuple[int, int]]]]:
    at = {person.name: number for number, person in enumerate(people)}
    if len(at) < len(people):
        twice = next(name for name, count in Counter(person.name for person in people).items() if count > 1)
        raise ValueError(f"{twice} is there twice")
    if not 1 <= groups <= len(people):
        raise ValueError(f"{len(people)} people cannot make {groups} groups")
    if themes is None:
        themes = sorted({wish for person in people for wish in person.wishes})
    elif themes:
        _check_wishes(people, themes)
    else:
        people = tuple(replace(person, wishes=()) for person in people)
    pairs: dict[Literal["together", "apart"], list[tuple[int, int]]] = {"together": [], "apart": []}
    for what, named in (("together", together), ("apart", apart)):
        for one, other in named:
            for name in (one, other):
                if name not in at:
                    raise ValueError(f"{name} of a pair does not take part")
            if one == other:
                raise ValueError(f"a pair has {one} twice")
            pairs[what].append((at[one], at[other]))  # type: ignore[index]
    languages = sorted({language for person in people for language in person.languages})
    problem = Problem(
        people,
        groups,
        tuple(themes),
        tuple(languages),
        tuple(units_of(people, languages, pairs["together"])),
        tuple(pairs["apart"]),
        tuple(frozenset(at[name] for name in names if name in at) for round_ in met for names in round_),
        {at[name]: number for number, one in enumerate(standing) for name in one.members if name in at},
        prices,
    )
    return problem, pairs


def _check_wishes(people: Iterable[Person], themes: Collection[str]) -> None:
    for person in people:
        for wish in person.wishes:
            if wish not in themes:
                raise ValueError(f"{person.name} wishes for {wish}, which is not a theme")


def _solve(problem: Problem, standing: Sequence[Group], seconds: float) -> Grouping | None:
    if standing:
        slots, is_proven = [(one.theme, one.language) for one in standing], True
    else:
        slots, is_proven = choose_slots(problem, seconds)
    seats, price, bound = seat(problem, slots, seconds)
    if seats is None:
        return None
    groups = tuple(
        Group(
            theme,
            language,
            tuple(person.name for person, at in zip(problem.people, seats, strict=True) if at == number),
        )
        for number, (theme, language) in enumerate(slots)
    )
    is_proven = is_proven and bound >= price - 1e-6 * max(1.0, price)
    status: Literal["optimal", "feasible"] = "optimal" if is_proven else "feasible"
    return Grouping(status, groups, reasons(problem.people, groups), price, bound, 0.0, problem.people)


def _contradiction(problem: Problem) -> tuple[Reason, ...]:
    """What can be seen to be impossible at once."""
    unit_of = {person: unit for unit in problem.units for person in unit.members}
    name = lambda at: problem.people[at].name  # noqa: E731
    most = problem.sizes[1]
    return tuple(
        Reason("size", tuple(name(at) for at in unit.members), figures=(len(unit.members), most))
        for unit in problem.units
        if len(unit.members) > most
    ) or tuple(
        Reason("apart", (name(one), name(other)), because="together")
        for one, other in problem.apart
        if unit_of[one] is unit_of[other]
    )


def _least_contradiction(
    problem: Problem, pairs: Mapping[Literal["together", "apart"], Sequence[tuple[int, int]]]
) -> tuple[Reason, ...]:
    """Pairs that cannot all be kept, but can when any one of them is given up (deletion filter, Chinneck 2008, 6.1)."""
    kept = [(what, pair) for what, named in pairs.items() for pair in named]
    bare = tuple(Person(person.name) for person in problem.people)

    def is_possible(pairs: Sequence[tuple[str, tuple[int, int]]]) -> bool:
        units = units_of(bare, (), [pair for what, pair in pairs if what == "together"])
        apart = tuple(pair for what, pair in pairs if what == "apart")
        tried = replace(
            problem, people=bare, themes=(), languages=(), units=tuple(units), apart=apart, met=(), standing={}
        )
        return seat(tried, [(None, None)] * problem.groups, SECONDS)[0] is not None

    for one in list(kept):
        without = [other for other in kept if other is not one]
        if not is_possible(without):
            kept = without
    return tuple(Reason(what, tuple(problem.people[at].name for at in pair)) for what, pair in kept)


def reasons(people: Sequence[Person], groups: Sequence[Group]) -> tuple[Reason, ...]:
    """Why somebody did not get what was wanted; also for groups that were changed by hand."""
    by_name = {person.name: person for person in people}
    seated = [(by_name[name], one) for one in groups for name in one.members]
    return (
        *(_unwished(person, people, groups) for person, one in seated if _is_unwished(person, one)),
        *(
            Reason("language", person.name, because=one.language or "")
            for person, one in seated
            if not person.understands(one.language)
        ),
        *_uneven(by_name, groups),
        *_left_out(people, groups),
    )


def _is_unwished(person: Person, one: Group) -> bool:
    return bool(person.wishes) and one.theme is not None and one.theme not in person.wishes


def _unwished(person: Person, people: Sequence[Person], groups: Sequence[Group]) -> Reason:
    largest = -(-len(people) // len(groups))
    first = person.wishes[0]
    wished = [one for one in groups if one.theme in person.wishes]
    figures = (
        sum(other.wishes[:1] == (first,) for other in people),
        largest * sum(one.theme == first for one in groups),
    )
    if not wished:
        because = "theme"
    elif not any(person.understands(one.language) for one in wished):
        because = "language"
    elif figures[0] > figures[1]:
        because = "full"
    else:
        because = "mix"
    return Reason("unwished", person.name, first, because, figures)


def _uneven(by_name: Mapping[Name, Person], groups: Sequence[Group]) -> Iterable[Reason]:
    for attribute in ("profession", "municipality"):
        counts = [Counter(getattr(by_name[name], attribute) for name in one.members) for one in groups]
        for value, total in sum(counts, Counter()).items():
            share = -(-total // len(groups))
            yield from (
                Reason("mix", value, one.theme, attribute, (count[value], share, number + 1))
                for number, (one, count) in enumerate(zip(groups, counts, strict=True))
                if value and count[value] > share
            )


def _left_out(people: Iterable[Person], groups: Iterable[Group]) -> Iterable[Reason]:
    asked = Counter(person.wishes[0] for person in people if person.wishes)
    held = {one.theme for one in groups}
    return (Reason("theme", theme, theme, "", (count,)) for theme, count in asked.items() if theme not in held)


def wishes_met(people: Iterable[Person], groups: Iterable[Group]) -> dict[str, int]:
    """{"first", "second", "third", "none"}: people by which of their wishes they got; those without wishes are in none of them."""
    theme_of = {name: one.theme for one in groups for name in one.members}
    ranks = ("first", "second", "third")
    found = dict.fromkeys((*ranks, OUT_OF_WISHES), 0)
    for person in people:
        theme = theme_of.get(person.name)
        if person.wishes and theme is not None:
            place = person.wishes.index(theme) if theme in person.wishes else None
            found[OUT_OF_WISHES if place is None else ranks[min(place, 2)]] += 1
    return found


def mixed(people: Iterable[Person], groups: Sequence[Group], of: Literal["profession", "municipality"]) -> float:
    """Of pairs in one group, the share that differ, against the greatest share that whole numbers allow.

    The share is the heterogeneity of Blau (1977), of pairs without replacement. 1 when every group has its even share
    of everything; also when all are alike. People without a value are not counted.
    """
    value = {person.name: getattr(person, of) for person in people if getattr(person, of)}
    alike = apart_ = 0
    totals: Counter[str] = Counter()
    for one in groups:
        counts = Counter(value[name] for name in one.members if name in value)
        here = sum(counts.values())
        alike += sum(count * (count - 1) // 2 for count in counts.values())
        apart_ += here * (here - 1) // 2
        totals.update(counts)
    least = sum(_pairs_at_least(total, len(groups)) for total in totals.values())
    return 1.0 if apart_ <= least else (apart_ - alike) / (apart_ - least)


def _pairs_at_least(total: int, groups: int) -> int:
    share, over = divmod(total, groups)
    return over * (share + 1) * share // 2 + (groups - over) * share * (share - 1) // 2
