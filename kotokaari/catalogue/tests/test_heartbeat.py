"""«Is it still so?»: who is asked when, the page behind the letter, and what readers see when nobody answers."""

import datetime
import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kotokaari import cli
from kotokaari.catalogue import heartbeat, index, listing
from kotokaari.catalogue.filters import Filters
from kotokaari.catalogue.models import HeartbeatLetter, Practice
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory

from .factories import a_practice

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 11, 22)
DAYS = datetime.timedelta(days=1)


def a_due_practice(due=DAY, **kwargs):
    """A practice whose yearly question is due on this day."""
    practice = a_practice(**kwargs)
    Practice.objects.filter(pk=practice.pk).update(review_due=due, confirmed_on=due - 365 * DAYS)
    practice.refresh_from_db()
    return practice


def an_editor(organisation, role=Role.COORDINATOR, **user):
    return MembershipFactory(organisation=organisation, role=role, user=UserFactory(**user)).user


def link_in(letter):
    return re.search(r"http://[^/\s]+(/\S+/still-so/\S+/)", letter.body)[1]


@pytest.fixture
def owner():
    return OrganisationFactory(fi="Järjestö")


# Letters


def test_the_editors_are_asked_on_the_day_and_nobody_else(owner):
    a_due_practice(owner=owner, title="A club")
    editor, chief = an_editor(owner), an_editor(owner, Role.ADMINISTRATOR)
    an_editor(owner, Role.MEMBER), an_editor(OrganisationFactory()), an_editor(owner, is_active=False)
    an_editor(owner, mail_rhythm="never")

    assert heartbeat.work(DAY - DAYS) == ""
    with override("en"):
        assert heartbeat.work(DAY) == "2 letters sent"
    assert heartbeat.work(DAY) == ""
    assert {letter.to[0] for letter in mail.outbox} == {editor.email, chief.email}


def test_a_letter_is_in_the_language_of_its_reader_and_asks_about_all_that_is_due(owner):
    a_due_practice(owner=owner, title="A club"), a_due_practice(owner=owner, title="A café", due=DAY - DAYS)
    an_editor(owner, language="sv")

    heartbeat.work(DAY)

    (letter,) = mail.outbox
    assert letter.subject == "Är det fortfarande så? 2 praxis"
    assert "A club\nSenast bekräftad 22.11.2026." in letter.body
    assert letter.body.count("/sv/praxis/fortfarande/") == 2


def test_a_second_letter_comes_after_a_month_and_no_third(owner):
    a_due_practice(owner=owner)
    an_editor(owner)

    for after in (0, 29, 30, 31, 60, 61, 200):
        heartbeat.work(DAY + after * DAYS)

    assert [letter.sent_on for letter in HeartbeatLetter.objects.all()] == [DAY, DAY + 30 * DAYS]
    assert "We asked a month ago" in mail.outbox[1].body


def test_a_missed_day_is_made_up(owner):
    a_due_practice(owner=owner)
    an_editor(owner)

    heartbeat.work(DAY + 12 * DAYS)

    assert len(mail.outbox) == 1


def test_who_has_confirmed_is_left_alone_for_a_year(owner):
    practice = a_practice(owner=owner)
    an_editor(owner)

    heartbeat.work(practice.review_due - DAYS)
    assert mail.outbox == []
    heartbeat.work(practice.review_due)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("status", ["ended", "archived", "withdrawn"])
def test_only_what_is_carried_out_is_asked_about(owner, status):
    a_due_practice(owner=owner, status=status)
    an_editor(owner)

    heartbeat.work(DAY)

    assert mail.outbox == []


def test_a_long_list_comes_in_several_letters(owner, monkeypatch):
    monkeypatch.setattr(heartbeat, "MOST_IN_A_LETTER", 2)
    for _number in range(3):
        a_due_practice(owner=owner)
    an_editor(owner)

    heartbeat.work(DAY)
    heartbeat.work(DAY + DAYS)

    assert [letter.body.count("/still-so/") for letter in mail.outbox] == [2, 1]


def test_a_letter_that_the_server_refuses_is_tried_again(owner, monkeypatch):
    a_due_practice(owner=owner)
    an_editor(owner)

    def refuse(*args):
        raise SMTPException("no post today")

    with monkeypatch.context() as broken:
        broken.setattr("kotokaari.catalogue.mails.still_so", refuse)
        with pytest.raises(SMTPException):
            heartbeat.work(DAY)
    heartbeat.work(DAY)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_asking_whom_to_ask_costs_the_same_however_many(owner, django_assert_num_queries, count):
    for _number in range(count):
        a_due_practice(owner=owner)
        an_editor(owner)

    with django_assert_num_queries(3):
        assert len(heartbeat.questions_of(DAY)) == count * count


def test_the_command_moves_the_clock(owner):
    a_due_practice(owner=owner)
    an_editor(owner)

    assert cli.main(["daily", "--on", "2027-11-22"]) == 0
    assert any("/still-so/" in letter.body for letter in mail.outbox)


# The page behind the letter


@pytest.fixture
def asked(owner):
    """A practice, the person asked, and the address from the letter."""
    practice = a_due_practice(owner=owner, due=timezone.localdate() - DAYS, title="A club")
    editor = an_editor(owner, name="Edith")
    heartbeat.work(timezone.localdate())
    return practice, editor, link_in(mail.outbox[-1])


def test_opening_the_page_changes_nothing(client, asked):
    practice, _editor, link = asked
    before = AuditEvent.objects.count()

    for query in ("", "?answer=yes", "?answer=ended"):
        response = client.get(link + query)

    assert response.status_code == 200
    assert "You answer as Edith" in response.content.decode()
    assert AuditEvent.objects.count() == before
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    practice.refresh_from_db()
    assert practice.review_due < timezone.localdate()


def test_one_click_confirms_in_the_name_of_the_person_asked(client, asked):
    practice, editor, link = asked

    response = client.post(link, {"answer": "yes"}, follow=True)

    practice.refresh_from_db()
    assert practice.confirmed_on == timezone.localdate()
    assert "Thank you. Confirmed" in response.content.decode()
    assert AuditEvent.objects.get(action="practice confirmed").actor == str(editor.uuid)
    assert HeartbeatLetter.objects.get().answer == "yes"


def test_a_second_answer_changes_nothing_more(client, asked):
    practice, _editor, link = asked
    client.post(link, {"answer": "yes"})

    response = client.post(link, {"answer": "ended", "reason": "Over."})

    practice.refresh_from_db()
    assert practice.status == "published"
    assert "answered already" in response.content.decode()


def test_an_ending_needs_its_reason_and_can_be_taken_back_for_a_while(client, asked):
    practice, _editor, link = asked

    assert "required" in client.post(link, {"answer": "ended", "reason": ""}).content.decode()
    client.post(link, {"answer": "ended", "reason": "The money ended."})
    practice.refresh_from_db()
    assert practice.status == "ended"
    assert "That was a slip" in client.get(link).content.decode()
    client.post(link, {"answer": "undo"})
    practice.refresh_from_db()
    assert practice.status == "published"
    client.post(link, {"answer": "ended", "reason": "The money ended."})
    HeartbeatLetter.objects.update(answered_at=timezone.now() - datetime.timedelta(minutes=16))
    client.post(link, {"answer": "undo"})
    practice.refresh_from_db()
    assert practice.status == "ended"


def test_correcting_begins_a_draft_and_leads_to_it(client, asked):
    practice, editor, link = asked

    response = client.post(link, {"answer": "correct"})

    assert response["Location"] == f"/en/practices/{practice.key}/write/"
    assert practice.versions.get(state="draft").created_by == editor
    client.post(link, {"answer": "correct"})
    assert practice.versions.count() == 2


def test_an_answer_nobody_offered_is_refused(client, asked):
    assert "Choose one of the answers" in client.post(asked[2], {"answer": "sell"}).content.decode()


def test_who_has_left_the_organisation_answers_no_more(client, asked):
    practice, editor, link = asked
    editor.memberships.update(since="2020-01-01", until="2021-01-01")

    assert client.get(link).status_code == 410
    assert client.post(link, {"answer": "yes"}).status_code == 410
    practice.refresh_from_db()
    assert practice.confirmed_on < timezone.localdate()


def test_a_link_ends_after_120_days_and_a_wrong_one_never_works(client, asked, monkeypatch):
    link = asked[2]

    assert client.get(link[:-2] + "x/").status_code == 410
    monkeypatch.setattr(heartbeat, "VALID_FOR", datetime.timedelta(seconds=-1))
    assert client.get(link).status_code == 410


def test_guessing_is_slowed_down(client):
    with override("en"):
        address = reverse("catalogue:still-so", args=["guess"])

    assert {client.get(address).status_code for _try in range(31)} == {410, 404}


def test_erasing_a_person_forgets_the_letters(asked):
    from kotokaari.people.actions.account import erase_person

    erase_person(asked[1], by=asked[1])

    assert not HeartbeatLetter.objects.exists()


# What readers see


@pytest.mark.parametrize(("late", "shown"), [(59, False), (60, True), (400, True)])
def test_after_60_days_the_page_says_so(client, late, shown):
    practice = a_due_practice(due=timezone.localdate() - late * DAYS)

    with override("en"):
        page = client.get(practice.get_absolute_url()).content.decode()
        row = listing.found(Filters(), "en").rows[0]

    assert ("Ask before you rely on it" in page) is shown
    assert ("Not confirmed since" in row.marks) is shown
    assert bool(practice.unconfirmed_since) is shown


def test_what_has_ended_is_not_blamed_for_silence():
    assert a_due_practice(due=timezone.localdate() - 400 * DAYS, status="ended").unconfirmed_since is None


def test_the_list_can_be_narrowed_to_them():
    silent = a_due_practice(due=timezone.localdate() - 60 * DAYS)
    a_due_practice(due=timezone.localdate() - 59 * DAYS), a_practice()

    found = listing.found(Filters(chosen={"fresh": (index.UNCONFIRMED,)}), "en")

    assert [row.title for row in found.rows] == [str(silent.current.title)]


def test_search_hears_of_it_on_the_day(monkeypatch):
    heard = []
    monkeypatch.setattr(heartbeat, "index", lambda kind, uuids: heard.extend(uuids))
    silent = a_due_practice(due=DAY - 60 * DAYS)
    a_due_practice(due=DAY - 30 * DAYS)

    heartbeat.work(DAY)

    assert silent.uuid in heard
