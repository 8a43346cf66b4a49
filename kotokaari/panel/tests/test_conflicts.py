from datetime import date

import pytest
from django.utils import timezone

from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.actions import set_people
from kotokaari.calls.tests.factories import a_call
from kotokaari.catalogue.models import Contact, Grant, Partner
from kotokaari.catalogue.tests.factories import ProjectFactory, a_practice
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.panel import listening
from kotokaari.panel.actions import seats
from kotokaari.panel.actions.pairs import add_pair
from kotokaari.panel.board import board_of
from kotokaari.panel.conflicts import find, look_at_seats
from kotokaari.panel.models import Assignment, Seat
from kotokaari.panel.tests.factories import a_seat, an_expert, assigned, clear
from kotokaari.people.tests.factories import AdministratorFactory, MembershipFactory, OrganisationFactory, UserFactory
from kotokaari.submissions.actions import accept_author_invitation, add_author, invite_author
from kotokaari.submissions.models import Author, Recusal, Submission
from kotokaari.submissions.public import lift_recusal, recuse, submission_sent
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db


def kinds(submission, *users):
    return [(one.user, one.kind) for one in find([submission], users)]


@pytest.fixture
def submission():
    return a_submission(call=a_call(), practice=a_practice())


def test_nobody_without_a_tie_has_a_conflict(submission):
    stranger = MembershipFactory().user

    assert kinds(submission, stranger) == []


@pytest.mark.parametrize("until", [None, date(2020, 1, 1)])
def test_ones_own_organisation_now_or_before(submission, until):
    member = MembershipFactory(organisation=submission.organisation, since=date(2019, 1, 1), until=until).user

    assert kinds(submission, member) == [(member, "own_organisation")]


def test_what_it_is_part_of_its_units_and_partners_count_too(submission):
    above = OrganisationFactory()
    submission.organisation.parent = above
    submission.organisation.save()
    unit = OrganisationFactory(parent=submission.organisation)
    partner = Partner.objects.create(practice=submission.practice, organisation=OrganisationFactory()).organisation
    people = [MembershipFactory(organisation=one).user for one in (above, unit, partner)]

    assert [kind for _user, kind in kinds(submission, *people)] == ["own_organisation"] * 3


def test_the_organisation_of_a_profile_counts(submission):
    expert = an_expert(organisation=submission.organisation)

    assert kinds(submission, expert.user) == [(expert.user, "own_organisation")]


def test_a_panel_expert_of_the_calls_own_organisation_is_not_tied_by_that(submission):
    submission.organisation = submission.call.organisation
    submission.save()
    expert = MembershipFactory(organisation=submission.organisation, role="panel_expert").user
    worker = MembershipFactory(organisation=submission.organisation).user

    assert kinds(submission, expert, worker) == [(worker, "own_organisation")]


def test_authors_past_ones_and_those_of_an_earlier_round(submission):
    author = submission.authors.get().user
    earlier = a_submission(call=submission.call)
    before = Author.objects.create(submission=earlier, user=UserFactory(), left_at="2026-01-01T00:00:00Z").user
    submission.earlier = earlier
    submission.save()
    contact = Contact.objects.create(practice=submission.practice, user=UserFactory()).user

    assert kinds(submission, author, before, contact) == [(one, "co_author") for one in (author, before, contact)]


def test_who_pays_and_who_shares_a_project(submission):
    payer, partner = OrganisationFactory(en="City of Gold"), OrganisationFactory()
    project = ProjectFactory()
    project.participants.add(partner)
    submission.practice.projects.add(project)
    Grant.objects.create(project=project, funder=TranslatedText.of("en", "City  of gold"))
    funder, colleague = (MembershipFactory(organisation=one).user for one in (payer, partner))

    assert kinds(submission, funder, colleague) == [(funder, "funder"), (colleague, "project")]


def test_a_funder_known_here_is_matched_as_an_organisation_with_its_units_whatever_it_is_called(submission):
    payer = OrganisationFactory(en="Ministry of Work")
    namesake = OrganisationFactory(en="Labour Fund")
    unit = OrganisationFactory(parent=payer)
    Grant.objects.create(
        practice=submission.practice, funder=TranslatedText.of("en", "Labour Fund"), funder_organisation=payer
    )
    people = [MembershipFactory(organisation=one).user for one in (payer, unit, namesake)]

    assert kinds(submission, *people) == [(people[0], "funder"), (people[1], "funder")]


@pytest.mark.parametrize("called", ["Säätiö Apu ry", "SAATIO APU r.y.", "“Säätiö  Apu”"])
def test_a_funder_unknown_here_is_matched_by_name_without_its_dress(submission, called):
    payer = OrganisationFactory(fi="Säätiö Apu")
    Grant.objects.create(practice=submission.practice, funder=TranslatedText.of("fi", called))

    assert kinds(submission, MembershipFactory(organisation=payer).user)[0][1] == "funder"


def test_it_costs_the_same_for_one_and_for_forty(django_assert_max_num_queries):
    call = a_call()
    a_submission(call=call, practice=a_practice())
    for _number in range(6):
        a_submission(call=call, practice=a_practice())
    sent = list(Submission.objects.select_related("call"))
    users = [MembershipFactory().user for _number in range(5)]

    with django_assert_max_num_queries(14):
        find(sent[:1], users)
    with django_assert_max_num_queries(14):
        find(sent, users)


def test_it_is_written_down_when_a_seat_is_taken(submission):
    seat = a_seat(submission.call, MembershipFactory(organisation=submission.organisation).user, state="invited")

    seats.accept(seat, plain_view=False, by=seat.user)

    recusal = Recusal.objects.get()
    assert (recusal.user, recusal.kind, recusal.source) == (seat.user, "own_organisation", "derived")


def test_it_is_written_down_when_something_is_sent(submission):
    seat = a_seat(submission.call, MembershipFactory(organisation=submission.organisation).user)

    submission_sent.send(sender=Submission, submission=submission, version=submission.current, by=None)

    assert Recusal.objects.get().user == seat.user


def test_what_was_lifted_is_not_found_again(submission):
    seat = a_seat(submission.call, MembershipFactory(organisation=submission.organisation).user)
    assert look_at_seats([seat]) == 1
    lift_recusal(Recusal.objects.get(), reason="A namesake.", by=UserFactory())

    assert look_at_seats([seat]) == 0


def test_any_recusal_ends_the_assignment_at_once(submission):
    seat = a_seat(submission.call)
    other = a_seat(submission.call)
    assigned(submission, seat), assigned(submission, other)

    recuse(submission, user=seat.user, kind="personal", source="ruled", by=UserFactory())

    assert [one.seat for one in Assignment.objects.standing()] == [other]
    assert Assignment.objects.get(seat=seat).ended_reason == "conflict"
    assert Seat.objects.sitting().count() == 2


def test_another_kind_of_tie_is_found_where_one_was_lifted():
    seat = a_seat(a_call())
    submission = a_submission(call=seat.call, organisation=OrganisationFactory())
    MembershipFactory(user=seat.user, organisation=submission.organisation)
    look_at_seats([seat])
    lift_recusal(Recusal.objects.get(), reason="Long ago.", by=UserFactory())
    assert look_at_seats([seat]) == 0

    add_author(submission, user=seat.user, by=submission.created_by)

    assert Recusal.objects.get(lifted_at=None).kind == "co_author"


def test_whoever_comes_to_write_what_they_judge_is_recused_at_once():
    seat = a_seat(a_call())
    submission = a_submission(call=seat.call)
    assigned(submission, seat)

    invitation = invite_author(submission, email=seat.user.email, language="fi", by=submission.created_by)
    accept_author_invitation(invitation, by=seat.user)

    assert not Assignment.objects.of(seat.user).exists()


@pytest.mark.parametrize("part", ["chair", "coordinator", "house"])
def test_whoever_runs_the_call_reads_no_scores_of_what_they_write(part):
    call = a_call()
    person = AdministratorFactory() if part == "house" else call.people.get(part=part).user
    submission, other = a_submission(call=call), a_submission(call=call)

    add_author(submission, user=person, by=submission.created_by)

    assert list(Submission.objects.run_by(person)) == [other]
    assert submission in Submission.objects.written_by(person)  # as an author all stays as it is


def test_an_author_who_is_made_chair_is_recused_by_the_next_day():
    call = a_call()
    submission = a_submission(call=call)
    a_seat(call)
    set_people(call, people={"chair": [submission.created_by]}, by=UserFactory())

    listening.work(timezone.localdate())

    assert submission not in Submission.objects.run_by(submission.created_by)


def test_whoever_reads_scores_is_not_given_what_others_have_begun():
    call = a_call()
    submission = a_submission(call=call)
    chair = a_seat(call, call.people.get(part="chair").user)
    plain, judge = a_seat(call), a_seat(call)
    clear(chair, submission)
    clear(plain, submission)
    board = board_of(call)
    assert {seat for _submission, seat in board.possible()} == {chair.pk, plain.pk}

    an_assessment(assigned(submission, judge))

    with pytest.raises(DomainError):
        add_pair(submission, chair, by=chair.user)
    assert {seat for _submission, seat in board_of(call).possible()} >= {plain.pk}
    assert chair.pk not in {seat for _submission, seat in board_of(call).possible()}
    assert add_pair(submission, plain, by=chair.user)
