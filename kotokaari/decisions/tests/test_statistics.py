"""The statistics of a call: who may read them when, what is counted, what is withheld."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.assessment.models import Assessment, Score
from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.decisions.actions import plan_meeting
from kotokaari.decisions.models import AgendaItem, Decision
from kotokaari.decisions.statistics import files, telling
from kotokaari.decisions.statistics.counting import are_public, count
from kotokaari.panel.models import Seat
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import AdministratorFactory, OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import CriterionFactory, said
from kotokaari.submissions.tests.factories import a_submission, recused

from .factories import a_decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def judged():
    """Three submissions judged by two members of a panel each; two chosen, one declined, everybody told."""
    call = a_call(judging_began_at=timezone.now())
    CriterionFactory(rubric=call.rubric, code="impact")
    seats = [a_seat(call), a_seat(call)]
    now = timezone.now()
    for number in range(3):
        submission = a_submission(
            call=call, title=f"Club {number}", organisation=OrganisationFactory(type="municipality")
        )
        for seat in seats:
            an_assessment(assigned(submission, seat), {"impact": number + 1})
        chosen = number > 0
        a_decision(
            submission,
            outcome=Decision.Outcome.PUBLISH if chosen else Decision.Outcome.DECLINE,
            answered_at=now,
            published_at=now if chosen else None,
        )
    return call


def pages(call):
    return [reverse(f"decisions:statistics{part}", args=[call.key]) for part in ("", "-csv", "-json", "-pdf")]


def undecided(call):
    Decision.objects.filter(submission__call=call).update(published_at=None, state="draft", answered_at=None)
    return call


def test_they_are_public_when_all_is_decided_and_told(judged, client):
    assert are_public(judged)
    assert [client.get(page).status_code for page in pages(judged)] == [200] * 4


def test_one_submission_without_a_decision_keeps_them_closed(judged, client):
    a_submission(call=judged)

    assert [client.get(page).status_code for page in pages(judged)] == [404] * 4


def test_the_embargo_holds(judged, client):
    judged.embargo_until = timezone.now() + timedelta(days=1)
    judged.save()

    assert [client.get(page).status_code for page in pages(judged)] == [404] * 4


def test_before_that_only_those_who_run_the_call_read_them(judged, client):
    undecided(judged)
    client.force_login(UserFactory())
    assert [client.get(page).status_code for page in pages(judged)] == [404] * 4

    client.force_login(runs(judged, "chair"))

    assert [client.get(page).status_code for page in pages(judged)] == [200] * 4
    assert "Not public yet" in client.get(pages(judged)[0]).content.decode()
    assert client.get(pages(judged)[0])["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["chair", "house"])
def test_a_recused_reader_finds_nothing_of_the_submission_in_the_numbers(judged, who):
    undecided(judged)
    user = runs(judged, "chair") if who == "chair" else AdministratorFactory()
    barred = judged.submissions.get(number=3)
    recused(barred, user)

    theirs, all_of_them = count(judged, user=user), count(judged)

    assert (theirs.sent, all_of_them.sent) == (2, 3)
    assert theirs.assessments == 4
    assert theirs.levels["impact"][3] == 0
    assert theirs.alpha == {}


def test_agreement_is_that_of_what_each_found_alone_before_the_talk(judged):
    first, *_others = judged.submissions.order_by("number")
    now = timezone.now()
    meeting = plan_meeting(judged, name=said("Meeting"), starts_at=now, place="Hall", by=None)
    AgendaItem.objects.update_or_create(meeting=meeting, submission=first, defaults={"opened_at": now})
    late = Assessment.objects.filter(assignment__submission=first).first()
    late.handed_in_at = now + timedelta(hours=1)
    late.save()
    Score.objects.filter(assessment=late).update(level=4)

    found = count(judged, user=runs(judged, "chair"))

    assert found.levels["impact"][4] == 1
    assert found.alpha["impact"]["value"] == 1.0
    assert found.alpha["impact"]["submissions"] == 2


def test_what_is_counted(judged):
    found = count(judged)

    assert found.outcomes == {"publish": 2, "decline": 1}
    assert found.types == {"municipality": 3}
    assert found.languages == {"en": 3}
    assert found.levels["impact"] == {2: 2, 3: 2}  # the one that was declined is told of by no figure
    assert found.alpha["impact"]["value"] == 1.0
    assert sum(found.themes.values()) >= 3


def test_a_withdrawn_submission_is_counted_as_withdrawn_and_nowhere_else(judged):
    judged.submissions.filter(number=1).update(withdrawn_at=timezone.now())

    found = count(judged)

    assert found.state == {"eligible": 2, "withdrawn": 1}
    assert sum(found.types.values()) == 2
    assert found.assessments == 4


def test_scores_of_a_member_with_a_conflict_do_not_count(judged):
    recused(judged.submissions.get(number=1), Seat.objects.filter(call=judged).first().user)

    assert count(judged).assessments == 5


def test_few_people_are_withheld_and_cannot_be_had_by_subtraction():
    assert telling.withheld({"expert": 6, "by_experience": 2}) == {"expert": None, "by_experience": None}
    assert telling.withheld({"expert": 6, "by_experience": 5}) == {"expert": 6, "by_experience": 5}
    assert telling.withheld({"a": 9, "b": 6, "c": 1}) == {"a": 9, "b": None, "c": None}
    assert telling.withheld({"a": 9, "b": 0}) == {"a": 9, "b": 0}


def test_fewer_than_five_assessments_tell_no_levels():
    call = a_call()
    CriterionFactory(rubric=call.rubric, code="impact")
    an_assessment(assigned(a_submission(call=call), a_seat(call)), {"impact": 4})

    told = telling.tell(count(call))

    assert told.criteria == ()
    assert "withheld" in told.criteria_sentence


def test_the_files_say_the_same_as_the_page(judged):
    data = files.as_json(count(judged))
    rows = list(csv.DictReader(io.StringIO(files.as_csv(count(judged)).lstrip("\ufeff"))))

    outcomes = next(table for table in data["tables"] if table["key"] == "outcomes")
    assert {row["code"]: row["value"] for row in outcomes["rows"]} == {"publish": 2, "decline": 1}
    assert {row["code"]: row["value"] for row in rows if row["table"] == "outcomes"} == {"publish": "2", "decline": "1"}
    assert {one["code"]: one["mean"] for one in data["criteria"]}["impact"] == 2.5
    assert all(row["withheld"] == "1" for row in rows if row["table"] == "parts")


def test_the_report_is_a_tagged_pdf_in_every_language(judged, client):
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            answer = client.get(reverse("decisions:statistics-pdf", args=[judged.key])).content
        assert answer.startswith(b"%PDF")
        assert b"StructTreeRoot" in answer


@pytest.mark.parametrize("times", [1, 3, 30])
def test_counting_costs_the_same_whatever_was_sent(django_assert_max_num_queries, times):
    call = a_call()
    for _number in range(times):
        a_submission(call=call)
    count(call)  # the books of places and organisations

    with django_assert_max_num_queries(11):
        count(call)


def test_a_call_nothing_was_sent_to_says_so(client):
    call = a_call()
    client.force_login(runs(call, "chair"))

    assert "Nothing was sent yet" in client.get(pages(call)[0]).content.decode()


def test_levels_of_a_few_that_were_not_chosen_cannot_be_had_by_subtraction(judged, client):
    levels = next(one["levels"] for one in files.as_json(count(judged))["criteria"] if one["code"] == "impact")

    assert levels == {"0": 0, "1": 0, "2": 2, "3": 2, "4": 0}  # those of the two that are public
    assert count(judged, user=runs(judged, "chair")).levels["impact"][1] == 2


def test_a_table_does_not_tell_of_the_few_that_were_not_chosen(judged, client):
    others = [a_submission(call=judged, organisation=OrganisationFactory(type="ngo")) for _number in range(2)]
    for other in others:
        a_decision(other, outcome="decline", answered_at=timezone.now())

    told = {table["key"]: table["rows"] for table in files.as_json(count(judged))["tables"]}

    assert {row["code"]: row["value"] for row in told["types"]} == {"municipality": None, "ngo": None}
    assert [row["value"] for row in told["languages"]] == [None]
    for page in pages(judged)[:3]:
        assert client.get(page).status_code == 200
    ran = files.as_json(count(judged, user=runs(judged, "chair")))
    assert {row["code"]: row["value"] for row in ran["tables"][4]["rows"]} == {"municipality": 3, "ngo": 2}


def test_a_number_is_told_when_everything_in_it_is_public_or_it_is_many(judged):
    for _number in range(5):
        other = a_submission(call=judged, organisation=OrganisationFactory(type="ngo"))
        a_decision(other, outcome="decline", answered_at=timezone.now())
    Decision.objects.filter(submission__organisation__type="municipality").update(published_at=timezone.now())

    told = telling.tell(count(judged)).tables[4].rows

    assert {row.code: row.value for row in told} == {"municipality": 3, "ngo": 5}
