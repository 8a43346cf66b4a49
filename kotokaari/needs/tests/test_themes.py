"""The theme finder: against plain reckoning, against SciPy, and against what was planted."""

import random
import statistics

import numpy as np
import pytest
from scipy import stats

from kotokaari.needs.logic.themes import Answer, _holm, _tellable, _welch, find_themes

PROFESSIONS = ("teacher", "nurse", "social worker")


def answers_of(counts, gaps, seed=1, spread=0.9):
    """Answers of so many people of each profession to items with these true gaps (by profession, or for all)."""
    dice = random.Random(seed)
    found = []
    for profession, many in counts.items():
        for number in range(many):
            for item, gap in gaps.items():
                true = gap[profession] if isinstance(gap, dict) else gap
                importance = min(5, max(1, round(dice.gauss(4.2, spread))))
                current = min(5, max(1, round(dice.gauss(4.2 - true, spread))))
                found.append(Answer(f"{profession} {number}", profession, "Kemi", item, importance, current))
    return found


def test_means_gap_and_interval_are_those_of_plain_reckoning():
    answers = answers_of({"teacher": 12, "nurse": 12}, {"a": 1.0, "b": 0.5})
    found = find_themes(answers, 1)
    one = next(item for item in found.items if item.item == "a")
    gaps = {
        profession: [a.importance - a.current for a in answers if a.item == "a" and a.profession == profession]
        for profession in ("teacher", "nurse")
    }
    assert one.n == 24
    assert one.gap == pytest.approx(statistics.mean(map(statistics.mean, gaps.values())))
    assert one.gap == pytest.approx(one.importance - one.current)
    assert one.raw_gap == pytest.approx(one.gap)
    interval = stats.ttest_ind(
        gaps["teacher"], [-value for value in gaps["nurse"]], equal_var=False
    ).confidence_interval()
    assert (one.low, one.high) == pytest.approx((interval.low / 2, interval.high / 2))  # half of a sum of two means


def test_the_profession_that_answered_most_does_not_decide():
    gaps = {"school": {"teacher": 2.0, "nurse": 0.2}, "health": {"teacher": 0.4, "nurse": 2.4}}
    answers = answers_of({"teacher": 90, "nurse": 10}, gaps)
    assert find_themes(answers, 1, weighted=False).top == ("school",)
    assert find_themes(answers, 1).top == ("health",)
    assert find_themes(answers, 1, sizes={"teacher": 900, "nurse": 10}).top == ("school",)
    assert find_themes(answers, 1).items[0].disagreement < 0.001


def test_what_was_planted_is_found_and_stability_tells_the_doubtful():
    gaps = {f"clear {number}": 1.8 for number in range(4)} | {f"even {number}": 0.8 for number in range(4)}
    gaps |= {f"small {number}": 0.1 for number in range(6)}
    found = find_themes(answers_of(dict.fromkeys(PROFESSIONS, 25), gaps), 5)
    stability = {item.item: item.stability for item in found.items}
    assert {name for name in found.top if name.startswith("clear")} == {
        name for name in gaps if name.startswith("clear")
    }
    assert all(stability[name] > 0.95 for name in gaps if name.startswith("clear"))
    assert all(stability[name] < 0.9 for name in gaps if name.startswith("even"))
    assert all(stability[name] < 0.05 for name in gaps if name.startswith("small"))
    assert sum(stability.values()) == pytest.approx(5)


def test_intervals_hold_the_true_gap_as_often_as_they_say():
    """Answers without rounding to a scale, so that the true gap is known; 400 surveys."""
    random_ = np.random.default_rng(7)
    held = 0
    for _survey in range(400):
        answers = [
            Answer(f"{profession}{number}", profession, "", "a", float(mark), 0.0)
            for profession, many, mean, spread in (("t", 30, 1.0, 0.5), ("n", 8, 2.0, 1.2), ("s", 6, 0.0, 0.8))
            for number, mark in enumerate(random_.normal(mean, spread, many))
        ]
        item = find_themes(answers, 1).items[0]
        held += item.low <= 1.0 <= item.high
    assert 0.92 <= held / 400 <= 0.98


def test_fewer_than_five_answers_are_never_told_of_nor_worked_out():
    answers = answers_of({"teacher": 20, "nurse": 8, "interpreter": 3}, {"a": 1.0})
    answers += [Answer(f"teacher {number}", "teacher", "Kemi", "rare", 5, 1) for number in range(4)]
    found = find_themes(answers, 2)
    assert found.withheld == ("rare",)
    assert [item.item for item in found.items] == ["a"]
    # Three interpreters and eight nurses are hidden together: the sum of all less the teachers is eleven people.
    assert [one.profession for one in found.items[0].professions] == ["teacher"]
    assert _tellable([20, 8, 3]) == [0]
    assert _tellable([20, 8, 3, 4]) == [0, 1]
    assert _tellable([20, 8]) == [0, 1]
    assert _tellable([6, 1]) == []


def test_four_respondents_leave_nothing_to_tell():
    found = find_themes(answers_of({"teacher": 4}, {"a": 1.0, "b": 2.0}), 1)
    assert (found.items, found.top, set(found.withheld)) == ((), (), {"a", "b"})


def test_an_answer_with_one_mark_only_does_not_count():
    answers = answers_of({"teacher": 6}, {"a": 1.0})
    answers.append(Answer("teacher 9", "teacher", "Kemi", "a", 5, None))
    assert find_themes(answers, 1).items[0].n == 6


# Beall (1942), Biometrika 32:243, table 1 as R ships it (InsectSprays): insects counted after six sprays.
SPRAYS = (
    (10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13),
    (11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13),
    (0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4),
    (3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4),
    (3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4),
    (11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13),
)


def test_welch_is_that_of_r_for_six_samples_and_of_scipy_for_two():
    samples = [np.array(sample, float) for sample in SPRAYS]
    assert _welch(samples) == pytest.approx(7.999e-12, rel=1e-3)  # oneway.test(count ~ spray, InsectSprays)
    two = samples[:2]
    assert _welch(two) == pytest.approx(stats.ttest_ind(*two, equal_var=False).pvalue)
    assert _welch(samples[:1]) is None
    assert _welch([np.ones(5), np.ones(6)]) is None


def test_holm_multiplies_the_smallest_most_and_never_falls():
    assert _holm([0.01, None, 0.04, 0.03]) == [pytest.approx(0.03), None, pytest.approx(0.06), pytest.approx(0.06)]


def test_the_same_answers_give_the_same_result_in_whatever_order():
    answers = answers_of(dict.fromkeys(PROFESSIONS, 12), {"a": 1.0, "b": 0.9, "c": 0.8})
    once = find_themes(answers, 2)
    again = find_themes(list(answers), 2)
    assert once == again
    assert [item.item for item in find_themes(answers[::-1], 2).items] == [item.item for item in once.items]


def test_what_cannot_be_meant_is_refused():
    answer = Answer("1", "teacher", "", "a", 5, 1)
    with pytest.raises(ValueError, match="answers a twice"):
        find_themes([answer, answer], 1)
    with pytest.raises(ValueError, match="two professions"):
        find_themes([answer, answer._replace(profession="nurse", item="b")], 1)
    with pytest.raises(ValueError, match="at least one"):
        find_themes([answer], 0)
    with pytest.raises(ValueError, match="above zero"):
        find_themes([answer], 1, sizes={"teacher": 0})
