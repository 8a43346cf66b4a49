"""The demo's call: what a visitor of `make demo` can count on."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.arc.public import Link
from kotokaari.assessment.public import Assessment
from kotokaari.calls.public import Call
from kotokaari.decisions.public import Decision, Meeting
from kotokaari.foundation import mail
from kotokaari.foundation.text import TranslatedText
from kotokaari.home.demo import calling, judging, load
from kotokaari.panel.public import Seat
from kotokaari.people.public import load_house_places
from kotokaari.rubrics.public import load_house_rubrics
from kotokaari.submissions.public import Submission
from kotokaari.vocabulary.public import load_house_vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The call in a house with the demo's words, organisations and people, and nothing else; taken back after."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic(), mail.silence():
        load_house_vocabulary(by=None)
        load_house_rubrics(by=None)
        load_house_places()
        demo = load.Demo(lambda line: None)
        demo.make_organisations()
        demo.make_people()
        judged = judging.judge(demo.organisations, demo.users)
        calling.open_a_call(demo.organisations, demo.users)
        yield judged
        transaction.set_rollback(True)


@pytest.fixture
def call(made, django_db_blocker):
    with django_db_blocker.unblock():
        yield Call.objects.get(pk=made.pk)


def test_everything_is_marked_as_an_example(call):
    assert call.is_example
    assert call.submissions.filter(is_example=False).count() == 0
    assert Decision.objects.filter(submission__call=call, is_example=False).count() == 0
    assert call.seats.exclude(user__is_example=True).count() == 0
    assert Meeting.objects.get(call=call).is_example


def test_at_least_twelve_go_to_the_panel_one_is_returned_and_one_withdrawn(call):
    standing = call.submissions.filter(withdrawn_at=None)

    assert standing.filter(eligibility=Submission.Eligibility.ELIGIBLE).count() >= 12
    assert standing.filter(eligibility=Submission.Eligibility.RETURNED).count() == 1
    assert call.submissions.exclude(withdrawn_at=None).count() == 1


def test_eight_judge_and_two_of_them_have_moved_themselves(call):
    assert Seat.objects.sitting().filter(call=call).count() == 8
    assert Seat.objects.sitting().filter(call=call, part=Seat.Part.BY_EXPERIENCE).count() == 2


def test_each_is_judged_three_times_once_by_somebody_who_has_moved_with_a_reason_for_every_score(call):
    for submission in call.submissions.filter(eligibility=Submission.Eligibility.ELIGIBLE):
        handed_in = Assessment.objects.handed_in().filter(assignment__submission=submission)
        assert handed_in.count() == 3
        assert handed_in.filter(assignment__seat__part=Seat.Part.BY_EXPERIENCE).exists()
        for assessment in handed_in:
            assert all(len(score.reason) > 10 for score in assessment.scores.all())
            assert assessment.scores.count() == 6


def test_nobody_judges_what_they_have_a_conflict_with(call):
    recused = set(
        Submission.objects.filter(call=call, recusals__lifted_at=None).values_list("pk", "recusals__user")
    ) - {(pk, None) for pk in call.submissions.values_list("pk", flat=True)}
    judged = set(Assessment.objects.values_list("assignment__submission", "assignment__seat__user"))

    assert len(recused) == 3
    assert not recused & judged


def test_judges_differ_in_severity(call):
    means = {}
    for assessment in Assessment.objects.handed_in():
        levels = [score.level for score in assessment.scores.all() if score.level is not None]
        means.setdefault(assessment.assignment.seat_id, []).extend(levels)
    found = sorted(sum(levels) / len(levels) for levels in means.values())

    assert found[-1] - found[0] > 0.7


def test_the_meeting_is_over_and_one_member_was_of_another_mind(call):
    meeting = Meeting.objects.get(call=call)

    assert meeting.state == Meeting.State.CLOSED
    assert meeting.closed_at < timezone.now()
    assert meeting.minutes
    assert sum(item.dissents.count() for item in meeting.items.all()) == 1
    assert sum(item.moderated.count() for item in meeting.items.all()) >= 5
    assert meeting.items.filter(group="contested").exists()


def test_every_decision_has_reasons_for_each_criterion_in_finnish_and_swedish(call):
    decisions = Decision.objects.filter(submission__call=call)

    assert {decision.outcome for decision in decisions} == {"publish", "develop", "decline"}
    for decision in decisions:
        reasons = [TranslatedText.from_json(text) for text in decision.criterion_reasons.values()]
        assert len(reasons) == 6
        assert all(not text.missing(("fi", "sv")) for text in (*reasons, decision.reasons))


def test_what_was_chosen_is_public_in_both_languages_and_its_arc_leads_back_to_the_call(call, client):
    chosen = Decision.objects.public().filter(submission__call=call)

    assert len(chosen) == 3
    for decision in chosen:
        ends = set(Link.objects.filter(first=decision.uuid).values_list("second", flat=True))
        assert call.uuid in ends
        assert Link.objects.filter(first=decision.practice.uuid, type="judged_by", second=decision.uuid).exists()
        for language in ("fi", "sv"):
            with translation.override(language):
                page = client.get(decision.practice.get_absolute_url()).content.decode()
            assert decision.practice.current.title.text(language).partition("’")[0][:20] in page


def test_the_call_is_in_the_past_and_anybody_reads_it(call, client):
    assert call.rounds.get().closes_at < timezone.now()
    assert call.published_at < call.judging_began_at < timezone.now()
    assert client.get(call.get_absolute_url()).status_code == 200
    rubric = client.get(reverse("rubrics:rubric", args=[call.rubric.code, call.rubric.number]))
    assert call.get_absolute_url() in rubric.content.decode()


def test_one_call_takes_answers_and_a_draft_waits_for_the_coordinator(call, client):
    taking = Call.objects.exclude(pk=call.pk).get()
    draft = taking.submissions.get()

    assert taking.is_example
    assert draft.is_example
    assert taking.rounds.get().opens_at < timezone.now() < taking.rounds.get().closes_at
    assert taking.rubric == call.rubric
    assert list(taking.questions.values_list("code", flat=True)) == list(call.questions.values_list("code", flat=True))
    assert draft.current is None
    with translation.override("fi"):
        part = reverse("submissions:part", args=[draft.key, 1])
        assert "Aamukahvit" not in client.get(taking.get_absolute_url()).content.decode()
        client.force_login(call.people.first().user)
        assert client.get(part).status_code == 404
        client.force_login(draft.created_by)
        assert "Aamukahvit" in client.get(part).content.decode()
