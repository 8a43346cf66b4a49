"""A survey on paper: printed, and typed in afterwards."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from kotokaari.needs.models import Answer, Question, Response
from kotokaari.people.models import Place

from .factories import a_question, a_survey, maker_of

pytestmark = pytest.mark.django_db
Type = Question.Type


def at(view, survey, *args):
    with translation.override("en"):
        return reverse(f"needs:{view}", args=[survey.key, *args])


@pytest.fixture
def survey(client):
    survey = a_survey(languages=["fi", "en", "ar"])
    first = survey.sections.get()
    a_question(first, "many", Type.SEVERAL, "abc", order=5, settings={"has_other": True})
    a_question(first, "order", Type.RANKING, "abc", order=6)
    a_question(first, "sure", Type.SCALE, order=7)
    a_question(first, "why", Type.TEXT, order=8, condition={"question": "profession", "is": "nurse"})
    Place.objects.create(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")
    client.force_login(maker_of(survey))
    return survey


KEYS = {
    "q-profession": "1",
    "q-municipality": "vanda",
    "q-needs.1": "53",
    "q-needs.2": "-4",
    "q-many": "1,4",
    "q-many-other": "Own",
    "q-order": "3 1",
    "q-sure": "2",
    "q-why": "Hidden",
    "language": "fi",
}


def test_a_sheet_is_typed_by_its_numbers(client, survey):
    answer = client.post(at("paper-enter", survey), KEYS)

    assert answer.status_code == 302
    response = Response.objects.get()
    assert (response.way, response.language, response.profession) == ("paper", "fi", "teacher")
    assert response.municipality.code == "fi:092"
    assert dict(response.answers.values_list("question__code", "value")) == {
        "profession": "teacher",
        "municipality": "fi:092",
        "needs": {"language": {"importance": 5, "current": 3}, "housing": {"current": 4}},
        "many": ["a", "other:Own"],
        "order": ["c", "a"],
        "sure": 2,
    }
    assert "was left out" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"q-profession": "9"},
        {"q-needs.1": "59"},
        {"q-needs.1": "555"},
        {"q-municipality": "Nowhere"},
        {"q-order": "1 1"},
    ],
)
def test_wrong_keys_are_told_and_nothing_is_kept(client, survey, wrong):
    answer = client.post(at("paper-enter", survey), {**KEYS, **wrong})

    assert answer.status_code == 200
    assert next(iter(wrong.values())) in answer.content.decode()
    assert not Response.objects.exists()


def test_an_empty_sheet_is_not_kept_and_a_sheet_sent_twice_is_kept_once(client, survey):
    assert client.post(at("paper-enter", survey), {"sheet": "n1"}).status_code == 200
    client.post(at("paper-enter", survey), {**KEYS, "sheet": "n1"})
    client.post(at("paper-enter", survey), {**KEYS, "sheet": "n1"})

    assert Response.objects.count() == 1


def test_the_last_sheet_can_be_undone(client, survey):
    client.post(at("paper-enter", survey), {**KEYS, "q-sure": "1"})
    last = client.post(at("paper-enter", survey), KEYS)
    done = last["Location"].partition("done=")[2]
    client.post(at("paper-undo", survey), {"done": done})
    client.post(at("paper-undo", survey), {"done": "forged"})

    assert Answer.objects.get(question__code="sure").value == 1


@pytest.mark.parametrize("language", ["fi", "en", "ar"])
def test_the_paper_has_every_question(client, survey, language):
    pages = PdfReader(io.BytesIO(client.get(at("paper-pdf", survey, language)).content)).pages
    text = "".join(page.extract_text() for page in pages)
    label = survey.questions.get(code="sure").label.read(language).text

    assert label in text
    assert label in client.get(at("paper-print", survey, language)).content.decode()


def test_a_language_the_survey_has_not_is_no_paper(client, survey):
    assert client.get(at("paper-pdf", survey, "de")).status_code == 404
