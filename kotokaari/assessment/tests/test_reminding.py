from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.assessment import actions, daily
from kotokaari.assessment.models import Timetable
from kotokaari.calls.models import Call
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.errors import DomainError
from kotokaari.panel.models import Seat
from kotokaari.submissions.tests.factories import recused

from .factories import an_assessment, something_to_judge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


def test_members_with_work_left_are_reminded_three_days_and_one_day_before_each_once(
    django_capture_on_commit_callbacks, mailoutbox
):
    call = a_call()
    waiting, done = something_to_judge(call=call, title="Zanzibar club"), something_to_judge(call=call)
    an_assessment(done)
    today = timezone.localdate()
    actions.plan_judging(call, due_on=today + timedelta(days=3), by=runs(call, "chair"))

    with django_capture_on_commit_callbacks(execute=True):
        told = [daily.remind_before_due(today + timedelta(days=day)) for day in (0, 0, 1, 2, 3)]

    assert [letter.to for letter in mailoutbox] == [[waiting.seat.user.email]] * 2
    assert [bool(words) for words in told] == [True, False, False, True, False]
    assert "Zanzibar" not in "".join(letter.subject + letter.body for letter in mailoutbox)


def test_a_missed_day_is_made_up_and_nobody_is_reminded_who_left_or_has_a_conflict_or_whose_call_is_off(
    django_capture_on_commit_callbacks, mailoutbox
):
    call, off = a_call(time_zone="Europe/Stockholm"), a_call()
    waiting, left, tied, withdrawn, closed = (something_to_judge(call=call) for _one in range(5))
    Seat.objects.filter(pk=left.seat_id).update(state=Seat.State.LEFT)
    recused(tied.submission, tied.seat.user)
    closed.seat.user.is_active = False
    closed.seat.user.save()
    withdrawn.submission.withdrawn_at = timezone.now()
    withdrawn.submission.save()
    waiting.seat.user.language = "sv"
    waiting.seat.user.save()
    today = timezone.localdate()
    for one in (call, off):
        actions.plan_judging(one, due_on=today + timedelta(days=3), by=runs(one, "chair"))
    something_to_judge(call=off)
    Call.objects.filter(pk=off.pk).update(state=Call.State.CANCELLED)

    with django_capture_on_commit_callbacks(execute=True):
        told = [daily.remind_before_due(today + timedelta(days=day)) for day in (1, 1, 3, 3, 4)]

    assert [letter.to for letter in mailoutbox] == [[waiting.seat.user.email]] * 2
    assert [bool(words) for words in told] == [True, False, True, False, False]
    assert "Hej" in mailoutbox[0].body
    assert f"{written_day(today + timedelta(days=3), 'sv')} (Europe/Stockholm)" in mailoutbox[0].body


def test_one_is_not_written_to_twice_on_one_day(client, django_capture_on_commit_callbacks, mailoutbox):
    assignment = something_to_judge()
    call = assignment.seat.call
    client.force_login(runs(call, "chair"))
    address = reverse("assessment:remind", args=[call.key])

    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, {"seat": [str(assignment.seat.uuid)]})

    assert len(mailoutbox) == 1


def test_what_the_chair_may_not_know_is_not_counted_for_the_chair(client):
    assignment = something_to_judge()
    chair = runs(assignment.seat.call, "chair")
    recused(assignment.submission, chair)
    client.force_login(chair)

    html = client.get(reverse("assessment:remind", args=[assignment.seat.call.key])).content.decode()

    assert assignment.seat.user.name not in html


def test_a_day_that_has_passed_is_refused(client):
    call = a_call()
    with pytest.raises(DomainError):
        actions.plan_judging(call, due_on=timezone.localdate() - timedelta(days=1), by=runs(call, "chair"))
    client.force_login(runs(call, "chair"))
    due = timezone.localdate() + timedelta(days=9)

    client.post(reverse("assessment:plan", args=[call.key]), {"due_on": due.isoformat()})

    assert Timetable.objects.get(call=call).due_on == due
