"""Answering a survey in the browser, without JavaScript."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.needs.models import Answer, Question, Response, Survey

from .factories import SectionFactory, a_question, a_survey

pytestmark = pytest.mark.django_db
Type = Question.Type


def at(view, survey, *args):
    with translation.override("en"):
        return reverse(f"needs:{view}", args=[survey.key, *args])


def begun(client, survey, language="en"):
    client.post(at("answer", survey), {"language": language})
    return Response.objects.get(survey=survey, is_sent=False)


def seen(survey):
    return [question.code for question in survey.questions.all()]


def test_from_the_first_page_to_thanks(client):
    survey = a_survey()
    draft = begun(client, survey)
    page = at("answer-page", survey, 1)

    answer = client.post(page, {"do": "next", "seen": seen(survey), "q-profession": "nurse", "q-what-else": "Homes"})
    assert answer["Location"] == at("answer-check", survey)
    assert "Homes" in client.get(answer["Location"]).content.decode()
    sent = client.post(answer["Location"], {"do": "send"})

    assert sent["Location"] == at("answer-thanks", survey)
    assert client.get(sent["Location"]).status_code == 200
    response = Response.objects.get(survey=survey)
    assert (response.is_sent, response.token_digest, response.saved_on) == (True, None, None)
    assert response.pk != draft.pk
    assert response.profession == "nurse"
    assert dict(response.answers.values_list("question__code", "value")) == {
        "profession": "nurse",
        "what-else": "Homes",
    }
    assert not [name for name, cookie in client.cookies.items() if survey.key in name and cookie.value]


def test_typing_is_saved_as_it_goes_and_back_forgets_nothing(client):
    survey = a_survey()
    more = SectionFactory(survey=survey, order=2)
    a_question(more, "last", Type.TEXT)
    draft = begun(client, survey)

    saved = client.post(at("answer-page", survey, 1), {"q-what-else": "Half"}, headers={"X-Requested-With": "autosave"})
    assert saved.status_code == 204
    back = client.post(at("answer-page", survey, 2), {"do": "back", "q-last": "End"})

    assert back["Location"] == at("answer-page", survey, 1)
    assert "Half" in client.get(back["Location"]).content.decode()
    assert dict(draft.answers.values_list("question__code", "value")) == {"what-else": "Half", "last": "End"}


def test_what_is_wrong_or_missing_is_told_and_nothing_typed_is_lost(client):
    survey = a_survey()
    a_question(survey.sections.first(), "years", Type.NUMBER, order=8, is_required=True)
    begun(client, survey)
    page = at("answer-page", survey, 1)

    wrong = client.post(page, {"do": "next", "seen": seen(survey), "q-years": "<b>many", "q-what-else": "Kept"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "digits" in text
    assert "&lt;b&gt;many" in text
    assert "<b>many" not in text
    assert "Kept" in text
    missing = client.post(page, {"do": "next", "seen": seen(survey), "q-years": ""})

    assert "must be answered" in missing.content.decode()
    refused = client.post(at("answer-check", survey), {"do": "send"})
    assert refused.status_code == 422
    assert not Response.objects.filter(is_sent=True).exists()


def test_a_question_that_follows_is_shown_before_going_on(client):
    survey = a_survey()
    a_question(
        survey.sections.first(), "which", Type.TEXT, order=8, condition={"question": "profession", "is": "nurse"}
    )
    begun(client, survey)
    page = at("answer-page", survey, 1)
    before = [code for code in seen(survey) if code != "which"]

    followed = client.post(page, {"do": "next", "seen": before, "q-profession": "nurse"})
    assert followed.status_code == 200
    assert "further question" in followed.content.decode()
    onward = client.post(page, {"do": "next", "seen": seen(survey), "q-profession": "nurse", "q-which": "Wards"})
    assert onward["Location"] == at("answer-check", survey)
    client.post(page, {"do": "next", "seen": before, "q-profession": "teacher", "q-which": "Wards"})
    client.post(at("answer-check", survey), {"do": "send"})

    assert not Answer.objects.filter(question__code="which").exists()


def test_the_language_is_chosen_at_every_moment_and_nothing_is_lost(client):
    survey = a_survey(languages=["fi", "en", "ar"])
    draft = begun(client, survey)
    page = at("answer-page", survey, 1)

    onward = client.post(page, {"do": "language:ar", "q-what-else": "Kept"})
    text = client.get(onward["Location"]).content.decode()
    assert 'dir="rtl"' in text
    assert "Kept" in text
    finnish = client.post(page, {"do": "language:fi", "q-what-else": "Kept"})

    assert finnish["Location"].startswith("/fi/")
    draft.refresh_from_db()
    assert draft.language == "fi"
    assert "what-else (fi)" in client.get(finnish["Location"]).content.decode()


def test_script_is_text(client):
    survey = a_survey()
    begun(client, survey)
    client.post(at("answer-page", survey, 1), {"do": "next", "q-what-else": "<script>alert(1)</script>"})

    for view in (at("answer-page", survey, 1), at("answer-check", survey)):
        text = client.get(view).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_a_draft_is_found_by_its_own_link_and_mailed_without_being_kept(client, django_user_model):
    from django.test import Client

    survey = a_survey()
    begun(client, survey)
    client.post(at("answer-page", survey, 1), {"do": "later", "q-what-else": "Kept"})
    later = client.post(at("answer-later", survey), {"email": "somebody@example.org"})

    assert "on its way" in later.content.decode()
    [letter] = mail.outbox
    address = next(line for line in letter.body.splitlines() if line.startswith("http"))
    other = Client()
    gone = other.get(address.partition("://")[2].partition("/")[2].join(("/", "")))
    assert gone.status_code == 302
    assert "Kept" in other.get(at("answer-page", survey, 1)).content.decode()
    assert Client().get(at("answer-resume", survey, "guessed")).status_code == 404


def test_what_was_begun_before_closing_may_be_sent_for_an_hour(client):
    survey = a_survey()
    begun(client, survey)
    soon = timezone.now() - datetime.timedelta(minutes=59)
    Survey.objects.filter(pk=survey.pk).update(closes_at=soon)

    assert client.get(at("answer-page", survey, 1)).status_code == 200
    assert client.post(at("answer", survey)).status_code == 302
    assert Response.objects.count() == 1
    Survey.objects.filter(pk=survey.pk).update(closes_at=soon - datetime.timedelta(minutes=2))
    assert client.get(at("answer", survey)).status_code == 410
    assert client.post(at("answer-check", survey), {"do": "send"})["Location"] == at("answer", survey)
    late = client.post(at("answer-page", survey, 1), {}, headers={"X-Requested-With": "autosave"})
    assert late.status_code == 409
    assert not Response.objects.filter(is_sent=True).exists()


def test_a_draft_survey_is_not_there(client):
    survey = a_survey(state="draft")
    assert client.get(at("answer", survey)).status_code == 404


def test_sent_twice_is_kept_once(client):
    survey = a_survey()
    begun(client, survey)
    cookie = client.cookies[f"answers-{survey.key}"].value
    client.post(at("answer-check", survey), {"do": "send"})
    client.cookies[f"answers-{survey.key}"] = cookie
    client.post(at("answer-check", survey), {"do": "send"})

    assert Response.objects.filter(survey=survey).count() == 1


def test_a_page_asks_the_database_the_same_however_much_is_asked(client, django_assert_num_queries):
    survey = a_survey()
    begun(client, survey)
    client.get(at("answer-page", survey, 1))
    for number in range(20):
        a_question(survey.sections.first(), f"more-{number}", Type.ONE, "abc", order=20 + number)
    with django_assert_num_queries(7):
        client.get(at("answer-page", survey, 1))
