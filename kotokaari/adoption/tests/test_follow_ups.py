"""Reminders: when an adopter is asked, the page behind the letter, and what an answer does."""

import datetime
import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kotokaari import cli
from kotokaari.adoption import actions
from kotokaari.adoption.follow_ups import planning, queries, sending
from kotokaari.adoption.models import Adoption, FollowUp
from kotokaari.catalogue.models import Practice
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.actions.account import erase_person
from kotokaari.people.models import Role, User
from kotokaari.people.tests.factories import OrganisationFactory

from .factories import AdoptionFactory, text, worker

pytestmark = pytest.mark.django_db
BEGAN = datetime.date(2026, 11, 22)
DAYS = datetime.timedelta(days=1)


def terms(adoption):
    return {row.months: row.due_on.isoformat() for row in FollowUp.objects.filter(adoption=adoption)}


def letters():
    return [
        letter for letter in mail.outbox if re.search("/(still-in-use|yha-kaytossa|anvands-fortfarande)/", letter.body)
    ]


def link_in(letter):
    return re.search(r"http://[^/\s]+(/\S+/still-in-use/[^/]+/)", letter.body)[1]


@pytest.fixture
def adoption():
    organisation = OrganisationFactory(en="Kemi")
    return AdoptionFactory(organisation=organisation, by=worker(organisation, name="Kaisa"), on=BEGAN)


# Planning


def test_the_terms_follow_the_day_it_began(adoption):
    assert terms(adoption) == {3: "2027-02-22", 6: "2027-05-22", 12: "2027-11-22", 24: "2028-11-22"}

    actions.edit_adoption(adoption, changes={"began_on": datetime.date(2026, 8, 31)}, by=None)

    assert terms(adoption) == {3: "2026-11-30", 6: "2027-02-28", 12: "2027-08-31", 24: "2028-08-31"}


@pytest.mark.parametrize("status", ["interested", "exploring", "planned"])
def test_nothing_is_planned_before_it_begins(status):
    adoption = AdoptionFactory(status=status, on=BEGAN)
    assert terms(adoption) == {}

    actions.change_status(adoption, status="piloting", on=BEGAN, by=None)

    assert set(terms(adoption)) == {3, 6, 12, 24}


def test_what_stops_is_asked_no_more_and_a_new_beginning_is(adoption):
    sending.work(BEGAN + 93 * DAYS)
    actions.change_status(adoption, status="stopped", reason=text("No money."), by=None)
    assert set(terms(adoption)) == {3}

    actions.change_status(adoption, status="in_use", reason=text("New money."), by=None)
    assert set(terms(adoption)) == {3, 6, 12, 24}


def test_a_removed_entry_is_not_asked_about(adoption):
    actions.remove_adoption(adoption, by=None)

    assert terms(adoption) == {}
    assert sending.work(BEGAN + 100 * DAYS) == ""


def test_an_entry_that_came_in_without_save_is_planned_on_the_day(adoption):
    FollowUp.objects.all().delete()

    sending.work(BEGAN + 93 * DAYS)

    assert len(letters()) == 1


# Sending


def test_on_the_day_the_organisations_people_are_asked_each_in_their_language(adoption):
    worker(adoption.organisation, Role.ADMINISTRATOR, language="sv")
    worker(adoption.organisation, Role.MEMBER), worker(adoption.organisation, Role.ADMINISTRATOR, mail_rhythm="never")

    assert sending.work(datetime.date(2027, 2, 21)) == ""
    with override("en"):
        assert sending.work(datetime.date(2027, 2, 22)) == "2 letters sent"
    assert sending.work(datetime.date(2027, 2, 22)) == ""
    first, second = mail.outbox[-2:]
    assert first.subject.startswith("Is it still in use? A club")
    assert "Kemi took the practice" in first.body
    assert "3 months ago" in first.body
    assert second.subject.startswith("Används den fortfarande? A club")


def test_a_contact_who_agreed_is_asked_alone(adoption):
    contact = worker(adoption.organisation, Role.MEMBER)
    Adoption.objects.filter(pk=adoption.pk).update(contact=contact)
    adoption.refresh_from_db()
    assert contact not in sending.addressees(adoption)

    adoption.contact_consented_at = timezone.now()

    assert sending.addressees(adoption) == [contact]
    contact.memberships.update(since="2020-01-01", until="2021-01-01")
    adoption = Adoption.objects.get(pk=adoption.pk)
    adoption.contact_consented_at = timezone.now()
    assert sending.addressees(adoption) != [contact]


def test_a_missed_day_is_made_up_with_one_letter_for_two_terms(adoption):
    with override("en"):
        assert sending.work(datetime.date(2027, 6, 1)) == "1 letter sent, 1 reminder skipped"

    assert FollowUp.objects.get(months=3).note == "asked together with a later one"
    assert timezone.localdate(FollowUp.objects.get(months=6).sent_at) == datetime.date(2027, 6, 1)


def test_what_is_more_than_60_days_late_is_left_out_with_a_note(adoption):
    with override("en"):
        assert sending.work(datetime.date(2027, 2, 22) + 61 * DAYS) == "1 reminder skipped"

    assert FollowUp.objects.get(months=3).note == "more than 60 days late"
    assert letters() == []


def test_sixty_days_late_is_still_in_time(adoption):
    sending.work(datetime.date(2027, 2, 22) + 60 * DAYS)

    assert len(letters()) == 1


def test_a_letter_that_the_server_refuses_is_tried_again(adoption, monkeypatch):
    def refuse(*args, **kwargs):
        raise SMTPException("no post today")

    with monkeypatch.context() as broken:
        broken.setattr("kotokaari.foundation.mail.send", refuse)
        with pytest.raises(SMTPException):
            sending.work(datetime.date(2027, 2, 22))
    sending.work(datetime.date(2027, 2, 22))

    assert len(letters()) == 1


def test_the_command_moves_the_clock(adoption):
    assert cli.main(["daily", "--on", "2027-11-22"]) == 0

    (letter,) = letters()
    assert "1 year ago" in letter.body


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_costs_one_query_however_much(count, django_assert_num_queries):
    for _number in range(count):
        AdoptionFactory(on=BEGAN)

    with django_assert_num_queries(1):
        assert len([row.adoption.practice.current.title for row in queries.due(BEGAN + 93 * DAYS)]) == count


# The page behind the letter


@pytest.fixture
def asked(adoption):
    """The adoption, and the address from the letter after three months."""
    sending.work(datetime.date(2027, 2, 22))
    return adoption, link_in(mail.outbox[-1])


def page(response):
    return response.content.decode()


def test_opening_the_page_changes_nothing(client, asked):
    before = AuditEvent.objects.count()

    for answer in ("", "?answer=same", "?answer=mainstreamed", "?answer=changed", "?answer=stopped", "?answer=result"):
        response = client.get(asked[1] + answer)
        assert response.status_code == 200
        assert "You answer as Kaisa" in page(response)

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert AuditEvent.objects.count() == before
    assert FollowUp.objects.filter(answered_at__isnull=False).count() == 0


def test_an_adopter_sees_that_the_owner_is_silent(client, asked):
    adoption, link = asked
    assert "The owner has not confirmed" not in page(client.get(link))

    long_ago = timezone.localdate() - 100 * DAYS
    Practice.objects.filter(pk=adoption.practice_id).update(review_due=long_ago, confirmed_on=long_ago - 365 * DAYS)

    assert "The owner has not confirmed" in page(client.get(link))


def test_every_address_in_the_letter_opens_with_its_answer(client, asked):
    links = re.findall(r"http://[^/\s]+(/\S+\?answer=\S+)", mail.outbox[-1].body)

    assert [link.partition("=")[2] for link in links] == ["same", "mainstreamed", "changed", "result", "stopped"]
    assert all("Confirm the answer" in page(client.get(link)) for link in links)


def test_still_in_use_is_one_click(client, asked):
    adoption, link = asked

    response = client.post(link, {"answer": "same"}, follow=True)

    assert "Thank you" in page(response)
    row = FollowUp.objects.get(months=3)
    assert (row.answer, row.answered_by.name) == ("same", "Kaisa")
    adoption.refresh_from_db()
    assert adoption.status == "in_use"


def test_more_than_before_moves_it_on_in_the_name_of_the_person_asked(client, asked):
    adoption, link = asked

    client.post(link, {"answer": "mainstreamed"})

    adoption.refresh_from_db()
    assert adoption.status == "mainstreamed"
    assert adoption.steps.last().by.name == "Kaisa"


def test_a_pilot_may_have_come_into_use(client):
    adoption = AdoptionFactory(status="piloting", on=BEGAN)
    sending.work(datetime.date(2027, 2, 22))

    client.post(link_in(mail.outbox[-1]), {"answer": "in_use"})

    adoption.refresh_from_db()
    assert adoption.status == "in_use"


def test_what_was_changed_is_told_on_the_spot(client, asked):
    adoption, link = asked

    assert "required" in page(client.post(link, {"answer": "changed"}))
    client.post(link, {"answer": "changed", "changed": "Half as long.", "what": "content", "nature": "shortening"})

    told = adoption.adaptations.get()
    assert (str(told.text), told.nature, told.when) == ("Half as long.", "shortening", "implementation")
    adoption.refresh_from_db()
    assert adoption.as_described == "adapted"


def test_stopping_says_why_and_what_was_learned(client, asked):
    adoption, link = asked

    assert "required" in page(client.post(link, {"answer": "stopped"}))
    client.post(link, {"answer": "stopped", "why": "The money ended.", "lesson": "Ask for two years."})

    adoption.refresh_from_db()
    assert adoption.status == "stopped"
    assert str(adoption.steps.last().reason) == "The money ended."
    assert str(adoption.lessons.get(kind="stopping").text) == "Ask for two years."
    assert "Thank you" in page(client.get(link))


RESULT = {"indicator": "Found a job", "value": "12.5", "unit": "per cent", "people": "40", "method": "Asked by phone"}


def test_a_result_is_told_right_there_alone_or_with_another_answer(client, asked):
    adoption, link = asked

    client.post(link, {"answer": "result", **RESULT, "period_from": "2026-11-22", "period_to": "2027-02-22"})

    told = adoption.outcomes.get()
    assert (str(told.indicator), str(told.value), told.people) == ("Found a job", "12.500", 40)
    assert (told.period_to.isoformat(), str(told.method)) == ("2027-02-22", "Asked by phone")


def test_a_result_may_come_with_another_answer(client, asked):
    adoption, link = asked

    client.post(link, {"answer": "mainstreamed", **RESULT})

    adoption.refresh_from_db()
    assert (adoption.status, adoption.outcomes.count()) == ("mainstreamed", 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"indicator": ""}, "Say what was looked at"),
        ({"value": ""}, "Give a figure, or say which way it went"),
        ({"value": "many"}, "Enter a number"),
        ({"people": "-3"}, "greater than or equal to 0"),
        ({"period_from": "2027-02-01", "period_to": "2027-01-01"}, "The last day is before the first"),
    ],
)
def test_a_result_that_says_nothing_is_sent_back_and_nothing_is_stored(client, asked, wrong, words):
    adoption, link = asked

    response = client.post(link, {"answer": "mainstreamed", **RESULT, **wrong})

    assert words in page(response)
    adoption.refresh_from_db()
    assert (adoption.status, adoption.outcomes.count()) == ("in_use", 0)


def test_a_comma_is_a_decimal_point_in_finnish(client, asked):
    adoption, link = asked
    token = link.rstrip("/").rpartition("/")[2]
    with override("fi"):
        finnish = reverse("adoption:follow-up", args=[token])

    client.post(finnish, {"answer": "result", **RESULT, "value": "12,5"})

    assert str(adoption.outcomes.get().value) == "12.500"
    assert adoption.outcomes.get().indicator.source == "fi"


def test_it_is_answered_once(client, asked):
    adoption, link = asked
    client.post(link, {"answer": "same"})

    client.post(link, {"answer": "stopped", "why": "Over."})

    adoption.refresh_from_db()
    assert adoption.status == "in_use"


@pytest.mark.parametrize(
    "answer",
    [
        {"answer": "same"},
        {"answer": "mainstreamed", **RESULT},
        {"answer": "changed", "changed": "Shorter.", "what": "content", "nature": "shortening"},
        {"answer": "stopped", "why": "Over.", "lesson": "Ask early."},
        {"answer": "result", **RESULT},
    ],
    ids=lambda answer: answer["answer"],
)
def test_a_slip_is_taken_back_whole(client, asked, answer):
    adoption, link = asked
    client.post(link, answer)

    client.post(link, {"answer": "undo"})

    adoption.refresh_from_db()
    assert (adoption.status, adoption.as_described, adoption.steps.count()) == ("in_use", "", 1)
    assert adoption.outcomes.count() + adoption.adaptations.count() + adoption.lessons.count() == 0
    assert FollowUp.objects.get(months=3).answered_at is None
    assert "How is it now?" in page(client.get(link))


def test_after_a_quarter_of_an_hour_it_stays(client, asked):
    adoption, link = asked
    client.post(link, {"answer": "mainstreamed"})
    FollowUp.objects.filter(months=3).update(answered_at=timezone.now() - datetime.timedelta(minutes=16))

    response = client.post(link, {"answer": "undo"}, follow=True)

    assert "can no longer be taken back" in page(response)
    adoption.refresh_from_db()
    assert adoption.status == "mainstreamed"


def test_nothing_is_taken_back_from_under_a_colleague(client, asked):
    adoption, link = asked
    client.post(link, {"answer": "mainstreamed"})
    actions.edit_adoption(adoption, changes={"people_period": "2026"}, by=None)

    response = client.post(link, {"answer": "undo"}, follow=True)

    assert "Somebody has changed the entry since" in page(response)


def test_a_link_ends_after_90_days(client, asked):
    FollowUp.objects.filter(months=3).update(sent_at=timezone.now() - 91 * DAYS)

    response = client.get(asked[1])

    assert response.status_code == 410
    assert "works for 90 days" in page(response)
    assert client.post(asked[1], {"answer": "same"}).status_code == 410


def test_a_link_ends_when_the_work_does_and_when_the_person_leaves(client, asked):
    adoption, link = asked
    actions.change_status(adoption, status="stopped", reason=text("Over."), by=None)
    assert "no longer in use there" in page(client.get(link))

    actions.change_status(adoption, status="in_use", reason=text("Again."), by=None)
    assert client.get(link).status_code == 200
    adoption.created_by.memberships.update(since="2020-01-01", until="2021-01-01")
    assert "no longer work" in page(client.get(link))
    assert client.post(link, {"answer": "same"}).status_code == 410


def test_a_guessed_link_never_works_and_guessing_is_slowed_down(client, asked):
    wrong = asked[1].replace("/still-in-use/", "/still-in-use/x")

    assert {client.get(wrong).status_code for _try in range(31)} == {410, 404}


def test_one_answer_settles_the_earlier_questions(client, asked):
    adoption, link = asked
    sending.work(datetime.date(2027, 5, 22))
    FollowUp.objects.filter(months__in=(3, 6)).update(due_on=timezone.localdate())

    client.post(link_in(mail.outbox[-1]), {"answer": "same"})

    assert "answered together with another one" in page(client.get(link))
    assert queries.waiting_for(adoption.created_by) == []


# My work, and people's rights


def test_my_work_shows_what_waits_once_an_adoption(client, asked):
    adoption, _link = asked
    sending.work(datetime.date(2027, 5, 22))
    client.force_login(adoption.created_by)

    with override("en"):
        shown = page(client.get(reverse("home:work")))

    assert shown.count("/still-in-use/") == 1
    address = re.search(r'href="(/en/adoptions/still-in-use/[^"]+)"', shown)[1]
    assert "How is it now?" in page(client.get(address))


def test_my_work_shows_it_to_those_who_want_no_letters(client):
    organisation = OrganisationFactory()
    quiet = worker(organisation, mail_rhythm="never")
    AdoptionFactory(organisation=organisation, by=quiet, on=timezone.localdate() - 95 * DAYS)
    sending.work(timezone.localdate())

    assert letters() == []
    assert len(queries.waiting_for(quiet)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_costs_the_same_however_much(count, django_assert_num_queries):
    organisation = OrganisationFactory()
    person = worker(organisation)
    for _number in range(count):
        AdoptionFactory(organisation=organisation, by=person, on=timezone.localdate() - 95 * DAYS)

    person = User.objects.get(pk=person.pk)  # with its roles still to be read
    with django_assert_num_queries(2):
        section = queries.work_section(person)
        assert [str(item["adoption"].practice.current.title) for item in section.context["items"]]
    assert len(section.context["items"]) == count


def test_ones_own_data_has_the_questions_and_an_erased_person_is_named_nowhere(client, asked):
    adoption, link = asked
    person = adoption.created_by
    client.post(link, {"answer": "same"})

    (row,) = queries.of_person(person)
    assert (row["months"], row["answer"]) == (3, "same")

    erase_person(person, by=person)
    kept = FollowUp.objects.get(months=3)
    assert (kept.sent_to, kept.answered_by, kept.answer) == (None, None, "same")


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-12-31", 24, "2028-12-31")],
)
def test_months_are_counted_as_people_count_them(day, months, after):
    assert planning.months_after(datetime.date.fromisoformat(day), months).isoformat() == after
