"""Krippendorff's alpha and the mixed model."""

import numpy as np
import pytest

from kotokaari.assessment.logic.alpha import alpha_of_each
from kotokaari.assessment.logic.mixed import mixed
from kotokaari.assessment.logic.ratings import Ratings

from .scores import krippendorff, simulated, wine

# lme4 1.1-31 under R 4.2.2: lmer(rating ~ rep - 1 + (1 | treat) + (1 | judge)) by REML, scores of ``wine``.
LME4 = {
    "treat": 0.57609681, "judge": 0.19841686, "rest": 0.53766479, "bottles": [2.88888889, 2.94444444],
    "treatments": [-0.818663891, -0.290493639, 0.184859588, 0.924297941],
    "judges": [0.6224843639, -0.2178695274, 0.4357390547, -0.0311242182, 0.0622484364, 0.1556210910, -0.6847328003,
               -0.1244968728, -0.2178695274],
}  # fmt: skip


def test_alpha_is_the_published_one():
    its = alpha_of_each(krippendorff())[0]

    assert its.value == pytest.approx(0.815, abs=0.0005)
    assert its.low < its.value < its.high
    assert its.submissions == 11  # one unit was judged once


def test_alpha_of_the_same_scores_is_the_same_each_time_and_criteria_are_kept_apart():
    ratings, *_more = simulated(60, 10, 3, 3)
    first = alpha_of_each(ratings)

    assert first == alpha_of_each(ratings)
    alone = alpha_of_each(ratings.only(ratings.criterion == 1))
    assert alone[1].value == pytest.approx(first[1].value)
    assert alone[0].value is None


def test_full_agreement_is_one_and_one_level_says_nothing():
    agreed = Ratings.of((f"s{i}", j, "c", i % 4) for i in range(8) for j in "ab")
    flat = Ratings.of((f"s{i}", j, "c", 2) for i in range(8) for j in "ab")
    single = Ratings.of((f"s{i}", "a", "c", i % 4) for i in range(8))

    assert alpha_of_each(agreed)[0].value == pytest.approx(1)
    assert alpha_of_each(flat)[0].value is None
    assert alpha_of_each(single)[0].value is None
    one = Ratings.of(("s", judge, "c", level) for judge, level in zip("abc", (1, 3, 4), strict=True))
    assert alpha_of_each(one)[0].value is None  # its disagreement is all there is to expect


def test_the_interval_holds_the_alpha_of_many_more_submissions_about_as_often_as_it_says():
    truth = alpha_of_each(simulated(4000, 40, 1, 3, seed=1)[0], resamples=2)[0].value

    held = 0
    for seed in range(40):
        its = alpha_of_each(simulated(80, 40, 1, 3, seed=200 + seed)[0], resamples=200)[0]
        held += its.low <= truth <= its.high

    assert held >= 32


def test_the_mixed_model_is_the_one_of_an_independent_program():
    found = mixed(wine())

    assert found.variances["submission"] == pytest.approx(LME4["treat"], rel=1e-3)
    assert found.variances["judge"] == pytest.approx(LME4["judge"], rel=1e-3)
    assert found.variances["rest"] == pytest.approx(LME4["rest"], rel=1e-3)
    assert found.criterion == pytest.approx(LME4["bottles"], abs=1e-3)
    assert found.submission - found.criterion.mean() == pytest.approx(LME4["treatments"], abs=1e-3)
    assert -found.judge == pytest.approx(LME4["judges"], abs=1e-3)


def test_predictions_know_how_sure_they_are():
    ratings, *_more = simulated(200, 20, 4, 4, seed=4)
    few = ratings.only((ratings.submission != 0) | (np.cumsum(ratings.submission == 0) <= 1))

    found = mixed(few)

    assert found.submission_se[0] > 1.3 * np.median(found.submission_se[1:])
    assert (found.judge_se > 0).all()


def test_weights_make_up_the_one_score():
    ratings, *_more = simulated(60, 10, 3, 3)

    first = mixed(ratings, np.array([1.0, 0, 0]))
    even = mixed(ratings)

    assert first.submission - even.submission == pytest.approx(first.criterion[0] - even.criterion.mean())
