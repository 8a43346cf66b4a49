"""Asking the owner: who may, who hears of it, what is kept, and what everybody sees."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kotokaari.catalogue.public import Contact
from kotokaari.catalogue.tests.factories import ContactFactory, a_practice
from kotokaari.exchange import actions, jobs, queries
from kotokaari.exchange.models import Message, Question, Unsent
from kotokaari.exchange.public import unanswered_questions
from kotokaari.foundation.dataversion import steady
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.limits import TooOften
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Role
from kotokaari.people.public import person_erased
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory

from .factories import a_question, an_answer, an_editor

pytestmark = pytest.mark.django_db
ASKED = {"subject": "How many hosts?", "text": "We plan a group.", "signed": "name", "is_open": "on"}


def consented(practice, **person):
    return ContactFactory(practice=practice, consented_at=timezone.now(), user=UserFactory(**person))


def page_of(client, practice):
    return client.get(practice.get_absolute_url()).content.decode()


# Asking


def test_a_reader_asks_from_the_practices_page(client, practice):
    asker = UserFactory()
    client.force_login(asker)

    assert reverse("exchange:ask", args=[practice.key]) in page_of(client, practice)
    response = client.post(reverse("exchange:ask", args=[practice.key]), ASKED)

    question = Question.objects.get()
    assert response.url == question.get_absolute_url()
    assert (question.asker, question.state, question.is_open) == (asker, "open", True)
    assert question.messages.get().text == "We plan a group."
    assert "We plan a group." in client.get(response.url).content.decode()


def test_who_has_not_signed_in_signs_in_and_finds_the_words_again(client, practice):
    address = reverse("exchange:ask", args=[practice.key])

    sent = client.post(address, ASKED)
    client.force_login(UserFactory())
    form = client.get(address).content.decode()

    assert sent.url.endswith(f"?next={address}")
    assert Question.objects.count() == 0
    assert "How many hosts?" in form
    assert "We plan a group." in form
    client.post(address, ASKED)
    assert "How many hosts?" not in client.get(address).content.decode()


def test_what_is_typed_is_kept_until_it_is_sent(client, practice):
    asker = UserFactory()
    client.force_login(asker)

    kept = client.post(reverse("exchange:ask-keep", args=[practice.key]), {"subject": "How ma", "evil": "x"})

    assert kept.status_code == 204
    assert Unsent.objects.get().fields == {"subject": "How ma"}
    assert 'value="How ma"' in client.get(reverse("exchange:ask", args=[practice.key])).content.decode()
    a_question(practice, by=asker)
    assert not Unsent.objects.exists()


def test_one_asks_for_an_organisation_of_ones_own_only(client, practice):
    mine, other = OrganisationFactory(), OrganisationFactory()
    asker = MembershipFactory(organisation=mine).user
    client.force_login(asker)
    address = reverse("exchange:ask", args=[practice.key])

    refused = client.post(address, {**ASKED, "organisation": other.pk})
    client.post(address, {**ASKED, "organisation": mine.pk})

    assert refused.status_code == 200
    assert Question.objects.get().organisation == mine


def test_who_answers_for_a_practice_does_not_ask_oneself(practice):
    with pytest.raises(DomainError):
        a_question(practice, by=an_editor(practice.owner))


def test_a_withdrawn_practice_is_not_asked_about(client):
    gone = a_practice(status="withdrawn")

    assert client.get(reverse("exchange:ask", args=[gone.key])).status_code == 404
    with pytest.raises(DomainError):
        a_question(gone)


def test_nobody_asks_without_end(practice):
    asker = UserFactory()
    for _turn in range(10):
        a_question(practice, by=asker)

    with pytest.raises(TooOften):
        a_question(practice, by=asker)
    assert Question.objects.count() == 10


# Letters


def test_editors_partners_and_those_who_agreed_hear_of_it_each_in_their_language(practice, letters):
    partner = OrganisationFactory()
    practice.partners.create(organisation=partner)
    told = [
        an_editor(practice.owner, email="owner@example.org", language="fi"),
        an_editor(partner, email="partner@example.org", language="sv"),
        consented(practice, email="contact@example.org").user,
    ]
    MembershipFactory(organisation=practice.owner, user__email="member@example.org")
    ContactFactory(practice=practice, user__email="asked-only@example.org")

    with letters():
        a_question(practice, by=UserFactory(name="Ada Asker", email="ada@example.org"))

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in told)
    assert all(len(letter.recipients()) == 1 for letter in mail.outbox)
    in_finnish = next(letter for letter in mail.outbox if letter.to == ["owner@example.org"])
    assert "/fi/kysymykset/" in in_finnish.body
    assert "Ada Asker" in in_finnish.body
    for letter in mail.outbox:
        whole = letter.message().as_string()
        assert "ada@example.org" not in whole
        assert {address for address in (person.email for person in told) if address in whole} == set(letter.to)


def test_a_letter_signed_without_a_name_tells_none(practice, letters):
    an_editor(practice.owner)
    mine = OrganisationFactory(en="Kemi town")

    with letters():
        a_question(practice, by=UserFactory(name="Ada Asker"), organisation=mine, shows_name=False)

    assert "Ada" not in mail.outbox[0].body
    assert "Kemi town" in mail.outbox[0].body


def test_who_wants_no_letters_gets_none_unless_nobody_else_would_hear(practice, letters):
    quiet = an_editor(practice.owner, mail_rhythm="never")
    with letters():
        a_question(practice)
    assert [letter.to for letter in mail.outbox] == [[quiet.email]]

    loud = an_editor(practice.owner)
    mail.outbox.clear()
    with letters():
        a_question(practice)
    assert [letter.to for letter in mail.outbox] == [[loud.email]]


def test_the_answer_reaches_the_asker(practice, letters):
    asker = UserFactory(email="ada@example.org", language="sv")
    question = a_question(practice, by=asker)
    by = an_editor(practice.owner, email="owner@example.org", name="Olga Owner")

    with letters():
        an_answer(question, by=by, shows_name=False)

    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "Two are enough." in letter.body
    assert "Olga" not in letter.body
    assert "owner@example.org" not in letter.message().as_string()


# The thread


def test_an_answer_makes_it_answered_and_thanks_leave_it_so(practice):
    asker = UserFactory()
    question = an_answer(a_question(practice, by=asker))
    assert question.state == "answered"

    actions.write_message(question, text="Thank you!", language="en", shows_name=True, by=asker)
    question.refresh_from_db()
    assert question.state == "answered"

    actions.write_message(question, text="And chairs?", language="en", shows_name=True, by=asker, asks_again=True)
    question.refresh_from_db()
    assert question.state == "open"
    assert queries.asked_and_answered(practice).count() == 1


@pytest.mark.parametrize("who", ["owner", "partner", "contact"])
def test_the_owner_its_partners_and_those_who_agreed_answer(client, practice, who):
    partner = OrganisationFactory()
    practice.partners.create(organisation=partner)
    people = {
        "owner": lambda: an_editor(practice.owner),
        "partner": lambda: an_editor(partner),
        "contact": lambda: consented(practice).user,
    }
    question = a_question(practice)
    client.force_login(people[who]())

    client.post(question.get_absolute_url(), {"text": "Two are enough.", "signed": "organisation"})

    answer = question.messages.last()
    assert answer.side == ("partner" if who == "partner" else "owner")
    assert answer.organisation == (partner if who == "partner" else practice.owner)


@pytest.mark.parametrize("who", ["stranger", "member", "not agreed", "no longer agrees"])
def test_others_do_not_know_a_closed_thread(client, practice, who):
    question = an_answer(a_question(practice, is_open=False))
    people = {
        "stranger": lambda: an_editor(OrganisationFactory()),
        "member": lambda: MembershipFactory(organisation=practice.owner, role=Role.MEMBER).user,
        "not agreed": lambda: ContactFactory(practice=practice).user,
        "no longer agrees": lambda: (
            ContactFactory(practice=practice, consented_at=timezone.now(), withdrawn_at=timezone.now()).user
        ),
    }
    client.force_login(people[who]())

    assert client.get(question.get_absolute_url()).status_code == 404
    assert client.post(question.get_absolute_url(), {"text": "x", "signed": "name"}).status_code == 404


def test_a_letters_link_asks_to_sign_in(client, practice):
    question = a_question(practice)

    response = client.get(question.get_absolute_url())

    assert response.status_code == 302
    assert response.url.endswith(question.get_absolute_url())


def test_a_stranger_reads_an_open_answered_thread_and_writes_nothing(client, practice):
    question = an_answer(a_question(practice))
    client.force_login(UserFactory())

    assert "Two are enough." in client.get(question.get_absolute_url()).content.decode()
    assert client.post(question.get_absolute_url(), {"text": "x", "signed": "name"}).status_code == 403


def test_names_are_for_the_two_sides_and_of_those_who_agreed(client, practice):
    asker = UserFactory(name="Ada Asker")
    question = a_question(practice, by=asker)
    an_answer(question, by=an_editor(practice.owner, name="Olga Owner"))
    contact = consented(practice, name="Carla Contact")
    an_answer(question, by=contact.user, text="And I can help.")

    everybody = client.get(question.get_absolute_url()).content.decode() + page_of(client, practice)
    client.force_login(asker)
    to_asker = client.get(question.get_absolute_url()).content.decode()

    assert "Ada Asker" not in everybody
    assert "Olga Owner" not in everybody
    assert "Carla Contact" in everybody
    assert "Ada Asker" in to_asker
    assert "Olga Owner" in to_asker
    actions_of_contact = Contact.objects.get(pk=contact.pk)
    actions_of_contact.withdrawn_at = timezone.now()
    actions_of_contact.save()
    client.logout()
    assert "Carla Contact" not in client.get(question.get_absolute_url()).content.decode()


def test_what_one_wrote_can_be_mended_for_a_quarter_of_an_hour(client, practice):
    asker = UserFactory()
    question = a_question(practice, by=asker)
    message = question.messages.get()
    client.force_login(asker)
    address = reverse("exchange:message-edit", args=[question.uuid, message.pk])

    client.post(address, {"text": "We plan two groups."})
    message.refresh_from_db()
    assert (message.text, message.edited_at is None) == ("We plan two groups.", False)

    Message.objects.update(written_at=timezone.now() - datetime.timedelta(minutes=16))
    assert client.post(address, {"text": "We plan three."}).status_code == 403
    message.refresh_from_db()
    with pytest.raises(DomainError):
        actions.edit_message(message, text="We plan three.", by=asker)
    assert message.text == "We plan two groups."


def test_a_message_of_somebody_else_is_not_mended(client, practice):
    question = a_question(practice)
    client.force_login(an_editor(practice.owner))

    address = reverse("exchange:message-edit", args=[question.uuid, question.messages.get().pk])
    assert client.post(address, {"text": "Changed"}).status_code == 403


# What everybody sees


def test_open_answered_questions_stand_on_the_practices_page(client, practice):
    for number in range(3):
        an_answer(a_question(practice, subject=f"Open {number}"))
    a_question(practice, subject="Not answered")
    an_answer(a_question(practice, subject="Between the two", is_open=False))

    page = page_of(client, practice)
    whole = client.get(reverse("exchange:practice-questions", args=[practice.key])).content.decode()

    for text in (page, whole):
        assert all(f"Open {number}" in text for number in range(3))
        assert "Not answered" not in text
        assert "Between the two" not in text


def test_the_asker_decides_afterwards_who_may_read(client, practice):
    asker = UserFactory()
    question = an_answer(a_question(practice, by=asker))
    assert "How many hosts?" in page_of(client, practice)
    client.force_login(asker)

    client.post(reverse("exchange:question-open", args=[question.uuid]), {"open": "no"})

    client.logout()
    assert "How many hosts?" not in page_of(client, practice)


@pytest.mark.parametrize("act", ["withdraw", "hide"])
def test_withdrawn_and_hidden_ones_leave_the_page(client, practice, letters, act):
    asker = UserFactory(email="ada@example.org")
    question = an_answer(a_question(practice, by=asker))
    who = {"withdraw": asker, "hide": an_editor(practice.owner)}[act]
    assert "How many hosts?" in page_of(client, practice)
    client.force_login(who)
    mail.outbox.clear()

    with letters():
        client.post(reverse(f"exchange:question-{act}", args=[question.uuid]), {"reason": "It names a client."})
    client.logout()

    assert "How many hosts?" not in page_of(client, practice)
    told = [letter.body for letter in mail.outbox if letter.to == ["ada@example.org"]]
    assert (act == "hide") == any("It names a client." in body for body in told)
    if act == "hide":
        client.force_login(who)
        client.post(reverse("exchange:question-hide", args=[question.uuid]))
        client.logout()
        assert "How many hosts?" in page_of(client, practice)


def test_a_closed_question_takes_no_words_and_says_why(client, practice, letters):
    asker = UserFactory()
    question = a_question(practice, by=asker)
    owner = an_editor(practice.owner)

    with letters():
        actions.close_question(question, reason="We no longer run it.", by=owner)

    assert "We no longer run it." in mail.outbox[-1].body
    client.force_login(asker)
    assert "We no longer run it." in client.get(question.get_absolute_url()).content.decode()
    with pytest.raises(DomainError):
        actions.write_message(question, text="Oh.", language="en", shows_name=True, by=asker)
    with pytest.raises(DomainError):
        actions.close_question(question, reason="Again.", by=owner)


# Read, unread, waiting


def test_what_is_new_is_marked_until_it_is_read(client, practice):
    asker = UserFactory()
    question = an_answer(a_question(practice, by=asker))
    client.force_login(asker)
    unread = lambda: [one.is_unread for one in queries.asked_by(asker)]  # noqa: E731

    before = unread()
    client.get(question.get_absolute_url())
    after = unread()
    an_answer(question, text="One more thing.")

    assert (before, after, unread()) == ([True], [False], [True])


def test_my_work_shows_what_waits(client, practice):
    owner, specialist = an_editor(practice.owner), UserFactory()
    MembershipFactory(user=specialist, role=Role.SPECIALIST)
    question = a_question(practice)
    assert question.copied_at is None
    work = reverse("home:work")

    client.force_login(owner)
    assert "How many hosts?" in client.get(work).content.decode()
    client.force_login(specialist)
    assert "How many hosts?" not in client.get(work).content.decode()
    actions.copy_to_specialists(question, by=None)
    assert "How many hosts?" in client.get(work).content.decode()


def test_after_a_week_the_owner_is_reminded_once_and_after_two_specialists_see_it(practice, letters):
    owner, specialist = an_editor(practice.owner), UserFactory()
    MembershipFactory(user=specialist, role=Role.SPECIALIST)
    question = a_question(practice)
    today = timezone.localdate()

    def night(days):
        mail.outbox.clear()
        with letters():
            said = jobs.wake_questions(today + datetime.timedelta(days=days))
        question.refresh_from_db()
        return said, [letter.to[0] for letter in mail.outbox], question.copied_at is not None

    assert night(6) == ("", [], False)
    assert night(7) == ("1 question woken", [owner.email], False)
    assert night(8) == ("", [], False)
    assert night(14) == ("1 question woken", [], True)
    an_answer(question, by=specialist)
    assert question.messages.last().side == "support"
    assert night(40) == ("", [], True)


def test_a_question_that_nobody_would_hear_goes_to_specialists_at_once(client, practice):
    client.force_login(UserFactory())

    response = client.post(reverse("exchange:ask", args=[practice.key]), ASKED, follow=True)

    assert "Nobody who owns this practice uses Kotokaari yet" in response.content.decode()
    assert queries.copied().count() == 1


def test_the_national_view_counts_without_naming_anybody(practice):
    a_question(practice, subject="Older", by=UserFactory(name="Ada Asker"))
    Question.objects.update(waiting_since=timezone.now() - datetime.timedelta(days=9, hours=1))
    a_question(practice, subject="Newer")
    an_answer(a_question(practice))
    a_question(a_practice(title="Gone soon"))
    gone = Question.objects.order_by("pk").last().practice
    gone.status = "withdrawn"
    gone.save()

    told = unanswered_questions(UserFactory())

    assert (told.count, [row.days for row in told.rows]) == (2, [9, 0])
    assert str(told.rows[0].practice) == "A club for talking"
    assert {row.subject for row in told.rows} == {""}
    assert "Ada" not in repr(told)
    assert unanswered_questions(an_editor(practice.owner)).rows[0].subject == "Older"


# A person's own data


def test_ones_own_data_holds_what_one_wrote(client, practice):
    asker = UserFactory()
    a_question(practice, by=asker)
    a_question(practice, subject="Somebody else's")
    from kotokaari.exchange.own_data import of_person

    assert [one["subject"] for one in of_person(asker)["questions"]] == ["How many hosts?"]
    assert [one["text"] for one in of_person(asker)["messages"]] == ["We plan a group."]


def test_who_leaves_takes_the_words_along_that_were_not_for_everybody(practice):
    asker = UserFactory(name="Ada Asker")
    between = an_answer(a_question(practice, by=asker, is_open=False, text="Ring me."))
    public = an_answer(a_question(practice, by=asker))
    waiting = a_question(practice, by=asker, text="Still waiting.")

    person_erased.send(sender=type(asker), user=asker)

    texts = dict(Message.objects.filter(author=asker).values_list("question_id", "text"))
    assert texts == {between.pk: "", public.pk: "We plan a group.", waiting.pk: ""}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.subject) == ("withdrawn", "–")
    assert not Message.objects.filter(author=asker, shows_name=True).exists()


# Lists


@pytest.mark.parametrize("address", ["my-questions", "practice-questions", "practice"])
def test_lists_cost_the_same_whatever_their_length(client, practice, address):
    asker = UserFactory()
    client.force_login(asker)
    where = {
        "my-questions": reverse("exchange:my-questions"),
        "practice-questions": reverse("exchange:practice-questions", args=[practice.key]),
        "practice": practice.get_absolute_url(),
    }[address]
    costs = []

    for number in (1, 3):
        while Question.objects.count() < number:
            an_answer(a_question(practice, by=asker, subject=f"Question {Question.objects.count()}"))
        client.get(reverse("home:about"))
        with CaptureQueriesContext(connection) as queries_made:
            text = client.get(where).content.decode()
        costs.append(len(queries_made))
        assert all(f"Question {one}" in text for one in range(number))

    assert costs[0] == costs[1]


def test_the_national_list_costs_the_same_whatever_its_length(practice):
    reader, costs = UserFactory(), []
    for number in (1, 3):
        while Question.objects.count() < number:
            a_question(practice)
        unanswered_questions(reader)
        with steady(), CaptureQueriesContext(connection) as made:
            assert unanswered_questions(reader).count == number
        costs.append(len(made))

    assert costs[0] == costs[1]
    assert costs[0] <= 6


def test_a_text_in_another_language_says_so(client, practice):
    an_answer(a_question(practice, subject="Kuinka monta?", language="fi"))

    assert '<span lang="fi"' in page_of(client, practice)


def test_words_are_shown_as_words(client, practice):
    question = an_answer(a_question(practice, text="<script>alert(1)</script> see https://example.org/"))
    text = client.get(question.get_absolute_url()).content.decode()

    assert "<script>alert" not in text
    assert '<a href="https://example.org/" rel="nofollow"' in text


def test_contact_role_is_told_with_the_name(client, practice):
    contact = consented(practice, name="Carla Contact")
    contact.role = TranslatedText.of("en", "Host of the first group")
    contact.save()
    question = an_answer(a_question(practice), by=contact.user)

    assert "Host of the first group" in client.get(question.get_absolute_url()).content.decode()


def test_a_letter_that_cannot_be_written_undoes_nothing(practice, monkeypatch, django_capture_on_commit_callbacks):
    an_editor(practice.owner)
    monkeypatch.setattr("kotokaari.foundation.mail.send", broken)

    with django_capture_on_commit_callbacks() as callbacks:
        a_question(practice)
    for callback in callbacks:
        callback()

    assert Question.objects.count() == 1
    assert all(callback.__qualname__ for callback in callbacks)


def broken(*_words, **_more):
    raise ConnectionRefusedError("no mail server")
