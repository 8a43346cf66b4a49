import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from kotokaari.calls.models import Call
from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.catalogue.tests.factories import a_record
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.models import Gate
from kotokaari.rubrics.tests.factories import GateFactory, RubricFactory, said
from kotokaari.submissions import jobs
from kotokaari.submissions.actions import gates as actions
from kotokaari.submissions.actions import restore_submission, send_submission, withdraw_submission
from kotokaari.submissions.models import GateCheck, Submission
from kotokaari.submissions.public import eligible_submissions
from kotokaari.submissions.reading.work import gates_step, received_step
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission, author_of, recused, sent_anew

pytestmark = pytest.mark.django_db
E = Submission.Eligibility


def with_gates(*rules, **more):
    call = a_call(rubric=RubricFactory())
    for order, rule in enumerate(rules):
        GateFactory(rubric=call.rubric, code=rule or "ethics", rule=rule, order=order)
    return a_submission(call=call, eligible=False, **more)


def result_of(submission):
    actions.look_up_gates(submission.current)
    return GateCheck.objects.get(version=submission.current).result


@pytest.mark.parametrize(
    ("began", "ended", "result"),
    [
        ("2025-03-01", "", "passed"),
        ("2025-03-02", "", "failed"),
        ("2025-03", "", "open"),  # 1 March or later
        ("2025", "", "open"),
        ("2024", "", "passed"),
        ("2026", "", "failed"),
        ("2023-01-01", "2023-06-30", "failed"),
        ("2023-01-01", "2024-01-01", "passed"),
        ("", "", "failed"),
        ("long ago", "", "failed"),
    ],
)
def test_a_year_of_running_is_counted_to_the_day_it_was_sent(began, ended, result):
    submission = with_gates(Gate.Rule.RUNNING_A_YEAR)
    record = {**submission.current.record, "started_on": began, "ended_on": ended}
    sent_anew(submission, record=record, sent_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    submission.refresh_from_db()

    assert result_of(submission) == result


@pytest.mark.parametrize(
    ("answers", "result"), [({"consent": True}, "passed"), ({"consent": False}, "failed"), ({}, "failed")]
)
def test_consent_is_the_answer_to_the_question_of_consent(answers, result):
    submission = with_gates(Gate.Rule.CONSENT)
    sent_anew(
        submission, answers=answers, questions=[{"code": "consent", "type": "flag", "label": said("May we?").to_json()}]
    )
    submission.refresh_from_db()

    assert result_of(submission) == result


def test_a_person_looks_at_consent_where_the_call_did_not_ask_for_it():
    assert result_of(with_gates(Gate.Rule.CONSENT)) == "open"


def test_the_missing_answers_are_named_in_every_language():
    submission = with_gates(Gate.Rule.COMPLETE)
    asked = [
        {"code": "title", "field": "title", "label": said("Name").to_json(), "is_required": True},
        {"code": "goals", "field": "goals", "label": said("Goals").to_json(), "is_required": True},
        {"code": "why", "type": "text", "label": said("Why").to_json(), "is_required": True},
        {"code": "more", "type": "text", "label": said("More").to_json()},
    ]
    sent_anew(submission, questions=asked)
    submission.refresh_from_db()

    assert result_of(submission) == "failed"
    reason = GateCheck.objects.get().reason
    assert reason.text("en") == "2 required questions have no answer: Goals, Why."
    assert "Goals (fi), Why (fi)" in reason.text("fi")


def test_a_call_without_gates_sends_everything_to_the_panel():
    submission = with_gates()

    actions.look_up_gates(submission.current)

    assert list(eligible_submissions(submission.call)) == [submission]


def test_when_the_last_gate_is_passed_it_goes_to_the_panel_and_back_when_one_is_not():
    submission = with_gates("", Gate.Rule.CONSENT)
    chair = runs(submission.call, "chair")
    actions.look_up_gates(submission.current)
    first, second = submission.call.rubric.gates.all()
    nothing = TranslatedText()

    actions.check_gates(submission, results={first: ("passed", nothing)}, by=chair)
    assert not eligible_submissions(submission.call).exists()
    actions.check_gates(submission, results={second: ("passed", nothing)}, by=chair)
    assert eligible_submissions(submission.call).exists()
    actions.check_gates(submission, results={second: ("failed", said("No."))}, by=chair)
    assert not eligible_submissions(submission.call).exists()
    with pytest.raises(DomainError):
        actions.check_gates(submission, results={second: ("failed", nothing)}, by=chair)


def test_a_returned_one_says_what_to_mend_until_when_in_the_authors_language(
    mailoutbox, django_capture_on_commit_callbacks
):
    submission = with_gates("")
    author, chair = author_of(submission), runs(submission.call, "chair")
    author.language = "en"
    author.save()
    actions.look_up_gates(submission.current)
    actions.check_gates(
        submission, results={submission.call.rubric.gates.get(): ("failed", said("No ethics."))}, by=chair
    )

    with django_capture_on_commit_callbacks(execute=True):
        until = timezone.now() + timedelta(days=3)
        actions.return_to_mend(submission, until=until, what="Tell who looked at it.", by=chair)

    submission.refresh_from_db()
    assert (submission.eligibility, submission.mend_until) == (E.RETURNED, until)
    (letter,) = mailoutbox
    assert letter.to == [author.email]
    for words in ("A club for talking", "No ethics.", "Add ethics.", "Tell who looked at it.", submission.key):
        assert words in letter.subject + letter.body


def test_a_return_needs_something_to_mend_and_a_time_to_come():
    submission = with_gates("")
    chair = runs(submission.call, "chair")
    actions.look_up_gates(submission.current)
    soon = timezone.now() + timedelta(days=3)

    with pytest.raises(DomainError):
        actions.return_to_mend(submission, until=soon, what=" ", by=chair)
    with pytest.raises(DomainError):
        actions.return_to_mend(submission, until=timezone.now(), what="Mend.", by=chair)


def test_what_is_being_judged_is_not_returned():
    submission = a_submission()
    type(submission.call).objects.filter(pk=submission.call.pk).update(judging_began_at=timezone.now())

    with pytest.raises(DomainError):
        actions.return_to_mend(
            submission, until=timezone.now() + timedelta(days=1), what="Mend.", by=runs(submission.call, "chair")
        )


def test_not_eligible_needs_a_reason_and_can_be_taken_back(mailoutbox, django_capture_on_commit_callbacks):
    submission = with_gates("")
    chair = runs(submission.call, "chair")
    with pytest.raises(DomainError):
        actions.find_not_eligible(submission, reason="", by=chair)
    with pytest.raises(DomainError):
        actions.take_back_verdict(submission, by=chair)

    with django_capture_on_commit_callbacks(execute=True):
        actions.find_not_eligible(submission, reason="It is not about this theme.", by=chair)
        actions.take_back_verdict(submission, by=chair)

    submission.refresh_from_db()
    assert (submission.eligibility, submission.eligibility_reason) == (E.UNKNOWN, "")
    assert len(mailoutbox) == 2
    assert not eligible_submissions(submission.call).exists()


def test_a_withdrawn_one_is_not_looked_at():
    submission = a_submission()
    type(submission).objects.filter(pk=submission.pk).update(withdrawn_at=timezone.now())

    assert not eligible_submissions(submission.call).exists()
    with pytest.raises(DomainError):
        actions.find_not_eligible(submission, reason="No.", by=runs(submission.call, "chair"))


def test_the_work_of_a_call_counts_what_waits_at_the_gates_but_not_what_one_may_not_know():
    submission = with_gates("")
    chair = runs(submission.call, "chair")
    actions.look_up_gates(submission.current)
    assert (gates_step(chair, submission.call).count, received_step(chair, submission.call).count) == (1, 1)
    recused(submission, chair)

    assert (gates_step(chair, submission.call).count, received_step(chair, submission.call).count) == (None, 0)
    assert gates_step(chair, a_call()) is None  # a rubric without gates


def test_what_is_sent_is_held_against_the_gates_at_once_and_anew_when_it_was_mended():
    call = a_call(rubric=RubricFactory())
    GateFactory(rubric=call.rubric, code="year", rule=Gate.Rule.RUNNING_A_YEAR)
    draft = a_draft_submission(call=call, record=a_record(started_on=str(timezone.localdate().year)))
    author, chair = author_of(draft), runs(call, "chair")

    send_submission(draft, by=author)
    assert draft.current.gate_checks.get().result != "passed"
    assert not eligible_submissions(call).exists()
    actions.return_to_mend(draft, until=timezone.now() + timedelta(days=3), what="Say when it began.", by=chair)
    Submission.objects.filter(pk=draft.pk).update(record={**draft.record, "started_on": "2019"})
    send_submission(Submission.objects.get(pk=draft.pk), by=author)

    mended = eligible_submissions(call).get()
    assert (mended.current.number, mended.mend_until, mended.eligibility_reason) == (2, None, "")


def test_two_who_look_at_gates_do_not_undo_each_other(client):
    submission = with_gates("", Gate.Rule.COMPLETE)
    ethics, complete = submission.call.rubric.gates.order_by("order")
    actions.look_up_gates(submission.current)
    client.force_login(runs(submission.call, "coordinator"))
    address = reverse("submissions:gates", args=[submission.key])
    page = client.get(address).content.decode()
    opened = {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(gate-[^"]+)"[^>]* value="([^"]*)"', page)
    }
    opened |= {f"gate-{gate.code}-result": "open" for gate in (ethics, complete)}
    assert len([name for name in opened if name.endswith("-was")]) == 2
    found = {ethics: ("failed", said("No permission."))}
    actions.check_gates(submission, results=found, by=runs(submission.call, "chair"))

    left = client.post(address, {**opened, f"gate-{complete.code}-result": "passed"})
    written = client.post(
        address, {**opened, f"gate-{ethics.code}-result": "passed", f"gate-{complete.code}-result": "open"}
    )

    assert (left.status_code, written.status_code) == (302, 200)
    checks = {check.gate: check.result for check in GateCheck.objects.all()}
    assert checks == {ethics: "failed", complete: "passed"}


def test_what_is_put_back_stands_as_people_found_it():
    submission = with_gates("")
    gate, coordinator = submission.call.rubric.gates.get(), runs(submission.call, "coordinator")
    actions.look_up_gates(submission.current)
    actions.check_gates(submission, results={gate: ("failed", said("No permission."))}, by=coordinator)
    actions.find_not_eligible(submission, reason="It is an advertisement.", by=coordinator)
    withdraw_submission(submission, reason="A mistake.", by=author_of(submission))

    restore_submission(submission, by=author_of(submission))

    submission.refresh_from_db()
    assert submission.eligibility == E.NOT_ELIGIBLE
    assert GateCheck.objects.get().result == "failed"


def a_returned_one(days, **more):
    submission = with_gates("", **more)
    actions.return_to_mend(
        submission, until=timezone.now() + timedelta(days=days), what="Add the year.", by=runs(submission.call, "chair")
    )
    submission.refresh_from_db()
    return submission


def test_authors_are_reminded_to_mend_before_the_time_is_over_once_each_time(
    mailoutbox, django_capture_on_commit_callbacks
):
    submission = a_returned_one(10)
    Call.objects.filter(pk=submission.call_id).update(time_zone="America/New_York")
    author = author_of(submission)
    author.language = "fi"
    author.save()
    gone = UserFactory()
    submission.authors.create(user=gone, left_at=timezone.now())
    end = submission.mend_until.astimezone(ZoneInfo("America/New_York"))

    def days_before(*days):
        with django_capture_on_commit_callbacks(execute=True):
            return [jobs.remind_to_mend(end.date() - timedelta(days=day)) for day in days]

    assert days_before(2) == [""]  # days away by the clock of the house
    submission.mend_until = end = timezone.now() + timedelta(days=1)
    submission.save()
    end = end.astimezone(ZoneInfo("America/New_York"))
    assert [bool(told) for told in days_before(3, 1, 1, 0)] == [False, True, False, False]

    assert [letter.to for letter in mailoutbox] == [[author.email]]
    assert "Add the year." in mailoutbox[0].body
    assert f"{end.hour}.{end.minute:02} (America/New_York, UTC" in mailoutbox[0].body
    submission.mend_until += timedelta(hours=20)  # more time was given: another occasion
    submission.save()
    days_before(1)
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("change", ["sent", "withdrawn", "taken back", "over", "cancelled"])
def test_nobody_is_reminded_of_what_needs_no_mending(change, mailoutbox, django_capture_on_commit_callbacks):
    submission = a_returned_one(1)
    if change == "sent":
        send_submission(submission, by=author_of(submission))
    elif change == "withdrawn":
        withdraw_submission(submission, reason="We stop.", by=author_of(submission))
    elif change == "taken back":
        actions.take_back_verdict(submission, by=runs(submission.call, "chair"))
    elif change == "over":
        Submission.objects.update(mend_until=timezone.now() - timedelta(minutes=1))
    else:
        Call.objects.update(state=Call.State.CANCELLED)

    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.remind_to_mend(timezone.localdate() + timedelta(days=1)) == ""

    assert mailoutbox == []


def test_the_letter_of_a_return_names_the_calls_own_zone(mailoutbox, django_capture_on_commit_callbacks):
    call = a_call(rubric=RubricFactory(), time_zone="America/New_York")
    with django_capture_on_commit_callbacks(execute=True):
        actions.return_to_mend(
            a_submission(call=call, eligible=False), until=datetime(2036, 7, 1, 20, 30, tzinfo=UTC), what="Add the year.", by=runs(call, "chair")
        )  # fmt: skip

    assert "at 16:30 (America/New_York, UTC−4)" in mailoutbox[0].body
