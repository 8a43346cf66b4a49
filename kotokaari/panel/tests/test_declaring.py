import pytest
from django.urls import reverse

from kotokaari.calls.tests.factories import a_call
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.panel.actions.declaring import Said, declare
from kotokaari.panel.models import Assignment, Declaration
from kotokaari.panel.queries import undeclared
from kotokaari.panel.reading import may_read_content, to_assess
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.models import Recusal
from kotokaari.submissions.public import lift_recusal, submissions_readable_by
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return a_seat(a_call())


@pytest.fixture
def submission(seat):
    return a_submission(call=seat.call)


def test_nothing_is_read_before_it_is_declared(seat, submission):
    Assignment.objects.create(submission=submission, seat=seat)

    assert not may_read_content(seat.user, submission)
    declare(seat, said=[Said(submission, "none")], by=seat.user)

    assert list(to_assess(seat.user)) == list(submissions_readable_by(seat.user)) == [submission]


def test_a_conflict_recuses_and_ends_what_was_given(seat, submission):
    assigned(submission, seat)

    declare(seat, said=[Said(submission, "conflict", "personal", "A friend.")], by=seat.user)

    assert not Assignment.objects.of(seat.user).exists()
    assert not submissions_readable_by(seat.user).exists()
    assert Recusal.objects.get().source == "declared"
    event = AuditEvent.objects.get(action="conflict declared: conflict")
    assert event.details["before"] == "none"
    assert "friend" not in str(event.details)


def test_a_conflict_has_a_kind(seat, submission):
    with pytest.raises(DomainError):
        declare(seat, said=[Said(submission, "conflict")], by=seat.user)


def test_nobody_declares_for_another(seat, submission):
    with pytest.raises(DomainError):
        declare(seat, said=[Said(submission, "none")], by=UserFactory())


def test_only_what_is_judged_and_open_to_the_member_is_declared(seat, submission):
    returned, other = a_submission(call=seat.call, eligible=False), a_submission()
    barred = a_submission(call=seat.call)
    recused(barred, seat.user)

    assert list(undeclared(seat)) == [submission]
    for wrong in (returned, other, barred):
        with pytest.raises(DomainError):
            declare(seat, said=[Said(wrong, "none")], by=seat.user)


def test_after_a_lifted_conflict_it_is_asked_again(seat, submission):
    declare(seat, said=[Said(submission, "conflict", "funder")], by=seat.user)
    assert not undeclared(seat).exists()

    lift_recusal(Recusal.objects.get(), reason="Another fund.", by=UserFactory())
    assert list(undeclared(seat)) == [submission]
    declare(seat, said=[Said(submission, "none")], by=seat.user)

    assert Declaration.objects.get().answer == "none"


def test_the_rest_is_what_was_shown_not_what_has_come_since(client, seat, submission):
    client.force_login(seat.user)
    address = reverse("panel:declare", args=[seat.uuid])
    asked = client.post(address, {"rest": "ask"}).content.decode()
    assert f'name="of" value="{submission.key}"' in asked
    newer = a_submission(call=seat.call)

    client.post(address, {"rest": "yes", "of": [submission.key]})

    assert list(undeclared(seat)) == [newer]
