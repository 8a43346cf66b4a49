"""Studies of a call's scores: kept, made anew when scores change, and without what their reader may not read."""

import numpy as np
import pytest

from kotokaari.assessment.calibration.making import agreement_among, calibration_of
from kotokaari.assessment.calibration.scores import all_scores, scores_for
from kotokaari.assessment.models import Assessment, Study
from kotokaari.assessment.public import groups_of, places_of, use_for_meeting
from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.foundation.errors import DomainError
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.rubrics.tests.factories import RubricFactory
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db


def a_judged_call(submissions=6, judges=4, each=3, *, seed=1, criteria=("goal-oriented", "context-sensitive")):
    """A call whose panel has handed in everything. Later submissions are better, later judges milder."""
    call = a_call(rubric=RubricFactory(criteria=criteria))
    seats = [a_seat(call) for _judge in range(judges)]
    chance = np.random.default_rng(seed)
    for i in range(submissions):
        submission = a_submission(call=call, title=f"Club {i + 1}")
        for k in range(each):
            j = (i + k) % judges
            level = [
                int(np.clip(round(i * 4 / submissions + j * 0.4 + chance.normal(0, 0.7)), 0, 4)) for _c in criteria
            ]
            an_assessment(assigned(submission, seats[j]), dict(zip(criteria, level, strict=True)))
    return call


def test_a_study_is_kept_until_a_score_changes(django_assert_num_queries):
    call = a_judged_call()
    first = calibration_of(all_scores(call), by=None)

    with django_assert_num_queries(3):
        again = calibration_of(all_scores(call), by=None)
    score = Assessment.objects.first().scores.first()
    score.level = 0 if score.level else 4
    score.save()

    assert again.pk == first.pk
    assert calibration_of(all_scores(call), by=None).pk != first.pk


def test_what_is_not_handed_in_and_what_is_withdrawn_does_not_count():
    call = a_judged_call(4)
    count = len(all_scores(call).found)
    Assessment.objects.filter(pk=Assessment.objects.first().pk).update(state=Assessment.State.BEGUN)

    assert len(all_scores(call).found) == count - 2
    gone = call.submissions.last()
    gone.withdrawn_at = gone.begun_at
    gone.save()
    assert len(all_scores(call).found) == count - 2 - 6


def test_a_recused_reader_gets_every_figure_without_that_submission():
    call = a_judged_call()
    chair, barred = runs(call, "chair"), call.submissions.last()
    recused(barred, chair)

    study = calibration_of(scores_for(chair, call), by=chair)

    told = str(study.result)
    assert str(barred.pk) not in study.result["raw"]
    assert all(row["id"] != str(barred.pk) for row in study.result["submissions"])
    assert f"'{barred.pk}'" not in told
    assert study.of != calibration_of(all_scores(call), by=None).of


def test_one_who_has_still_to_judge_a_submission_gets_figures_without_it():
    call = a_judged_call()
    chair, own = runs(call, "chair"), call.submissions.last()
    assigned(own, a_seat(call, chair))

    found = {row[0] for row in scores_for(chair, call).found}

    assert own.pk not in found
    assert len(found) == 5


def test_groups_are_empty_until_places_are_chosen_and_then_cover_every_submission():
    call = a_judged_call()
    assert groups_of(call) == {}

    use_for_meeting(call, places=2, by=runs(call, "chair"))

    groups = groups_of(call)
    assert set(groups) == set(call.submissions.values_list("pk", flat=True))
    assert set(groups.values()) <= {"in", "out", "contested"}
    assert sum(place["share"] for place in places_of(call).values()) == pytest.approx(2)


def test_the_last_choice_for_the_meeting_holds_and_outlives_many_other_studies():
    call = a_judged_call(3)
    use_for_meeting(call, places=1, by=runs(call, "chair"))
    use_for_meeting(call, places=3, by=runs(call, "chair"))

    for places in range(1, 60):
        groups_of(call, places=places)

    assert set(groups_of(call).values()) == {"in"}
    assert Study.objects.filter(call=call).count() < 50


def test_less_than_one_place_is_refused():
    call = a_judged_call(2)

    with pytest.raises(DomainError):
        use_for_meeting(call, places=0, by=runs(call, "chair"))


def test_agreement_is_told_by_the_criteria_s_codes():
    call = a_judged_call()

    found = agreement_among(call, Assessment.objects.handed_in())

    assert list(found) == ["goal-oriented", "context-sensitive"]
    assert found["goal-oriented"]["low"] <= found["goal-oriented"]["value"] <= found["goal-oriented"]["high"]


def test_a_call_without_scores_has_no_agreement_and_no_groups():
    call = a_call()

    assert agreement_among(call, Assessment.objects.handed_in()) == {}
    assert groups_of(call, places=3) == {}
