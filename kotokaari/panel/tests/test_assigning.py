"""The solver against linear and integer programmes that know nothing of how it works."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from kotokaari.foundation.connected import parts
from kotokaari.panel.logic.assigning import Pair, Wishes, assign


def some_pairs(submissions, judges, candidates, seed=1):
    """Random affinities, ``candidates`` judges to choose from for each submission."""
    draw = random.Random(seed)
    return [
        Pair(f"s{row}", f"j{column}", round(draw.random(), 4))
        for row in range(submissions)
        for column in draw.sample(range(judges), candidates)
    ]


def by_linear_programme(pairs, wanted, most, least=0):
    """The greatest total affinity, or None: an independent formulation, solved by simplex."""
    rows = sorted({pair.submission for pair in pairs})
    columns = sorted({pair.judge for pair in pairs})
    equal = np.zeros((len(rows), len(pairs)))
    loads = np.zeros((len(columns), len(pairs)))
    for index, pair in enumerate(pairs):
        equal[rows.index(pair.submission), index] = 1
        loads[columns.index(pair.judge), index] = 1
    solved = linprog(
        [-pair.affinity for pair in pairs],
        A_eq=equal,
        b_eq=[wanted] * len(rows),
        A_ub=np.vstack([loads, -loads]),
        b_ub=[most] * len(columns) + [-least] * len(columns),
        bounds=(0, 1),
    )
    return -solved.fun if solved.status == 0 else None


def best_worst_case(pairs, wanted, most):
    """The greatest smallest sum, by trying everything."""
    rows = sorted({pair.submission for pair in pairs})
    choices = [list(itertools.combinations([p for p in pairs if p.submission == row], wanted)) for row in rows]
    found = []
    for groups in itertools.product(*choices):
        loads = [pair.judge for group in groups for pair in group]
        if max(map(loads.count, loads)) <= most:
            found.append(min(sum(pair.affinity for pair in group) for group in groups))
    return max(found, default=None)


@settings(max_examples=60, deadline=None)
@given(
    some.integers(2, 9),
    some.integers(3, 7),
    some.integers(1, 3),
    some.integers(1, 6),
    some.integers(0, 2),
    some.integers(0, 999),
)
def test_the_total_is_the_optimum_of_an_independent_linear_programme(rows, columns, wanted, most, least, seed):
    pairs = some_pairs(rows, columns, min(columns, wanted + 2), seed)
    least = min(least, most)

    found = assign(pairs, per_submission=wanted, most=most, least=least)
    expected = by_linear_programme(pairs, wanted, most, least)

    assert (found.status == "infeasible") == (expected is None)
    if expected is not None:
        assert found.total_affinity == pytest.approx(expected, abs=1e-6)
        assert len(found.pairs) == rows * wanted
        assert max(found.loads.values()) <= most
        assert all(found.loads.get(judge, 0) >= least for judge in {pair.judge for pair in pairs})
    else:
        assert found.shortfalls
        assert found.pairs == ()


@settings(max_examples=30, deadline=None)
@given(some.integers(2, 4), some.integers(1, 2), some.integers(1, 3), some.integers(0, 999))
def test_fair_is_the_best_worst_case(rows, wanted, most, seed):
    pairs = some_pairs(rows, 4, 4, seed)

    fair = assign(pairs, per_submission=wanted, most=most, objective="fair")
    expected = best_worst_case(pairs, wanted, most)

    assert (fair.status == "infeasible") == (expected is None)
    if expected is not None:
        assert fair.is_proven
        assert fair.min_submission_affinity == pytest.approx(expected)


def test_fair_by_prices_keeps_within_its_own_bound(monkeypatch):
    from kotokaari.panel.logic import assigning

    pairs = some_pairs(40, 12, 8)
    exact = assign(pairs, per_submission=3, most=12, objective="fair")
    monkeypatch.setattr(assigning, "EXACT_PAIRS", 0)
    priced = assign(pairs, per_submission=3, most=12, objective="fair")
    total = assign(pairs, per_submission=3, most=12)

    assert total.min_submission_affinity <= priced.min_submission_affinity <= exact.min_submission_affinity + 1e-9
    assert exact.min_submission_affinity <= priced.bound + 1e-9


def test_it_is_said_which_submissions_lack_what():
    pairs = [Pair("a", "x", 1), Pair("b", "x", 1), Pair("b", "y", 1), Pair("c", "z", 1), Pair("c", "y", 1)]

    few = assign(pairs, per_submission=2, most=5)
    crowded = assign([Pair(s, j, 1) for s in "abc" for j in "xy"], per_submission=2, most=2)

    assert [(lack.what, lack.of, lack.missing) for lack in few.shortfalls] == [("reviews", "a", 1)]
    assert sum(lack.missing for lack in crowded.shortfalls) == 2
    assert set(crowded.shortfalls[0].because) == {"x", "y"}


def test_a_submission_without_any_judge_is_named():
    found = assign([Pair("a", "x", 1)], per_submission=1, most=1, submissions=["a", "alone"])

    assert [(lack.of, lack.missing) for lack in found.shortfalls] == [("alone", 1)]


def test_a_least_load_that_cannot_be_had_names_the_judge():
    pairs = [Pair(s, "x", 1) for s in "abcd"] + [Pair("a", "y", 0.1)]

    found = assign(pairs, per_submission=1, most=4, least=2)

    assert [(lack.what, lack.of, lack.missing) for lack in found.shortfalls] == [("load", "y", 1)]


def test_conflicts_are_never_assigned_and_locked_pairs_stay():
    pairs = some_pairs(20, 6, 6)
    worst = min(pairs, key=lambda pair: pair.affinity)[:2]
    best = max(pairs, key=lambda pair: pair.affinity)[:2]

    found = assign(pairs, per_submission=2, most=10, conflicts={best}, locked={worst})

    given = {pair[:2] for pair in found.pairs}
    assert best not in given
    assert worst in given
    with pytest.raises(ValueError, match="may not be assigned"):
        assign(pairs, per_submission=2, most=10, conflicts={best}, locked={best})


def test_when_somebody_drops_out_few_are_moved():
    pairs = some_pairs(30, 10, 10, seed=4)
    before = {pair[:2] for pair in assign(pairs, per_submission=3, most=12).pairs}
    gone = "j3"
    left = [pair for pair in pairs if pair.judge != gone]
    kept = {pair for pair in before if pair[1] != gone}

    after = {pair[:2] for pair in assign(left, per_submission=3, most=12, standing=kept).pairs}

    lost = len(before) - len(kept)
    assert len(after - kept) == lost  # only what the one who left had is given to others
    assert len(after) == 90


def test_wishes_are_met_where_they_can_be_and_named_where_not():
    pairs = [Pair(s, j, 0.9 if j != "e" else 0.1) for s in "abc" for j in "wxye" if (s, j) != ("c", "e")]
    wishes = Wishes(by_experience=["e"], organisation={"w": "one", "x": "one", "y": "two"})

    found = assign(pairs, per_submission=2, most=3, wishes=wishes)

    groups = {s: {pair.judge for pair in found.pairs if pair.submission == s} for s in "abc"}
    assert "e" in groups["a"]
    assert "e" in groups["b"]
    assert not {"w", "x"} <= groups["c"]
    assert [(lack.what, lack.of) for lack in found.shortfalls] == [("experience", "c")]


def test_wishes_let_reviews_and_least_loads_fall_short():
    pairs = [Pair("a", "x", 0.5), Pair("b", "x", 0.4)]

    found = assign(pairs, per_submission=2, most={"x": 1, "y": 3}, least={"y": 2}, judges=["x", "y"], wishes=Wishes())

    assert [pair[:2] for pair in found.pairs] == [("a", "x")]
    assert {(lack.what, lack.of, lack.missing) for lack in found.shortfalls} == {
        ("reviews", "a", 1), ("reviews", "b", 2), ("load", "y", 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "more", "words"),
    [
        ([("a", "x", float("nan"))], {}, "not a number"),
        ([("a", "x", 1.0), ("a", "x", 0.5)], {}, "twice"),
        ([("a", "x", 1.0)], {"least": 2}, "least load"),
        ([("a", "x", 1.0)], {"per_submission": 0}, "one judge"),
    ],
)
def test_what_cannot_be_meant_is_refused(pairs, more, words):
    with pytest.raises(ValueError, match=words):
        assign(pairs, **{"per_submission": 1, "most": 1, **more})


def test_a_design_in_two_parts_is_seen():
    whole = parts([("a", "x"), ("a", "y"), ("b", "y")])
    broken = parts([("a", "x"), ("b", "y"), ("c", "y")])

    assert [(sorted(s), sorted(j)) for s, j in whole] == [(["a", "b"], ["x", "y"])]
    assert [(sorted(s), sorted(j)) for s, j in broken] == [(["b", "c"], ["y"]), (["a"], ["x"])]
