"""Ten thousand weightings: who is in whatever the weights."""

import numpy as np
import pytest

from kotokaari.assessment.logic import weightings
from kotokaari.assessment.logic.ratings import Ratings


def of(table, judges=1):
    """{submission: levels by criterion, None: cannot judge}."""
    return Ratings.of(
        (name, f"j{j}", f"c{c}", level)
        for name, levels in table.items()
        for c, level in enumerate(levels)
        for j in range(judges)
        if level is not None
    )


def groups(table, places, **more):
    ratings = of(table)
    agreed = more.pop("agreed", np.ones(ratings.sizes[2]))
    floors = more.pop("floors", [None] * ratings.sizes[2])
    found = weightings.study(ratings, agreed, floors, places, **more)
    return dict(zip(ratings.submissions, found, strict=True))


def test_better_in_everything_is_in_and_worse_in_everything_is_out():
    found = groups({"best": (4, 4, 4), "middle": (3, 2, 3), "worst": (1, 1, 1)}, 1)

    assert (found["best"].group, found["best"].share) == ("in", 1)
    assert (found["worst"].group, found["worst"].share) == ("out", 0)
    assert found["middle"].place == 2


def test_two_that_are_good_at_different_things_are_contested():
    found = groups({"one": (4, 1), "other": (1, 4), "last": (0, 0)}, 1)

    assert found["one"].group == found["other"].group == "contested"
    assert found["one"].share == pytest.approx(0.5, abs=0.02)
    assert (found["one"].best, found["one"].worst) == (1, 2)


def test_all_places_are_given_in_every_weighting_and_like_ones_share_the_last():
    found = groups({"a": (3, 3), "b": (3, 3), "c": (4, 4), "d": (1, 1)}, 2)

    assert sum(its.share for its in found.values()) == pytest.approx(2)
    assert found["a"].share == found["b"].share == pytest.approx(0.5)
    assert found["a"].place == found["b"].place == 2


def test_cannot_judge_is_not_zero():
    found = groups({"unsure": (4, None), "sure": (3, 3)}, 1)

    assert found["unsure"].score == 4
    assert found["unsure"].group == "in"


def test_under_a_floor_is_out_whatever_the_rest_says():
    found = groups({"strong": (4, 0.0 + 1), "plain": (2, 2)}, 1, floors=[None, 2])

    assert found["strong"].under_floor == (1,)
    assert (found["strong"].group, found["strong"].place) == ("out", None)
    assert found["plain"].group == "in"


def test_more_places_than_submissions_takes_all():
    found = groups({"a": (1, 1), "b": (2, 2)}, 5)

    assert {its.group for its in found.values()} == {"in"}


def test_the_same_seed_gives_the_same_answer_and_weights_lie_around_the_agreed_ones():
    agreed = np.array([1.0, 2.0, 3.0])

    drawn = weightings.draw(agreed)

    assert np.array_equal(drawn, weightings.draw(agreed))
    assert drawn.mean(axis=0) == pytest.approx(agreed / 6, abs=0.005)
    near, usual = (weightings.draw(agreed, name).std(axis=0) for name in (weightings.NEAR, weightings.USUAL))
    assert (near < usual).all()
    assert weightings.draw(agreed, weightings.ANY).mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.01)
