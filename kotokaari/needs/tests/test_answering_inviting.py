"""Personal links: addresses taken, letters sent once, reminders to who has not answered, refusals."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.foundation import mail as letters
from kotokaari.needs.answering import anonymity, inviting, jobs, sending
from kotokaari.needs.models import Invitation, Mailing, Response, Survey

from .factories import a_survey, maker_of

pytestmark = pytest.mark.django_db
State = Invitation.State


@pytest.fixture(autouse=True)
def no_process(monkeypatch):
    """Letters go when a test says so."""
    monkeypatch.setattr(sending, "launch", lambda mailing: None)


def at(view, survey, *args):
    with translation.override("en"):
        return reverse(f"needs:{view}", args=[survey.key, *args])


def invited(survey, *addresses):
    inviting.invite(survey, addresses="\n".join(addresses), language="en", by=maker_of(survey))
    return list(Invitation.objects.filter(survey=survey).order_by("email"))


def sent(survey, kind="invitations"):
    return sending.work(inviting.begin_mailing(survey, kind=kind, by=maker_of(survey)).pk)


def link_in(letter):
    return next(line for line in letter.body.splitlines() if "/invited/" in line).partition("://")[2].partition("/")[2]


def answers(survey, letter):
    client = Client()
    client.get("/" + link_in(letter))
    client.post(at("answer", survey), {"language": "en"})
    client.post(at("answer-page", survey, 1), {"do": "next", "seen": "what-else", "q-what-else": "So"})
    return client.post(at("answer-check", survey), {"do": "send"})


def test_addresses_are_looked_at_one_by_one(client):
    survey = a_survey()
    client.force_login(maker_of(survey))
    pasted = "a@example.org, B@Example.org;not-one\n<c@example.org>\na@example.org x@y"
    answer = client.post(at("invite", survey), {"addresses": pasted, "language": "en"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "not-one" in text
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]


def test_each_invitation_is_sent_once_and_its_link_takes_one_answer():
    survey = a_survey(is_by_invitation=True)
    invited(survey, "a@example.org", "b@example.org")
    done = sent(survey)

    assert (done.state, done.done, len(mail.outbox)) == (Mailing.State.DONE, 2, 2)
    assert sending.work(done.pk) is None
    with pytest.raises(inviting.CannotSend):
        sent(survey)
    assert answers(survey, mail.outbox[0])["Location"] == at("answer-thanks", survey)
    assert answers(survey, mail.outbox[0])["Location"] != at("answer-thanks", survey)
    assert Response.objects.filter(survey=survey, is_sent=True).count() == 1
    assert anonymity.count_used(survey) == 1


def test_without_a_link_nobody_answers_what_is_by_invitation(client):
    survey = a_survey(is_by_invitation=True)
    client.post(at("answer", survey), {"language": "en"})
    assert not Response.objects.exists()
    assert client.get(at("invited", survey, "x" * 32)).status_code == 404
    assert "personal link" in client.get(at("answer", survey)).content.decode()


def test_only_who_has_not_answered_is_reminded_and_the_rows_do_not_tell_who():
    survey = a_survey()
    invited(survey, "a@example.org", "b@example.org", "c@example.org")
    sent(survey)
    answers(survey, mail.outbox[1])
    who = mail.outbox[1].to
    mail.outbox.clear()
    done = sent(survey, "reminders")

    assert done.done == len(mail.outbox) == 2
    assert who not in [letter.to for letter in mail.outbox]
    assert set(Invitation.objects.values_list("round", "state")) == {(1, "sent")}


def test_what_cannot_be_sent_waits_and_what_nobody_knows_is_asked(monkeypatch):
    survey = a_survey()
    first, second = invited(survey, "a@example.org", "b@example.org")

    def breaks(address, **more):
        raise (OSError if address == first.email else letters.Unsure)("no")

    monkeypatch.setattr(letters, "deliver", breaks)
    done = sent(survey)

    assert (done.done, done.failed) == (0, 2)
    states = dict(Invitation.objects.values_list("email", "state"))
    assert states == {first.email: State.FAILED, second.email: State.SENDING}
    assert inviting.settle(survey, went=False, by=maker_of(survey)) == 1
    monkeypatch.undo()
    monkeypatch.setattr(sending, "launch", lambda mailing: None)
    assert sent(survey).done == 2


def test_who_wants_no_letters_is_forgotten_and_not_asked_again(client):
    survey = a_survey()
    [one] = invited(survey, "a@example.org")
    sent(survey)
    refuse = at("refuse", survey, anonymity.link_token(one))
    assert refuse.encode() in mail.outbox[0].message().as_bytes().replace(b"=\n", b"")
    assert client.get(refuse).status_code == 200
    one.refresh_from_db()
    assert one.email
    client.post(refuse)

    one.refresh_from_db()
    assert (one.email, one.state) == ("", State.REFUSED)
    again = inviting.invite(survey, addresses="A@example.org", language="en", by=None)
    assert (again.added, again.refused) == (0, 1)


def test_guesses_are_counted(client, settings):
    survey = a_survey()
    codes = [client.get(at("invited", survey, f"guess{number}"), REMOTE_ADDR="192.0.2.7") for number in range(25)]
    assert codes[0].status_code == 404
    assert codes[-1].status_code == 429
    assert client.get("/en/answer/zzzzzz/", REMOTE_ADDR="192.0.2.7").status_code == 429


def test_three_days_before_closing_the_house_reminds_once():
    survey = a_survey(closes_at=timezone.now() + datetime.timedelta(days=2))
    invited(survey, "a@example.org")
    sent(survey)
    Mailing.objects.update(begun_at=timezone.now() - datetime.timedelta(days=6))
    mail.outbox.clear()
    today = timezone.localdate()

    assert jobs.remind(today)
    assert jobs.remind(today) == ""
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("language", "words"), [("fi", "2.1.2099"), ("en", "2 January 2099")])
def test_a_letter_says_in_its_language_until_when_one_answers(language, words):
    survey = a_survey(closes_at=datetime.datetime(2099, 1, 2, 12, tzinfo=datetime.UTC), languages=["fi", "sv", "en"])
    inviting.invite(survey, addresses="a@example.org", language=language, by=maker_of(survey))
    sent(survey)

    assert words in mail.outbox[0].body


def test_drafts_nobody_can_send_and_old_addresses_are_forgotten(client):
    survey = a_survey()
    invited(survey, "a@example.org")
    client.post(at("answer", survey), {"language": "en"})
    today = timezone.localdate()
    assert jobs.forget(today) == ""
    Survey.objects.update(closes_at=timezone.now() - datetime.timedelta(days=31))
    jobs.forget(today)

    assert not Response.objects.exists()
    assert Invitation.objects.get().email == ""


def test_the_page_of_the_ways_asks_the_same_for_one_address_and_a_hundred(client, django_assert_max_num_queries):
    survey = a_survey()
    client.force_login(maker_of(survey))
    invited(survey, *(f"a{number}@example.org" for number in range(100)))
    with django_assert_max_num_queries(20) as queries:
        client.get(at("ways", survey))
    Invitation.objects.exclude(email="a1@example.org").delete()
    with django_assert_max_num_queries(len(queries)):
        client.get(at("ways", survey))


def test_others_do_not_know_the_ways(client, django_user_model):
    from kotokaari.people.tests.factories import UserFactory

    survey = a_survey()
    client.force_login(UserFactory())
    for view in ("ways", "code-file", "paper-enter"):
        assert client.get(at(view, survey)).status_code == 404
    assert client.get(at("paper-pdf", survey, "en")).status_code == 404


def test_the_way_in_is_given_in_every_language_of_the_survey(client):
    survey = a_survey(languages=["fi", "en", "ar"])
    client.force_login(maker_of(survey))
    page = client.get(at("ways", survey)).content.decode()
    with translation.override("fi"):
        finnish = reverse("needs:answer", args=[survey.key])

    for address in (finnish, at("answer", survey), f"{at('answer', survey)}?language=ar"):
        assert f'{address}"' in page, address
    codes = {client.get(at("code-file", survey) + f"?language={code}").content for code in ("fi", "en", "ar")}
    assert len(codes) == 3
