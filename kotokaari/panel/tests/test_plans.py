from datetime import date

import pytest
from django.core import mail

from kotokaari.calls.tests.factories import a_call
from kotokaari.foundation.errors import DomainError
from kotokaari.panel import registries
from kotokaari.panel.actions import pairs, plans, seats
from kotokaari.panel.actions.plans import PlanIsOld
from kotokaari.panel.board import board_of, readable_in
from kotokaari.panel.models import Assignment, Plan, Seat
from kotokaari.panel.overview import of_plan
from kotokaari.panel.tests.factories import a_panel, a_seat, an_expert, assigned, clear
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory
from kotokaari.submissions.public import recuse
from kotokaari.submissions.tests.factories import a_submission

pytestmark = pytest.mark.django_db
BOSS = {"by": None}


@pytest.fixture
def call():
    return a_call()


@pytest.fixture
def sent(call):
    return [a_submission(call=call) for _number in range(3)]


def a_plan(call, **settings):
    given = {"per_submission": 2, "objective": "total", "wishes": {}, **settings}
    return plans.propose_plan(call, **given, by=UserFactory())


def standing(call):
    return {(one.submission_id, one.seat_id) for one in Assignment.objects.standing().filter(submission__call=call)}


def of(call, submission):
    return {seat for one, seat in standing(call) if one == submission.pk}


def test_nothing_changes_before_a_plan_is_taken(call, sent):
    a_panel(call, sent, members=3)

    plan = a_plan(call)

    assert standing(call) == set()
    plans.take_plan(plan, by=UserFactory())
    assert all(len(of(call, one)) == 2 for one in sent)
    call.refresh_from_db()
    assert call.judging_began_at


def test_the_members_get_a_letter_that_names_no_submission(call, sent, django_capture_on_commit_callbacks):
    a_panel(call, sent, members=2)

    with django_capture_on_commit_callbacks(execute=True):
        plans.take_plan(a_plan(call, assess_by=date(2027, 1, 15)), by=UserFactory())

    assert len(mail.outbox) == 2
    assert "You have 3 submissions to assess by 15 January 2027" in mail.outbox[0].body
    assert "A club for talking" not in mail.outbox[0].body + mail.outbox[0].subject


def test_the_recused_and_the_undeclared_are_never_assigned(call, sent):
    barred, silent, *_others = [*a_panel(call, sent, members=1), a_seat(call), *a_panel(call, sent, members=2)]
    for submission in sent:
        recuse(submission, user=barred.user, kind="personal", source="ruled", by=None)

    plans.take_plan(a_plan(call, per_submission=3), by=UserFactory())

    assert not {barred.pk, silent.pk} & {seat for _submission, seat in standing(call)}


def test_who_does_not_read_the_language_gets_nothing(call, sent):
    finn = an_expert(languages=["fi"]).user
    seat = a_seat(call, finn)
    clear(seat, *sent)
    a_panel(call, sent, members=2)

    plans.take_plan(a_plan(call, per_submission=3), by=UserFactory())

    assert seat.pk not in {seat for _submission, seat in standing(call)}


def test_a_record_is_read_in_the_languages_all_its_texts_have():
    said = {"texts": {"fi": {"text": "Kerho"}, "sv": {"text": "Klubb"}}}
    half = {"texts": {"fi": {"text": "Näin"}, "sv": {"text": " "}}}

    assert readable_in({"title": said, "kind": "material"}) == {"fi", "sv"}
    assert readable_in({"title": said, "steps": [{"action": half}]}) == {"fi"}


def test_the_most_each_takes_is_kept_and_the_rest_is_named(call, sent):
    a_panel(call, sent, members=2, most=1)

    plan = a_plan(call)
    whole = of_plan(board_of(call), plan)

    assert len(plan.pairs) == 2
    assert whole.lacks[0].is_grave
    assert (whole.short, whole.wished, whole.room) == (len(whole.lacks), plan.per_submission * len(sent), 2)
    assert "jo niin monta kuin ottavat" in " ".join(whole.lacks[0].sentences)


def test_a_shortfall_says_who_cannot(call, sent):
    one, two = a_panel(call, sent, members=2)
    recuse(sent[0], user=one.user, kind="personal", source="ruled", by=None)
    a_seat(call)

    whole = of_plan(board_of(call), a_plan(call))

    assert [lack.of for lack in whole.lacks] == [sent[0]]
    words = " ".join(whole.lacks[0].sentences)
    assert "1 arvion" in words
    assert "1 jäsen on esteellinen" in words
    assert "1 jäsen ei ole vielä ilmoittanut" in words
    assert two.pk in {seat.pk for seat in board_of(call).seats}


def test_each_gets_an_assessor_with_own_experience_when_wished(call, sent):
    a_panel(call, sent, members=4, most=2)
    mover = a_panel(call, sent, members=1, part=Seat.Part.BY_EXPERIENCE, most=3)[0]

    plans.take_plan(a_plan(call, wishes={"experience": True}), by=UserFactory())

    assert all(mover.pk in of(call, one) for one in sent)


def test_own_experience_counts_only_while_the_consent_stands(call, sent):
    agreed, silent = an_expert(has_moved=True, has_moved_consented_at="2026-01-01T00:00:00Z"), an_expert(has_moved=True)
    seat = a_seat(call, agreed.user)
    a_seat(call, silent.user)

    assert board_of(call).by_experience == {seat.pk}


def test_two_of_one_organisation_are_kept_apart_when_wished(call, sent):
    same = OrganisationFactory()
    twins = [a_seat(call, an_expert(organisation=same).user) for _number in range(2)]
    others = a_panel(call, sent, members=2)
    for seat in twins:
        clear(seat, *sent)

    plans.take_plan(a_plan(call, wishes={"organisation": True}), by=UserFactory())

    assert all(len(of(call, one) & {seat.pk for seat in twins}) <= 1 for one in sent)
    assert others


def test_locked_and_begun_pairs_stay(call, sent, monkeypatch):
    one, two, *_more = a_panel(call, sent, members=4)
    locked, begun = assigned(sent[0], one, is_locked=True), assigned(sent[1], two)
    monkeypatch.setattr(registries, "_begun", [lambda keys: {begun.pk} & set(keys)])

    plans.take_plan(a_plan(call, per_submission=1), by=UserFactory())

    assert {(sent[0].pk, one.pk), (sent[1].pk, two.pk)} <= standing(call)
    assert not Assignment.objects.filter(pk__in=[locked.pk, begun.pk], ended_at__isnull=False).exists()


def test_the_difference_is_told(call, sent):
    one, two = a_panel(call, sent, members=2, most=3)
    assigned(sent[0], one)
    loner = a_panel(call, sent, members=1, most=1)[0]
    for submission in sent[1:]:
        recuse(submission, user=loner.user, kind="personal", source="ruled", by=None)
    assigned(sent[0], loner)

    whole = of_plan(board_of(call), a_plan(call, per_submission=1))

    assert sum(whole.counts.values()) == len(
        {*standing(call)} | {(row.submission.pk, p.seat.pk) for row in whole.rows for p in row.places}
    )
    assert whole.counts["added"] == 2
    assert whole.counts["kept"] == whole.counts["removed"] == 1
    assert two.pk in {load.seat.pk for load in whole.loads}


def test_a_plan_that_is_old_is_not_taken(call, sent):
    seat = a_panel(call, sent, members=2)[0]
    plan = a_plan(call)
    recuse(sent[0], user=seat.user, kind="personal", source="ruled", by=None)

    with pytest.raises(PlanIsOld):
        plans.take_plan(plan, by=UserFactory())
    assert standing(call) == set()


def test_a_new_proposal_puts_the_waiting_one_aside_and_none_is_taken_twice(call, sent):
    a_panel(call, sent, members=2)
    first, second = a_plan(call), a_plan(call)
    first.refresh_from_db()

    assert first.state == Plan.State.DROPPED
    plans.take_plan(second, by=UserFactory())
    with pytest.raises(DomainError):
        plans.take_plan(second, by=UserFactory())


def test_a_repair_moves_as_few_as_it_can(call, sent):
    a_panel(call, sent, members=5, most=3)
    plans.take_plan(a_plan(call), by=UserFactory())
    before = standing(call)
    gone = Seat.objects.get(pk=next(iter(before))[1])

    seats.leave(gone, reason="Ill.", by=gone.user)
    left = standing(call)
    plans.take_plan(a_plan(call, few_moves=True), by=UserFactory())

    assert left < standing(call)
    assert len(standing(call)) == len(before)
    assert gone.pk not in {seat for _submission, seat in standing(call)}


def test_unconnected_parts_are_told(call):
    sent = [a_submission(call=call) for _number in range(2)]
    for submission in sent:
        for seat in [a_seat(call), a_seat(call)]:
            clear(seat, submission)

    whole = of_plan(board_of(call), a_plan(call))

    assert len(whole.parts) == 2
    assert {len(members) for _submissions, members in whole.parts} == {2}


def test_fair_lifts_the_worst_served(call, sent):
    a_panel(call, sent, members=3)

    plan = a_plan(call, objective="fair")

    assert plan.outcome["objective"] == "fair"
    assert len(plan.pairs) == 6


@pytest.mark.parametrize("who", ["nobody sits", "nothing sent"])
def test_an_empty_board_is_refused(who):
    call = a_call()
    if who == "nobody sits":
        a_submission(call=call)
    else:
        a_seat(call)

    with pytest.raises(DomainError):
        a_plan(call)


def test_a_pair_by_hand_is_refused_with_its_reason(call, sent):
    seat = a_seat(call, most=1)
    with pytest.raises(DomainError, match="ei ole vielä ilmoittanut"):
        pairs.add_pair(sent[0], seat, by=UserFactory())

    clear(seat, *sent)
    given = pairs.add_pair(sent[0], seat, by=UserFactory())
    with pytest.raises(DomainError, match="arvioi sitä jo"):
        pairs.add_pair(sent[0], seat, by=UserFactory())
    with pytest.raises(DomainError, match="jo 1"):
        pairs.add_pair(sent[1], seat, by=UserFactory())

    pairs.remove_pair(given, by=UserFactory())
    recuse(sent[0], user=seat.user, kind="personal", source="ruled", by=None)
    with pytest.raises(DomainError, match="esteellinen"):
        pairs.add_pair(sent[0], seat, by=UserFactory())
    assert standing(call) == set()
