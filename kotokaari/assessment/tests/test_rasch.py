"""The many-facet Rasch model: like another program's, true to what made the scores, and never at a loss."""

import numpy as np
import pytest

from kotokaari.assessment.logic.mixed import mixed
from kotokaari.assessment.logic.rasch import MODELS, Refused, calibrate, separation
from kotokaari.assessment.logic.ratings import Ratings

from .scores import THRESHOLDS, TREATMENTS, simulated, wine

# Maximum likelihood estimates by VGAM 1.1-7 (T. W. Yee) under R 4.2.2, an independent program: vglm(ordered(rating) ~
# treat + judge + rep, acat(parallel = TRUE)) with contr.sum contrasts, so that judges and bottles sum to zero and
# treatments too; log(P_k+1 / P_k) is what both programs model. For partial credit acat(parallel = FALSE ~ 1 + rep).
VGAM = {
    "rating-scale": {
        "treatments": [-2.0495646301, -0.5825021654, 0.5383901228],
        "leniency": [1.8540728409, -0.6181841190, 1.3039899879, -0.0507503667, 0.2235598108, 0.4946359087, -2.2586520826, -0.3304878610],
        "intercepts": [[3.5260585141, 0.7344402786, -1.6944419705, -2.6833667451]],
        "bottle A": -0.0638904703,
    },
    "partial-credit": {
        "treatments": [-2.1133296676, -0.5905617162, 0.5512007559],
        "leniency": [1.9203420700, -0.6312099946, 1.3529925370, -0.0491658265, 0.2332944111, 0.5140627974, -2.3731671969, -0.3359388029],
        "intercepts": [
            [3.8631662903 - 1.0025240597, 0.7600800451 - 0.0152595060, -1.7944167783 - 0.3359419971, -2.8183451036 + 0.9267172504],
            [3.8631662903 + 1.0025240597, 0.7600800451 + 0.0152595060, -1.7944167783 + 0.3359419971, -2.8183451036 - 0.9267172504],
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_published_scores_get_the_estimates_of_an_independent_program(model):
    ratings, theirs = wine(), VGAM[model]

    ours = calibrate(ratings, model)

    measure = ours.submissions.measure
    assert ours.converged
    assert list(ratings.submissions) == list(TREATMENTS)
    assert measure[:3] - measure.mean() == pytest.approx(theirs["treatments"], abs=1e-4)
    assert -ours.judges.measure[:8] == pytest.approx(theirs["leniency"], abs=1e-4)
    steps = [[-value for value in row] for row in theirs["intercepts"]]
    assert np.ravel(ours.thresholds()) == pytest.approx(
        np.ravel([np.subtract(row, np.mean(row)) for row in steps]), abs=1e-4
    )
    middle = np.mean([np.mean(row) for row in theirs["intercepts"]])
    assert measure.mean() == pytest.approx(middle, abs=1e-4)
    if model == "rating-scale":
        assert ours.criteria.measure == pytest.approx([-theirs["bottle A"], theirs["bottle A"]], abs=1e-4)


def test_the_parameters_that_made_the_scores_come_back():
    ratings, measure, severity, difficulty = simulated(400, 20, 6, 8, seed=5)

    found = calibrate(ratings)

    assert found.converged
    assert np.abs(found.judges.measure - severity).max() < 0.2
    assert np.abs(found.criteria.measure - difficulty).max() < 0.1
    assert np.abs(np.array(found.thresholds()[0]) - THRESHOLDS).max() < 0.15
    assert np.corrcoef(found.submissions.measure, measure)[0, 1] > 0.97
    inside = np.abs(found.judges.measure - severity) < 1.96 * found.judges.se
    assert inside.mean() >= 0.8


def test_judges_and_criteria_are_centred_and_harsher_means_higher():
    ratings, _measure, severity, difficulty = simulated()

    found = calibrate(ratings, "partial-credit")

    assert abs(found.judges.measure.mean()) < 1e-9
    assert abs(found.criteria.measure.mean()) < 1e-9
    assert np.corrcoef(found.judges.measure, severity)[0, 1] > 0.9
    assert np.corrcoef(found.criteria.measure, difficulty)[0, 1] > 0.9


def test_where_severity_differs_the_corrected_order_finds_more_of_the_best_than_the_raw_one():
    """120 submissions, 24 judges, three each, severity spread 0.7 logit; mean over twelve makings."""
    hits = {"raw": 0.0, "rasch": 0.0, "mixed": 0.0}

    for seed in range(12):
        ratings, measure, _severity, _difficulty = simulated(seed=100 + seed)
        best = set(np.argsort(-measure)[:20])
        found = calibrate(ratings)
        for name, values in (
            ("raw", found.raw),
            ("rasch", found.submissions.measure),
            ("mixed", mixed(ratings).submission),
        ):
            hits[name] += len(best & set(np.argsort(-values)[:20])) / 20 / 12

    assert hits["rasch"] > hits["raw"] + 0.02
    assert hits["mixed"] > hits["raw"] + 0.02


def test_fit_is_near_one_for_scores_that_follow_the_model_and_far_for_a_judge_who_throws_dice():
    ratings, *_more = simulated(300, 20, 6, 6, seed=3)
    score = ratings.score.copy()
    dice = ratings.judge == 0
    score[dice] = np.random.default_rng(1).integers(0, 5, dice.sum())
    spoilt = Ratings(ratings.submissions, ratings.judges, ratings.criteria, *ratings.facets, score)

    found = calibrate(spoilt)

    assert found.judges.infit[0] > 1.8
    assert 0.8 < np.median(found.judges.infit[1:]) < 1.2
    assert 0.8 < np.median(found.judges.outfit[1:]) < 1.2


def test_a_fair_average_takes_the_harsh_judges_hand_off():
    ratings, _measure, severity, _difficulty = simulated(seed=8)
    found = calibrate(ratings)
    harsh = np.array([severity[ratings.judge[ratings.submission == s]].mean() for s in range(ratings.sizes[0])])

    lifted = found.fair - found.raw

    assert np.corrcoef(lifted, harsh)[0, 1] > 0.6


def rows(*lines):
    return Ratings.of([(s, j, c, x) for s, j, c, x in lines])


def full(scores):
    """A list of judges' rows: {judge: "0123"} by submission, one criterion."""
    return Ratings.of(
        (f"s{i}", judge, "c", int(x)) for judge, line in scores.items() for i, x in enumerate(line) if x != "."
    )


def test_an_all_highest_submission_gets_a_finite_measure_above_the_others_and_no_fit():
    found = calibrate(full({"a": "41230", "b": "43121", "c": "40213"}))

    best = found.submissions
    assert np.isfinite(best.measure).all()
    assert best.measure[0] == max(best.measure)
    assert best.extreme[0] == 1
    assert np.isnan(best.infit[0])
    assert np.isfinite(best.infit[1:]).all()
    assert ("extreme-submissions-highest", {"ids": ["s0"]}) in found.notes


def test_an_all_lowest_judge_is_the_harshest():
    found = calibrate(full({"a": "31230", "b": "33121", "c": "00000"}))

    assert found.judges.measure[2] == max(found.judges.measure)
    assert found.judges.extreme.tolist() == [0, 0, -1]
    assert abs(found.judges.measure.mean()) < 1e-9


def test_extremes_that_come_to_light_one_after_the_other():
    found = calibrate(full({"a": "444310", "b": "443201", "c": "44.120", "d": "...014"}))

    assert np.isfinite(found.submissions.measure).all()
    assert found.submissions.extreme[:2].tolist() == [1, 1]


def test_a_level_that_nobody_used_keeps_its_place_and_has_no_threshold():
    found = calibrate(full({"a": "013440", "b": "103341", "c": "031431", "d": "143013"}))

    steps = found.thresholds()[0]
    assert [step is None for step in steps] == [False, True, True, False]
    assert ("unused-levels", {"levels": [2]}) in found.notes
    assert np.nanmin(found.fair) >= 0
    assert np.nanmax(found.fair) <= 4


def test_a_criterion_with_one_level_has_no_difficulty_under_partial_credit():
    mixed_ = [(f"s{i}", j, "c", (i + k) % 4) for i in range(6) for k, j in enumerate("abc")]
    same = [(f"s{i}", j, "flat", 2) for i in range(6) for j in "abc"]

    found = calibrate(Ratings.of(mixed_ + same), "partial-credit")

    assert np.isnan(found.criteria.measure[1])
    assert ("no-scores", {"facet": "criteria", "ids": ["flat"]}) in found.notes


def test_two_panels_that_share_nobody_are_refused_with_their_parts():
    ratings = rows(
        *[(f"{p}{i}", f"{p}-{j}", "c", (i + k) % 3) for p in "xy" for i in range(4) for k, j in enumerate("ab")]
    )

    with pytest.raises(Refused) as refused:
        calibrate(ratings)

    assert refused.value.reason == "unconnected"
    assert refused.value.connection.between == ("submissions", "judges")
    assert [sorted(part["judges"]) for part in refused.value.connection.parts] == [["x-a", "x-b"], ["y-a", "y-b"]]


def test_judges_who_each_score_another_criterion_are_refused():
    ratings = rows(
        *[
            (f"s{i}", judge, criterion, (i + k) % 3)
            for i in range(5)
            for k, (judge, criterion) in enumerate((("a", "one"), ("b", "two")))
        ]
    )

    with pytest.raises(Refused) as refused:
        calibrate(ratings)

    assert refused.value.connection.between == ("judges", "criteria")


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ({"a": "2", "b": "3"}, "too-few"),
        ({"a": "2222", "b": "2222"}, "one-level"),
        ({"a": "0000", "b": "4444"}, "all-extreme"),
    ],
)
def test_what_tells_nothing_is_refused(scores, reason):
    with pytest.raises(Refused) as refused:
        calibrate(full(scores))

    assert refused.value.reason == reason


def test_scores_that_only_ever_rank_one_way_do_not_crash():
    found = calibrate(full({"a": "0011", "b": "0112", "c": "1122"}))

    assert found.converged
    assert ("held", {}) in found.notes
    assert np.abs(found.submissions.measure).max() < 10
    assert found.submissions.measure[3] > found.submissions.measure[0]


def test_reliability_is_the_share_of_spread_that_is_no_error():
    found = calibrate(simulated(seed=2)[0])

    told = separation(found.submissions)
    assert 0.8 < told["reliability"] < 1
    assert told["separation"] ** 2 / (1 + told["separation"] ** 2) == pytest.approx(told["reliability"])
