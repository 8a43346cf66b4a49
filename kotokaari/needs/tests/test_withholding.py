"""No withheld count can be worked out from what is told: by sums, by bounds, by knowing the method."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotokaari.needs.logic.withholding import LEAST, tellable, tellable_mean, tellable_share, tellable_table


def splits(parts, total):
    """Every way to give ``total`` people to so many parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(parts - 1, total - first):
            yield (first, *rest)


def undetermined(found):
    """By display (what is told): each withheld place has at least two values among the counts that look like that."""
    for told, counts in found.items():
        for at, value in enumerate(told):
            if value is None:
                assert len({count[at] for count in counts}) > 1, (told, counts)


@pytest.mark.parametrize(("parts", "most"), [(1, 12), (2, 24), (3, 24), (4, 17)])
def test_even_who_knows_the_method_cannot_work_a_withheld_part_out(parts, most):
    for total in range(LEAST, most):
        found = defaultdict(list)
        for counts in splits(parts, total):
            told = tuple(tellable(dict(enumerate(counts))).values())
            assert not any(value in {1, 2, 3, 4} for value in told)
            found[told].append(counts)

        undetermined(found)


@pytest.mark.parametrize(("rows", "columns", "most"), [(2, 2, 18), (2, 3, 13)])
def test_nor_a_withheld_cell_or_sum_of_a_table(rows, columns, most):
    for total in range(LEAST, most):
        found = defaultdict(list)
        for counts in splits(rows * columns, total):
            cells = [counts[at * columns : (at + 1) * columns] for at in range(rows)]
            told, of_rows, of_columns = tellable_table(cells)
            whole = (*counts, *(sum(row) for row in cells), *(sum(row[on] for row in cells) for on in range(columns)))
            found[*(cell for row in told for cell in row), *of_rows, *of_columns].append(whole)

        undetermined(found)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 4), st.integers(2, 5), st.data())
def test_no_withheld_cell_of_a_larger_table_follows_from_sums_and_bounds(rows, columns, data):
    import numpy as np
    from scipy.optimize import linprog

    size = st.integers(0, 12)
    cells = [[data.draw(size) for _on in range(columns)] for _at in range(rows)]
    told, of_rows, of_columns = tellable_table(cells)
    hidden = [(at, on) for at in range(rows) for on in range(columns) if told[at][on] is None]
    assert not any(value in {1, 2, 3, 4} for row in [*told, of_rows, of_columns] for value in row)
    if not hidden or sum(map(sum, cells)) < LEAST:
        return
    equations, sums = [], []
    for told_sum, of in (
        *((value, [cell[0] == at for cell in hidden]) for at, value in enumerate(of_rows)),
        *((value, [cell[1] == on for cell in hidden]) for on, value in enumerate(of_columns)),
        (1, [True] * len(hidden)),
    ):
        if told_sum is not None:
            equations.append(of)
            sums.append(sum(cells[at][on] for (at, on), inside in zip(hidden, of, strict=True) if inside))
    for place in range(len(hidden)):
        aim = np.zeros(len(hidden))
        aim[place] = 1
        ends = [linprog(way * aim, A_eq=np.array(equations, float), b_eq=sums).fun for way in (1, -1)]

        assert -ends[1] - ends[0] > 0.5, (cells, hidden[place])


def test_a_whole_of_less_than_five_tells_nothing():
    assert tellable({"a": 4, "b": 0}) == {"a": None, "b": None}
    assert tellable_table([[3, 0], [0, 1]])[0] == [[None, None], [None, None]]
    assert tellable_share(2, 4) is None
    assert tellable_mean({1: 2, 5: 2}) is None


def test_large_counts_stay():
    assert tellable({"a": 12, "b": 5, "c": 0}) == {"a": 12, "b": 5, "c": 0}
    assert tellable_table([[6, 7], [8, 9]]) == ([[6, 7], [8, 9]], [13, 17], [14, 16])
    assert tellable_share(6, 12) == 6
    assert tellable_share(8, 12) is None  # four did not


@given(st.lists(st.integers(0, 9), min_size=3, max_size=6))
def test_a_mean_gives_no_small_count_away(numbers):
    counts = dict(enumerate(numbers, 1))
    mean, people = tellable_mean(counts), sum(numbers)
    if mean is None or people > 14:
        return
    alike = [
        other
        for other in splits(len(numbers), people)
        if round(sum(mark * count for mark, count in enumerate(other, 1)) / people, 1) == mean
    ]

    for at, count in enumerate(numbers):
        assert not 0 < count < LEAST or len({other[at] for other in alike}) > 1


def test_a_mean_that_would_is_withheld():
    assert tellable_mean({1: 0, 2: 0, 3: 0, 4: 1, 5: 4}) is None  # 4.8 of five: only so
    assert tellable_mean({1: 2, 2: 1, 3: 2, 4: 2, 5: 4}) == pytest.approx(3.5)
