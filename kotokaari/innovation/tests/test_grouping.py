"""Groups: what must hold always, the best found by trying all, and what is said when it cannot be had."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotokaari.innovation.logic.grouping import Group, Person, Prices, group, mixed, reasons, wishes_met

THEMES = ("language", "work", "health", "home")


def people_of(many, seed=1, professions=3, municipalities=4, themes=THEMES, english=0.1):
    """People with wishes for popular themes more often than for others, most of whom understand Finnish."""
    dice = random.Random(seed)
    found = []
    for number in range(many):
        wishes = tuple(dice.sample(themes, min(3, len(themes))))
        spoken = {"en"} if dice.random() < english else {"fi", "en"} if dice.random() < 0.4 else {"fi"}
        found.append(
            Person(
                number,
                f"profession {dice.randrange(professions)}",
                f"municipality {dice.randrange(municipalities)}",
                frozenset(spoken),
                wishes,
            )
        )
    return found


def price_of(people, groups, prices):
    """The price of a seating, reckoned anew and plainly."""
    person = {one.name: one for one in people}
    total = 0.0
    for one in groups:
        for name in one.members:
            total += prices.of(person[name], one.theme) + prices.no_language * (
                not person[name].understands(one.language)
            )
    for attribute in ("profession", "municipality"):
        for value in {getattr(one, attribute) for one in people} - {""}:
            many = sum(getattr(one, attribute) == value for one in people)
            if many < 2:
                continue
            low, high = many // len(groups), -(-many // len(groups))
            for one in groups:
                here = sum(getattr(person[name], attribute) == value for name in one.members)
                total += prices.mix * (max(0, here - high) + max(0, low - here))
    return total


def is_sound(people, result, groups):
    """Everybody is in one group, and sizes differ by one at most."""
    seated = [name for one in result.groups for name in one.members]
    sizes = {len(one.members) for one in result.groups}
    return sorted(map(str, seated)) == sorted(str(one.name) for one in people) and (
        len(result.groups) == groups and max(sizes) - min(sizes) <= 1
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_seating_of_few_people_is_cheaper(seed):
    people = [*people_of(6, seed, professions=2, municipalities=2, themes=THEMES[:2], english=0)]
    result = group(people, 2)
    cheapest = min(
        price_of(
            people,
            [
                Group(theme, "fi", tuple(chosen)),
                Group(other, "fi", tuple(set(range(6)) - set(chosen))),
            ],
            Prices(),
        )
        for theme, other in itertools.permutations(THEMES[:2])
        for chosen in itertools.combinations(range(6), 3)
    )
    assert result.status == "optimal"
    assert result.price == pytest.approx(cheapest)
    assert result.price == pytest.approx(price_of(people, result.groups, Prices()))


def test_thirty_people_are_mixed_and_proven():
    people = people_of(30, themes=("a", "b", "c", "d", "e"))
    result = group(people, 5)
    assert result.status == "optimal"
    assert is_sound(people, result, 5)
    assert {one.theme for one in result.groups} == {"a", "b", "c", "d", "e"}
    assert result.price == pytest.approx(price_of(people, result.groups, Prices()))
    assert min(result.mix("profession"), result.mix("municipality")) > 0.95
    assert sum(result.wishes.values()) == 30
    person = {one.name: one for one in people}
    assert all(person[name].understands(one.language) for one in result.groups for name in one.members)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 24), st.integers(1, 6), st.integers(0, 50))
def test_sizes_are_even_whatever_the_numbers(many, groups, seed):
    people = people_of(many, seed)
    if groups > many:
        with pytest.raises(ValueError, match="cannot make"):
            group(people, groups)
        return
    result = group(people, groups)
    assert result.status in {"optimal", "feasible"}
    assert is_sound(people, result, groups)


def test_themes_are_shared_out_evenly_and_the_most_wished_are_held():
    people = [Person(number, wishes=("work",) if number < 8 else ("home",)) for number in range(12)]
    three = group(people, 3)
    assert sorted(one.theme for one in three.groups) == ["home", "work", "work"]
    assert three.wishes == {"first": 12, "second": 0, "third": 0, "none": 0}
    one = group(people, 1)
    assert [each.theme for each in one.groups] == ["work"]
    assert [(reason.what, reason.of) for reason in one.reasons if reason.what == "theme"] == [("theme", "home")]
    assert all(reason.because == "theme" for reason in one.reasons if reason.what == "unwished")


def test_who_got_no_wish_is_told_why():
    people = [Person(number, wishes=("work",)) for number in range(9)] + [Person(9, wishes=("home",))]
    result = group(people, 2)
    unwished = [reason for reason in result.reasons if reason.what == "unwished"]
    assert len(unwished) == result.wishes["none"] == 4
    assert {(reason.theme, reason.because, reason.figures) for reason in unwished} == {("work", "full", (9, 5))}


def test_a_language_of_few_gets_a_group_and_not_more():
    people = [Person(number, languages=frozenset({"fi"})) for number in range(9)]
    people += [Person(number, languages=frozenset({"en"})) for number in range(9, 11)]
    people += [Person(number, languages=frozenset({"fi", "en"})) for number in range(11, 15)]
    result = group(people, 3, themes=[])
    assert sorted(one.language for one in result.groups) == ["en", "fi", "fi"]
    assert not [reason for reason in result.reasons if reason.what == "language"]
    alone = group([*people, Person(15, languages=frozenset({"so"}))], 3, themes=[])
    assert [reason.of for reason in alone.reasons if reason.what == "language"] == [15]


def test_pairs_together_and_apart_are_kept():
    people = people_of(20, english=0)
    result = group(people, 4, together=[(0, 1), (1, 2)], apart=[(3, 4), (5, 6)])
    place = result.place
    assert place[0] == place[1] == place[2]
    assert place[3] != place[4]
    assert place[5] != place[6]


def test_contradictions_are_named_and_nothing_else():
    people = [Person(number) for number in range(12)]
    both = group(people, 3, together=[(0, 1), (1, 2)], apart=[(0, 2)])
    assert both.status == "infeasible"
    assert [(reason.what, reason.of, reason.because) for reason in both.reasons] == [("apart", (0, 2), "together")]
    large = group(people, 3, together=[(0, 1), (1, 2), (2, 3), (3, 4)])
    assert [(reason.what, reason.figures) for reason in large.reasons] == [("size", (5, 4))]
    four = list(itertools.combinations(range(4), 2))
    crowd = group(people, 3, apart=[*four, (7, 8)], together=[(9, 10)])
    assert sorted(reason.of for reason in crowd.reasons) == four
    assert {reason.what for reason in crowd.reasons} == {"apart"}


def test_when_somebody_does_not_come_few_move():
    people = people_of(30, seed=5)
    before = group(people, 5)
    came = [one for one in people if one.name not in {0, 1, 2, 3}]
    after = group(came, 5, standing=before.groups)
    moved = [one.name for one in came if before.place[one.name] != after.place[one.name]]
    assert is_sound(came, after, 5)
    assert [one.theme for one in after.groups] == [one.theme for one in before.groups]
    gone = [sum(name in {0, 1, 2, 3} for name in one.members) for one in before.groups]
    assert len(moved) == sum(max(0, many - 1) for many in gone)  # 26 people: one group of six, four of five


def test_a_second_round_repeats_as_few_pairs_as_can_be():
    people = [Person(number) for number in range(25)]
    first = group(people, 5)
    second = group(people, 5, met=[[one.members for one in first.groups]])
    third = group(people, 5, met=[[one.members for one in round_.groups] for round_ in (first, second)])
    pairs = [
        {pair for one in round_.groups for pair in itertools.combinations(sorted(one.members), 2)}
        for round_ in (first, second, third)
    ]
    assert not pairs[0] & pairs[1]  # five times five: everybody can meet four new people each time
    assert not pairs[2] & (pairs[0] | pairs[1])


def test_how_mixed_groups_are_is_told_against_what_can_be():
    people = [Person(number, profession="ab"[number % 2]) for number in range(8)]
    even = [Group(None, None, (0, 1, 2, 3)), Group(None, None, (4, 5, 6, 7))]
    parted = [Group(None, None, (0, 2, 4, 6)), Group(None, None, (1, 3, 5, 7))]
    half = [Group(None, None, (0, 2, 4, 1)), Group(None, None, (6, 3, 5, 7))]
    assert mixed(people, even, "profession") == 1
    assert mixed(people, parted, "profession") == 0
    assert mixed(people, half, "profession") == pytest.approx(6 / 8)
    assert mixed(people, parted, "municipality") == 1
    told = [(reason.of, reason.figures) for reason in reasons(people, parted)]
    assert told == [("a", (4, 2, 1)), ("b", (4, 2, 2))]


def test_wishes_met_are_counted_by_place():
    people = [Person(1, wishes=("a", "b")), Person(2, wishes=("b",)), Person(3), Person(4, wishes=("c", "b", "d", "a"))]
    assert wishes_met(people, [Group("a", None, (1, 2, 3, 4))]) == {"first": 1, "second": 0, "third": 1, "none": 1}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"groups": 0}, "cannot make"),
        ({"groups": 4}, "cannot make"),
        ({"together": [(1, 9)]}, "9 of a pair does not take part"),
        ({"apart": [(1, 1)]}, "a pair has 1 twice"),
        ({"themes": ["home"]}, "1 wishes for work, which is not a theme"),
        ({"people": [Person(1), Person(1)]}, "1 is there twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked, said):
    given_ = {"people": [Person(1, wishes=("work",)), Person(2), Person(3)], "groups": 1} | asked
    with pytest.raises(ValueError, match=said):
        group(given_.pop("people"), given_.pop("groups"), **given_)
