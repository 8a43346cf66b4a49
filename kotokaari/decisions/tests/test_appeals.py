from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.tests.factories import runs
from kotokaari.decisions.appeals import actions
from kotokaari.decisions.models import Appeal, Decision
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.foundation.errors import DomainError
from kotokaari.people.tests.factories import UserFactory
from kotokaari.submissions.models import Author
from kotokaari.submissions.tests.factories import a_submission, author_of, recused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def answered(**more):
    more = {"answered_at": timezone.now(), "appeal_until": timezone.localdate(), **more}
    return a_decision(a_submission(title="Harbour club"), outcome="decline", **more)


def asked(decision, text="You did not see the figures."):
    return actions.ask_for_new_look(decision, text=text, by=author_of(decision.submission))


def test_an_author_asks_on_the_last_day_and_not_after():
    decision = answered()
    assert asked(decision).state == "open"

    for late in ({"appeal_until": timezone.localdate() - timedelta(days=1)}, {"answered_at": None}, {"final": False}):
        with pytest.raises(DomainError):
            asked(answered(**late))
    with pytest.raises(DomainError):
        asked(answered(), text=" ")


def test_one_new_look_at_a_time():
    decision = answered()
    asked(decision)

    with pytest.raises(DomainError):
        asked(decision)


def test_those_who_run_the_call_are_told_but_not_whoever_has_a_conflict(django_capture_on_commit_callbacks):
    decision = answered()
    chair, coordinator = (runs(decision.submission.call, part) for part in ("chair", "coordinator"))
    recused(decision.submission, chair)

    with django_capture_on_commit_callbacks(execute=True):
        asked(decision)

    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]


@pytest.mark.parametrize(("stands", "state", "left"), [(True, "dismissed", "final"), (False, "upheld", "draft")])
def test_the_decision_stands_or_is_taken_anew_and_every_author_is_told(
    stands, state, left, django_capture_on_commit_callbacks
):
    decision = answered()
    Author.objects.create(submission=decision.submission, user=UserFactory())
    appeal = asked(decision)

    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_appeal(appeal, stands=stands, answer="We looked.", by=runs(decision.submission.call, "chair"))

    appeal.refresh_from_db()
    decision.refresh_from_db()
    assert (appeal.state, decision.state) == (state, left)
    assert len(mail.outbox) == 2
    assert all("We looked." in letter.body for letter in mail.outbox)
    with pytest.raises(DomainError):
        actions.answer_appeal(appeal, stands=True, answer="Again.", by=runs(decision.submission.call, "chair"))


def test_it_is_asked_for_and_read_on_the_authors_page(client):
    decision = answered()
    url = reverse("decisions:appeal", args=[decision.submission.key])
    client.force_login(author_of(decision.submission))

    client.post(url, {"text": "Look at the figures."})

    assert Appeal.objects.get().text == "Look at the figures."
    assert "Look at the figures." in client.get(url).content.decode()
    assert (
        "Ask for a new look"
        in client.get(reverse("decisions:decision", args=[decision.submission.key])).content.decode()
    )
    for person in (UserFactory(), runs(decision.submission.call, "chair")):
        client.force_login(person)
        assert client.get(url).status_code == 404
    Decision.objects.update(answered_at=None)
    Appeal.objects.all().delete()
    client.force_login(author_of(decision.submission))
    assert client.get(url).status_code == 404


def test_the_chair_answers_and_others_who_run_the_call_read(client):
    decision = answered()
    appeal = asked(decision)
    url = reverse("decisions:appeal-answer", args=[appeal.uuid])
    words = {"stands": "yes", "answer": "It stands."}

    client.force_login(runs(decision.submission.call, "coordinator"))
    assert client.get(url).status_code == 200
    assert client.post(url, words).status_code == 403
    client.force_login(author_of(decision.submission))
    assert client.post(url, words).status_code == 404
    chair = runs(decision.submission.call, "chair")
    client.force_login(chair)
    assert client.post(url, words).status_code == 302

    appeal.refresh_from_db()
    assert (appeal.state, appeal.answered_by) == ("dismissed", chair)


def test_a_recused_chair_finds_no_new_look(client):
    decision = answered()
    appeal = asked(decision)
    chair = runs(decision.submission.call, "chair")
    recused(decision.submission, chair)
    client.force_login(chair)

    assert (
        "Harbour club"
        not in client.get(reverse("decisions:appeals", args=[decision.submission.call.key])).content.decode()
    )
    assert client.get(reverse("decisions:appeal-answer", args=[appeal.uuid])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    decision = answered()
    call = decision.submission.call
    asked(decision)
    for _number in range(count - 1):
        other = a_decision(a_submission(call=call), answered_at=timezone.now(), appeal_until=timezone.localdate())
        asked(other)
    client.force_login(runs(call, "chair"))
    url = reverse("decisions:appeals", args=[call.key])
    client.get(url)

    with django_assert_num_queries(6):
        shown = client.get(url).content.decode()
    assert shown.count("appeal-row") == count


def test_an_author_takes_the_request_back_and_may_ask_again(client):
    decision = answered()
    asked(decision)
    client.force_login(author_of(decision.submission))
    address = reverse("decisions:appeal", args=[decision.submission.key])

    client.post(address, {"do": "withdraw"})
    assert [one.state for one in decision.appeals.all()] == ["withdrawn"]
    assert asked(decision).state == "open"


def test_nobody_else_takes_it_back_and_nothing_is_taken_back_twice(client):
    decision = answered()
    asked(decision)
    client.force_login(UserFactory())
    address = reverse("decisions:appeal", args=[decision.submission.key])

    assert client.post(address, {"do": "withdraw"}).status_code == 404
    actions.withdraw_appeal(decision, by=author_of(decision.submission))
    with pytest.raises(DomainError):
        actions.withdraw_appeal(decision, by=author_of(decision.submission))
