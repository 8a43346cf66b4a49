import re

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.catalogue.tests.factories import concept
from kotokaari.panel.models import Assignment, Declaration, Expert, Plan, Seat
from kotokaari.panel.tests.factories import a_panel, a_seat, an_expert, assigned
from kotokaari.people.tests.factories import AdministratorFactory, UserFactory
from kotokaari.submissions.models import Recusal
from kotokaari.submissions.tests.factories import a_submission, recused

pytestmark = pytest.mark.django_db
SETTINGS = {"per_submission": 2, "objective": "total"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def page(client, user, name, *args, **params):
    client.force_login(user)
    return client.get(reverse(f"panel:{name}", args=args), params)


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"panel:{name}", args=args), data)


def test_a_profile_is_written_and_only_those_who_run_a_call_read_it(client):
    concept("work"), concept("language-learning")
    user, call = UserFactory(), a_call()

    send(
        client,
        user,
        "profile",
        themes=["work"],
        languages=["fi", "sv"],
        most=6,
        is_open="on",
        has_moved="on",
        about="Ten years.",
    )

    expert = Expert.objects.get(user=user)
    assert [one.code for one in expert.fields.all()] == ["work"]
    assert expert.has_moved_consented_at
    told = page(client, runs(call, "chair"), "experts", theme="work", language="sv", experience="on").content.decode()
    assert str(user) in told
    assert "own experience of moving" in told
    assert str(user) not in page(client, runs(call, "chair"), "experts", language="en").content.decode()
    assert page(client, UserFactory(), "experts").status_code == 403


def test_the_file_of_experts_tells_nothing_of_own_experience(client):
    an_expert(has_moved=True, has_moved_consented_at="2026-01-01T00:00:00Z")

    text = page(client, runs(a_call(), "chair"), "experts", format="csv").content.decode()

    assert "moved" not in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("plain", ["", "1"])
def test_whoever_is_asked_reads_it_in_three_languages_and_in_plain_words(client, language, plain):
    seat = a_seat(a_call(), state=Seat.State.INVITED)

    with translation.override(language):
        response = page(client, seat.user, "seat", seat.uuid, plain=plain)

    assert response.status_code == 200
    assert 'name="answer" value="yes"' in response.content.decode()


def test_a_seat_is_accepted_on_its_page_by_its_person_alone(client):
    seat = a_seat(a_call(), state=Seat.State.INVITED)

    assert send(client, UserFactory(), "seat", seat.uuid, answer="yes").status_code == 404
    response = send(client, seat.user, "seat", seat.uuid, answer="yes")

    assert response.url == reverse("panel:declare", args=[seat.uuid])
    seat.refresh_from_db()
    assert seat.state == Seat.State.ACCEPTED


def test_declaring_shows_who_sent_it_and_its_name_and_nothing_more(client):
    seat = a_seat(a_call())
    submission = a_submission(call=seat.call, title="Zanzibar club")
    barred = a_submission(call=seat.call, title="Hidden club")
    recused(barred, seat.user)

    told = page(client, seat.user, "declare", seat.uuid).content.decode()

    assert "Zanzibar club" in told
    assert submission.organisation.name.text("en") in told
    assert "people meet and talk" not in told
    assert "Hidden club" not in told
    assert barred.organisation.name.text("en") not in told


def test_one_choice_each_then_the_rest_after_a_question(client):
    seat = a_seat(a_call())
    sent = [a_submission(call=seat.call) for _number in range(3)]
    chosen = {f"answer-{sent[0].key}": "personal", f"note-{sent[0].key}": "A friend."}

    asked = send(client, seat.user, "declare", seat.uuid, rest="ask", **chosen).content.decode()
    assert not Declaration.objects.exists()
    assert f'name="answer-{sent[0].key}" value="personal"' in asked
    assert "these 2 submissions" in asked
    shown = re.findall(r'name="of" value="([^"]+)"', asked)
    send(client, seat.user, "declare", seat.uuid, rest="yes", of=shown, **chosen)

    answers = dict(Declaration.objects.values_list("submission", "answer"))
    assert answers == {sent[0].pk: "conflict", sent[1].pk: "none", sent[2].pk: "none"}
    assert Recusal.objects.get().submission == sent[0]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_declaring_costs_the_same_however_much_there_is(client, count, django_assert_max_num_queries):
    seat = a_seat(a_call())
    for _number in range(count):
        a_submission(call=seat.call)
    client.force_login(seat.user)
    client.get(reverse("panel:declare", args=[seat.uuid]))

    with django_assert_max_num_queries(18):
        told = client.get(reverse("panel:declare", args=[seat.uuid])).content.decode()
    assert told.count('class="declare-row"') == count


@pytest.mark.parametrize("count", [1, 3, 40])
def test_who_judges_what_costs_the_same_however_much_there_is(client, count, django_assert_max_num_queries):
    call = a_call()
    sent = [a_submission(call=call) for _number in range(count)]
    for seat in a_panel(call, sent, members=3, most=200):
        for submission in sent:
            assigned(submission, seat)
    client.force_login(runs(call, "chair"))
    client.get(reverse("panel:assignment", args=[call.key]))

    with django_assert_max_num_queries(26):
        told = client.get(reverse("panel:assignment", args=[call.key])).content.decode()
    assert told.count('data-change="kept"') == 3 * count


def test_a_proposal_is_made_looked_at_and_taken(client):
    call = a_call()
    sent = [a_submission(call=call) for _number in range(2)]
    a_panel(call, sent, members=3)
    chair = runs(call, "chair")

    response = send(client, chair, "assignment", call.key, **SETTINGS, experience="on")
    plan = Plan.objects.get()
    told = client.get(response.url).content.decode()
    assert "4 new pairs" in told
    assert "own experience of moving" in told
    send(client, chair, "plan", call.key, plan.uuid, act="take")

    assert Assignment.objects.standing().count() == 4
    assert "Taken" in page(client, chair, "plan", call.key, plan.uuid).content.decode()


def test_whoever_runs_the_call_sees_nothing_of_what_they_have_a_conflict_with(client):
    call = a_call()
    open_one, hidden = a_submission(call=call), a_submission(call=call, title="Zanzibar club")
    seat = a_panel(call, [open_one, hidden], members=1)[0]
    chair, house = runs(call, "chair"), AdministratorFactory()
    for user in (chair, house):
        recused(hidden, user)
    send(client, runs(call, "coordinator"), "assignment", call.key, per_submission=1, objective="total")
    plan = Plan.objects.get()

    for user in (chair, house):
        told = page(client, user, "plan", call.key, plan.uuid).content.decode()
        assert "Zanzibar" not in told
        assert "1 new pair" in told
    send(client, runs(call, "coordinator"), "plan", call.key, plan.uuid, act="take")
    for user in (chair, house):
        for response in (
            page(client, user, "assignment", call.key),
            page(client, user, "assignment", call.key, format="csv"),
            page(client, user, "panel", call.key),
        ):
            assert "Zanzibar" not in response.content.decode()
        assert "1 / 10" in page(client, user, "assignment", call.key).content.decode()
        assert "has declared on 1 submission<" in page(client, user, "panel", call.key).content.decode()
        assert page(client, user, "pairs", call.key, hidden.key).status_code == 404
        assert send(client, user, "pairs", call.key, hidden.key, act="remove", seat=seat.uuid).status_code == 404
    assert Assignment.objects.standing().count() == 2


def test_pairs_by_hand_are_added_locked_and_taken_away(client):
    call = a_call()
    submission = a_submission(call=call)
    seat = a_panel(call, [submission], members=1)[0]
    silent, chair = a_seat(call), runs(call, "chair")

    told = page(client, chair, "pairs", call.key, submission.key).content.decode()
    assert f"{silent.user} has not declared yet" in told
    send(client, chair, "pairs", call.key, submission.key, act="add", seat=seat.uuid)
    send(client, chair, "pairs", call.key, submission.key, act="lock", seat=seat.uuid)
    assert Assignment.objects.get().is_locked
    send(client, chair, "pairs", call.key, submission.key, act="remove", seat=seat.uuid)

    assert not Assignment.objects.standing().exists()


def test_strangers_and_panel_members_do_not_run_the_panel(client):
    call = a_call()
    member = a_seat(call)

    for user in (UserFactory(), member.user):
        for name in ("panel", "ask", "assignment"):
            assert page(client, user, name, call.key).status_code == 403


def test_asking_from_the_page_by_list_and_by_mail(client):
    call, expert = a_call(), an_expert()
    terms = {"part": "expert", "least": 1, "most": 5, "language": "en"}
    chair = runs(call, "chair")

    send(client, chair, "ask", call.key, person=expert.user_id, **terms)
    send(client, chair, "ask", call.key, email="new@example.org", **terms)

    told = page(client, chair, "panel", call.key).content.decode()
    assert str(expert.user) in told
    assert "new@example.org" in told


def test_my_work_names_what_waits(client):
    seat = a_seat(a_call())
    a_submission(call=seat.call)
    client.force_login(seat.user)

    told = client.get(reverse("home:work")).content.decode()

    assert reverse("panel:declare", args=[seat.uuid]) in told
    assert "A club for talking" not in told


def test_who_is_asked_sees_who_runs_the_call_and_the_chair_reads_of_a_tie(client):
    seat = a_seat(a_call(), state=Seat.State.INVITED)
    boss = runs(seat.call, "chair")

    told = page(client, seat.user, "seat", seat.uuid).content.decode()
    assert "Does something tie you to those who run the call?" in told
    assert boss.name in told
    send(client, seat.user, "seat", seat.uuid, answer="yes", ties="The chair is my cousin.")

    assert "The chair is my cousin." in page(client, boss, "panel", seat.call.key).content.decode()


def test_a_seat_with_submissions_leads_to_them(client):
    seat = a_seat(a_call())
    empty = page(client, seat.user, "seat", seat.uuid).content.decode()
    assigned(a_submission(call=seat.call), seat)

    assert "To what you judge" not in empty
    assert "To what you judge" in page(client, seat.user, "seat", seat.uuid).content.decode()
