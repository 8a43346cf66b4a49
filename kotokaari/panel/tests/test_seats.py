from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.catalogue.models import Practice
from kotokaari.catalogue.tests.factories import DraftFactory
from kotokaari.foundation.errors import DomainError
from kotokaari.panel import listening
from kotokaari.panel.actions import experts, seats
from kotokaari.panel.models import Assignment, Expert, Seat, SeatInvitation
from kotokaari.panel.own_data import of_person
from kotokaari.panel.tests.factories import a_seat, an_expert, assigned
from kotokaari.people.actions.account import erase_person
from kotokaari.people.actions.invitations import join_by_invitation
from kotokaari.people.models import Invitation
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.models import Submission
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db


def test_who_is_asked_gets_a_letter_and_answers(django_capture_on_commit_callbacks):
    call, expert = a_call(), an_expert()
    boss = runs(call, "chair")

    with django_capture_on_commit_callbacks(execute=True):
        seat = seats.ask(call, user=expert.user, most=4, by=boss)
    with django_capture_on_commit_callbacks(execute=True):
        seats.accept(seat, plain_view=True, by=expert.user)

    assert [letter.to for letter in mail.outbox] == [[expert.user.email], [boss.email]]
    assert f"/panel-seats/{seat.uuid}/" in mail.outbox[0].body
    seat.refresh_from_db()
    assert (seat.state, seat.plain_view, seat.most) == (Seat.State.ACCEPTED, True, 4)


def test_nobody_answers_for_another_nor_twice():
    seat = a_seat(a_call(), state=Seat.State.INVITED)

    with pytest.raises(DomainError):
        seats.accept(seat, plain_view=False, by=UserFactory())
    seats.decline(seat, by=seat.user)
    with pytest.raises(DomainError):
        seats.decline(seat, by=seat.user)


def test_somebody_without_an_account_gets_the_seat_on_joining():
    call = a_call()

    asked = seats.ask_by_mail(
        call, email="New@example.org", language="sv", part="by_experience", by=runs(call, "chair")
    )
    assert isinstance(asked, SeatInvitation)
    user = join_by_invitation(asked.invitation, name="Newcomer", password="long enough for this", language="sv")

    seat = Seat.objects.get(call=call, user=user)
    assert (seat.state, seat.part) == (Seat.State.INVITED, Seat.Part.BY_EXPERIENCE)
    assert not SeatInvitation.objects.exists()


def test_who_is_asked_by_mail_joins_no_organisation_and_reads_none_of_its_drafts(django_capture_on_commit_callbacks):
    call = a_call()
    draft = DraftFactory(owner=call.organisation)
    others = a_submission(call=call)

    with django_capture_on_commit_callbacks(execute=True):
        asked = seats.ask_by_mail(call, email="new@example.org", language="en", by=runs(call, "chair"))
    user = join_by_invitation(asked.invitation, name="Newcomer", password="long enough for this", language="en")

    assert "You are asked to" in mail.outbox[0].body or "asks you to" in mail.outbox[0].body
    assert not user.memberships.exists()
    assert draft not in Practice.objects.visible_to(user)
    assert others not in Submission.objects.visible_to(user)
    assert call.seats.get().user == user


def test_an_invitation_by_mail_is_called_off_and_replaced_once_it_ran_out():
    call = a_call()
    boss = runs(call, "chair")
    asked = seats.ask_by_mail(call, email="new@example.org", language="en", by=boss)
    with pytest.raises(DomainError):
        seats.ask_by_mail(call, email="new@example.org", language="en", by=boss)

    Invitation.objects.update(expires_at=timezone.now())
    again = seats.ask_by_mail(call, email="new@example.org", language="en", by=boss)
    assert call.seat_invitations.get() == again != asked
    seats.call_off(again, by=boss)

    assert not call.seat_invitations.exists()
    assert not again.invitation.is_open


def test_an_address_with_an_account_is_asked_at_once():
    call, user = a_call(), UserFactory()

    asked = seats.ask_by_mail(call, email=user.email, language="fi", by=runs(call, "chair"))

    assert asked.user == user
    with pytest.raises(DomainError):
        seats.ask_by_mail(call, email=user.email, language="fi", by=runs(call, "chair"))


def test_leaving_ends_what_was_given_and_tells_why():
    seat = a_seat(a_call())
    assigned(a_submission(call=seat.call), seat)

    with pytest.raises(DomainError):
        seats.leave(seat, reason=" ", by=seat.user)
    seats.leave(seat, reason="Moving abroad.", by=seat.user)

    assert not Assignment.objects.standing().exists()
    assert Seat.objects.get().left_reason == "Moving abroad."


def test_those_who_run_the_call_hear_of_it_and_only_of_what_they_may_know(django_capture_on_commit_callbacks):
    call = a_call()
    seat, chair = a_seat(call), runs(call, "chair")
    for submission in [a_submission(call=call), a_submission(call=call)]:
        assigned(submission, seat)
    recused(submission, chair)

    with django_capture_on_commit_callbacks(execute=True):
        seats.leave(seat, reason="Ill.", by=seat.user)

    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "1 submission has lost an assessor" in told[chair.email]
    assert "2 submissions have lost an assessor" in told[runs(call, "coordinator").email]


def test_the_most_does_not_go_under_what_was_given():
    seat = a_seat(a_call())
    assigned(a_submission(call=seat.call), seat)
    assigned(a_submission(call=seat.call), seat)

    with pytest.raises(DomainError):
        seats.change_terms(seat, most=1, by=UserFactory())


def test_a_consent_taken_back_is_gone_at_once():
    expert = an_expert(has_moved=True, has_moved_consented_at="2026-01-01T00:00:00Z")
    a_seat(a_call(), expert.user, part=Seat.Part.BY_EXPERIENCE)

    experts.set_own_experience(expert, consents=False, by=expert.user)

    expert.refresh_from_db()
    assert not expert.has_moved
    assert expert.has_moved_consented_at is None
    assert Seat.objects.get().part == Seat.Part.EXPERT


def test_ones_own_data_names_no_submission_and_is_erased():
    seat = a_seat(a_call())
    assigned(a_submission(call=seat.call, title="Zanzibar club"), seat)

    assert of_person(seat.user)["assignments"][0]["number"] == 1
    assert "Zanzibar" not in str(of_person(seat.user))
    erase_person(seat.user, by=seat.user)

    assert not Expert.objects.exists()
    assert not Assignment.objects.standing().exists()
    assert Seat.objects.get().state == Seat.State.LEFT


def test_the_day_reminds_of_declarations_every_third_day():
    seat = a_seat(a_call(), answered_at="2026-11-01T10:00:00Z")
    a_submission(call=seat.call)

    assert listening.work(date(2026, 11, 3)) == ""
    listening.work(date(2026, 11, 4))
    listening.work(date(2026, 11, 4))

    assert [letter.to for letter in mail.outbox] == [[seat.user.email]]
    assert "A club for talking" not in mail.outbox[0].body


def test_a_day_missed_is_made_up_and_who_left_is_not_reminded():
    seat = a_seat(a_call(), answered_at="2026-11-01T10:00:00Z")
    left = a_seat(seat.call, answered_at="2026-11-01T10:00:00Z", state=Seat.State.LEFT)
    a_submission(call=seat.call)

    listening.work(date(2026, 11, 5))
    listening.work(date(2026, 11, 7))
    listening.work(date(2026, 11, 8))
    listening.work(date(2026, 11, 17))

    assert [letter.to for letter in mail.outbox] == [[seat.user.email]] * 2
    assert left.user.email not in str([letter.to for letter in mail.outbox])


def test_ties_to_those_who_run_the_call_are_told_on_accepting_and_forgotten_with_the_person():
    seat = a_seat(a_call(), state=Seat.State.INVITED)

    seats.accept(seat, plain_view=False, ties="  The chair is my cousin. ", by=seat.user)

    seat.refresh_from_db()
    assert seat.ties == "The chair is my cousin."
    assert of_person(seat.user)["seats"][0]["ties"] == "The chair is my cousin."
    erase_person(seat.user, by=seat.user)
    seat.refresh_from_db()
    assert seat.ties == ""
