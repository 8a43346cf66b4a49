"""Nothing leads from a response to a person: every column, log line, letter, page and file is looked through."""

import datetime
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from kotokaari.foundation.keys import digest
from kotokaari.foundation.models import AuditEvent
from kotokaari.needs.answering import anonymity, inviting, sending
from kotokaari.needs.models import Answer, Invitation, Response, UsedLinks
from kotokaari.people.tests.factories import UserFactory

from .factories import a_survey, maker_of

pytestmark = pytest.mark.django_db
ADDRESS = "198.51.100.77"
WORDS = "My own words about housing"


def at(view, survey, *args):
    with translation.override("en"):
        return reverse(f"needs:{view}", args=[survey.key, *args])


def every_cell():
    """(table, column, value) of the whole database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield table, name, value


def where(secret):
    return {(table, name) for table, name, value in every_cell() if secret in str(value)}


def answered(survey, invitation=None, user=None, words=WORDS):
    """One person answers, from the first page to the last; gives the secrets the browser had."""
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="Phone of Aino")
    if user is not None:
        client.force_login(user)
    link = ""
    if invitation is not None:
        link = anonymity.link_token(invitation)
        client.get(at("invited", survey, link))
    client.post(at("answer", survey), {"language": "en"})
    token = client.cookies[f"answers-{survey.key}"].value
    client.post(at("answer-page", survey, 1), {"q-what-else": words}, headers={"X-Requested-With": "autosave"})
    client.get(at("answer-later", survey))
    client.post(at("answer-page", survey, 1), {"do": "next", "seen": "what-else", "q-what-else": words})
    sent = client.post(at("answer-check", survey), {"do": "send"})
    assert sent["Location"] == at("answer-thanks", survey)
    client.get(sent["Location"])
    return token, link


@pytest.fixture
def survey(monkeypatch):
    monkeypatch.setattr(sending, "launch", lambda mailing: None)
    survey = a_survey(is_by_invitation=True)
    addresses = "aino@example.org bo@example.org cai@example.org"
    inviting.invite(survey, addresses=addresses, language="en", by=maker_of(survey))
    sending.work(inviting.begin_mailing(survey, kind="invitations", by=maker_of(survey)).pk)
    return survey


def test_no_column_of_any_table_leads_to_who_answered(survey, caplog):
    aino = Invitation.objects.get(email="aino@example.org")
    before = list(Invitation.objects.order_by("pk").values())
    events, user = AuditEvent.objects.count(), UserFactory(email="aino@example.org")
    mail.outbox.clear()
    with caplog.at_level(logging.DEBUG):
        token, link = answered(survey, aino, user)

    for secret in (token, digest(token), link, ADDRESS, "Phone of Aino"):
        assert where(secret) == set()
    assert where(WORDS) == {("needs_answer", "value")}
    assert where(digest(link)) == {("needs_invitation", "token_digest")}
    assert list(Invitation.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == events
    assert not any(token in str(one.get_decoded()) for one in Session.objects.all())
    assert mail.outbox == []
    for secret in (token, link, ADDRESS, WORDS, "aino@example.org"):
        assert secret not in caplog.text


def test_a_response_shares_nothing_with_an_invitation_but_the_survey_and_the_language(survey):
    aino = Invitation.objects.get(email="aino@example.org")
    answered(survey, aino)
    row = Response.objects.values().get()

    assert {name for name, value in row.items() if isinstance(value, datetime.date)} == set()
    assert row["token_digest"] is None
    told = {str(value) for value in row.values()} - {"", "None", "True", "False", "0"}
    theirs = {str(value) for value in Invitation.objects.filter(pk=aino.pk).values_list()[0]}
    assert told & theirs == {str(survey.pk), "en"}
    [mark] = UsedLinks.objects.get().marks
    assert where(mark) == {("needs_usedlinks", "marks")}


def test_marks_and_numbers_tell_no_order():
    survey = a_survey(is_by_invitation=True)
    people = " ".join(f"p{number}@example.org" for number in range(12))
    inviting.invite(survey, addresses=people, language="en", by=maker_of(survey))
    numbers = []
    for number, one in enumerate(Invitation.objects.order_by("email")):
        answered(survey, one, words=f"Words {number}")
        numbers.append(Response.objects.get(answers__value=f"Words {number}", is_sent=True).pk)
    marks = UsedLinks.objects.get().marks

    assert numbers != sorted(numbers)
    assert marks == sorted(marks)
    answers = list(Answer.objects.order_by("pk").values_list("value", flat=True))
    assert answers != [f"Words {number}" for number in range(12)]


def test_an_open_survey_keeps_the_day_and_nothing_finer():
    survey = a_survey()
    token, _link = answered(survey, user=UserFactory())
    row = Response.objects.values().get()

    assert row["sent_on"] == timezone.localdate()
    assert not [value for value in row.values() if isinstance(value, datetime.datetime)]
    assert where(token) == where(digest(token)) == set()


def test_a_draft_and_the_response_made_of_it_are_not_the_same_row(client):
    survey = a_survey()
    client.post(at("answer", survey), {"language": "en"})
    draft = Response.objects.get()
    client.post(at("answer-page", survey, 1), {"q-what-else": WORDS, "do": "later"})
    kept = Answer.objects.get().pk
    client.post(at("answer-check", survey), {"do": "send"})

    assert Response.objects.get().pk != draft.pk
    assert Answer.objects.get().pk != kept


def pages_of(survey):
    """Every page and file of the room about this survey that needs nothing but its key, and its papers."""
    resolver = get_resolver()
    for name in sorted({key for key in resolver.namespace_dict["needs"][1].reverse_dict if isinstance(key, str)}):
        with translation.override("en"):
            for args in ([survey.key], [survey.key, 1], [survey.key, "en"]):
                try:
                    yield reverse(f"needs:{name}", args=args)
                except Exception:
                    continue


def test_no_page_or_file_tells_who_answered(survey):
    maker = maker_of(survey)
    client = Client()
    client.force_login(maker)
    invitations = list(Invitation.objects.all())
    ways = at("ways", survey)
    before = client.get(ways).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    token, link = answered(survey, invitations[0])
    after = client.get(ways).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]

    assert "aino@example.org" in before
    assert before == after
    addresses = set(pages_of(survey))
    assert len(addresses) > 15
    for address in addresses:
        answer = client.get(address)
        content = b"" if answer.streaming else answer.content
        for secret in (token, link, digest(token), digest(link), str(Response.objects.get().pk)):
            assert secret.encode() not in content, address
        if address not in (ways, at("invite", survey)):
            assert b"aino@example.org" not in content, address
