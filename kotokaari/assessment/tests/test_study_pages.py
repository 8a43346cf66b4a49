"""The pages of calibration and weightings: for those who run the call, and never more than they may read."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.assessment.calibration.showing import beside_the_middle, figure, signed
from kotokaari.assessment.calibration.step import step
from kotokaari.assessment.dashboard import cells
from kotokaari.assessment.models import Assessment, Study
from kotokaari.assessment.public import groups_of, use_for_meeting
from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.assessment.tests.test_studies import a_judged_call
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db

PAGES = ("calibration", "calibration-json", "calibration-csv", "calibration-ratings", "weightings", "weightings-csv")


def address(name, call):
    with translation.override("en"):
        return reverse(f"assessment:{name}", args=[call.key])


def read(client, name, call, **params):
    response = client.get(address(name, call), params)
    assert response.status_code == 200, name
    return response.content.decode()


@pytest.fixture
def call():
    return a_judged_call()


def test_raw_first_then_corrected_then_what_the_model_says(client, call):
    client.force_login(runs(call, "chair"))

    text = read(client, "calibration", call)

    titles = (
        "The levels as they were given",
        "raw, and corrected beside it",
        "Members of the panel",
        "For those who know the Rasch model",
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "18 of 18 assessments" in text
    assert "Club 6" in text
    assert "not estimated" not in text


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_run_the_call_read_it(client, call, name):
    for user, status in ((UserFactory(), 403), (call.seats.first().user, 403), (runs(call, "coordinator"), 200)):
        client.force_login(user)
        assert client.get(address(name, call)).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_of_a_submission_with_which_one_has_a_conflict_nothing_is_told(client, call, name):
    chair, barred = runs(call, "chair"), call.submissions.last()
    use_for_meeting(call, places=2, by=runs(call, "coordinator"))
    groups_of(call)  # the house's own study of everything exists
    recused(barred, chair)
    client.force_login(chair)

    text = read(client, name, call)

    assert "Club 6" not in text
    assert barred.key not in text
    assert "Club 5" in text or name == "calibration-ratings"
    if name == "calibration-ratings":
        assert not any(line.startswith(f"{barred.number},") for line in text.splitlines())


def test_one_who_still_has_to_judge_learns_no_score_of_that_submission(client, call):
    chair, own = runs(call, "chair"), call.submissions.last()
    assigned(own, a_seat(call, chair))
    client.force_login(chair)

    for name in PAGES:
        assert "Club 6" not in read(client, name, call)


def test_a_study_is_not_made_again_at_each_view(client, call):
    client.force_login(runs(call, "chair"))
    read(client, "calibration", call)
    read(client, "calibration", call)

    assert Study.objects.filter(call=call, kind=Study.Kind.CALIBRATION).count() == 1


@pytest.mark.parametrize("name", ["calibration", "weightings"])
@pytest.mark.parametrize("count", [3, 12])
def test_pages_cost_the_same_however_many_submissions(client, name, count, django_assert_max_num_queries):
    call = a_judged_call(count)
    client.force_login(runs(call, "chair"))
    read(client, name, call)

    with django_assert_max_num_queries(18):
        read(client, name, call)


def test_scores_in_unconnected_parts_are_not_compared_and_the_page_says_why(client):
    call = a_call()
    for part in range(2):
        seats = [a_seat(call) for _judge in range(2)]
        for i in range(3):
            submission = a_submission(call=call, title=f"Part {part} club {i}")
            for k, seat in enumerate(seats):
                an_assessment(
                    assigned(submission, seat), {"goal-oriented": (i + k) % 4, "context-sensitive": (i + 2 * k) % 4}
                )
    client.force_login(runs(call, "chair"))

    text = read(client, "calibration", call)

    assert "fall into 2 parts" in text
    assert "not estimated" in text
    assert all(seat.user.name in text for seat in call.seats.all())
    told = json.loads(read(client, "calibration-json", call))
    assert told["connected"] is False
    assert told["judges"] == []


def test_two_judges_far_apart_are_named_with_the_criterion(client):
    call = a_call()
    severe, mild = a_seat(call), a_seat(call)
    for i in range(4):
        submission = a_submission(call=call, title=f"Club {i}")
        an_assessment(assigned(submission, severe), {"goal-oriented": i % 3, "context-sensitive": 2})
        an_assessment(assigned(submission, mild), {"goal-oriented": i % 3 + 2, "context-sensitive": 2})
    client.force_login(runs(call, "chair"))

    text = read(client, "calibration", call)

    assert f"{mild.user.name} gives on average 2.0 levels more than {severe.user.name} on “goal-oriented”" in text


@pytest.mark.parametrize("name", PAGES)
def test_a_call_without_scores_has_pages_all_the_same(client, name):
    call = a_call()
    client.force_login(runs(call, "chair"))

    text = read(client, name, call)

    if name in ("calibration", "weightings"):
        assert "No scores yet" in text


def test_where_everybody_said_cannot_judge(client):
    call = a_call()
    an_assessment(assigned(a_submission(call=call), a_seat(call)), {"goal-oriented": None, "context-sensitive": None})
    client.force_login(runs(call, "chair"))

    for name in PAGES:
        read(client, name, call)


def test_the_scores_file_is_what_the_command_reads(client, call, tmp_path, capsys):
    from kotokaari import cli

    client.force_login(runs(call, "chair"))
    score = Assessment.objects.first().scores.first()
    score.level, score.cannot_judge = None, True
    score.save()
    file = tmp_path / "ratings.csv"
    file.write_text(read(client, "calibration-ratings", call), "utf-8")

    assert cli.main(["panel", "calibrate", str(file), "--json"]) == 0
    by_command = json.loads(capsys.readouterr().out)
    by_page = json.loads(read(client, "calibration-json", call))
    assert sorted(round(row["measure"], 4) for row in by_command["submissions"]) == pytest.approx(
        sorted(round(row["measure"], 4) for row in by_page["submissions"]), abs=2e-4
    )


def test_other_weights_are_tried_by_address_and_change_nothing(client, call):
    client.force_login(runs(call, "coordinator"))

    text = read(
        client, "weightings", call, places=2, freedom="near", **{"w-goal-oriented": "3", "w-context-sensitive": "0"}
    )

    assert "with 2 places" in text
    assert groups_of(call) == {}


@pytest.mark.parametrize(
    "asked", [{"places": "0", "freedom": "near"}, {"places": "many"}, {"places": "2", "freedom": "wild"},
              {"places": "2", "freedom": "near", "w-goal-oriented": "0", "w-context-sensitive": "0"}]
)  # fmt: skip
def test_a_try_that_makes_no_sense_is_answered_beside_the_field(client, call, asked):
    client.force_login(runs(call, "chair"))

    text = read(client, "weightings", call, **asked)

    assert "error-summary" in text or "There is a problem" in text


def test_the_chair_chooses_places_for_the_meeting_and_the_secretary_does_not(client, call):
    secretary = UserFactory()
    call.people.create(user=secretary, part="secretary")
    client.force_login(secretary)
    assert client.post(address("weightings-for-meeting", call), {"places": 2, "freedom": "usual"}).status_code == 403
    client.force_login(runs(call, "chair"))

    response = client.post(address("weightings-for-meeting", call), {"places": 2, "freedom": "usual"}, follow=True)

    assert "by 2 places" in response.content.decode()
    assert len(groups_of(call)) == 6


def test_the_work_behind_a_call_leads_here_when_something_is_handed_in(call):
    chair = runs(call, "chair")

    with translation.override("en"):
        told, none = step(chair, call), step(chair, a_call())

    assert (told.state, none.state) == ("todo", "waiting")
    assert told.url == address("calibration", call)
    use_for_meeting(call, places=2, by=chair)
    assert step(chair, call).state == "done"


def test_the_three_groups_stand_first_each_with_its_submissions(client, call):
    client.force_login(runs(call, "chair"))

    text = read(client, "weightings", call, places=2)

    groups = text[text.index('class="study-groups"') : text.index("<table")]
    named = [
        groups.index(words) for words in ("in, whatever the weights", "the weights decide", "out, whatever the weights")
    ]
    assert named == sorted(named)
    for submission in call.submissions.all():
        assert f'href="#s-{submission.key}"' in groups
        assert f'id="s-{submission.key}"' in text


def test_figures_are_rounded_not_cut():
    with translation.override("en"):
        assert [figure(value) for value in (2.6667, -0.004, None)] == ["2.67", "0.00", "–"]
        assert [signed(value) for value in (0.336, -0.157, 0.001)] == ["+0.34", "−0.16", "0.00"]
        assert beside_the_middle(0.04) == "like the middle"
        assert beside_the_middle(-0.84) == "0.8 levels lower"


def test_the_means_of_the_dashboard_are_rounded_not_cut():
    with translation.override("en"):
        assert [cells.figure(value) for value in (2.29, 2.0, None)] == ["2.3", "2.0", "–"]
