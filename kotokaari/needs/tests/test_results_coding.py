"""Open answers are coded by people; what the house suggests counts for nothing until somebody confirms it."""

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.needs.logic.clusters import find_groups
from kotokaari.needs.models import Answer, Code, Coding, Question, Quotation, SurveyPerson
from kotokaari.needs.results import coding, theming
from kotokaari.needs.results.evidence import code_counts
from kotokaari.needs.results.gathering import mark_of, texts_of
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.tests.factories import said

from .factories import a_response, a_survey, maker_of

pytestmark = pytest.mark.django_db
WORDS = (
    "We need interpreters at short notice for the first meeting",
    "Interpreters cannot be had at short notice",
    "No interpreters for short meetings",
    "Housing takes months to find for large families",
    "Large families wait for housing too long",
    "Housing for large families is missing",
    "School starts without a plan",
    "Nobody tells who does what",
    "More time",
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def written(words=WORDS, **more):
    survey = a_survey(**more)
    for text in words:
        a_response(survey, what_else=text, language="en")
    return survey


def question_of(survey):
    return survey.questions.get(code="what-else")


def address(name, survey, *more):
    return reverse(f"needs:{name}", args=[survey.key, *more])


def act(client, survey, **data):
    client.force_login(maker_of(survey))
    return client.post(address("code-act", survey), {"question": "what-else", **data})


def test_answers_of_the_same_words_are_grouped():
    texts = [coding.terms_of(text, "en") for text in WORDS]

    groups = find_groups(texts)

    assert [group.members for group in groups] == [(0, 1, 2), (3, 4, 5)]
    assert "interpreter" in groups[0].terms
    assert find_groups(texts[:7]) == []
    assert find_groups([[]] * 20) == []


def test_suggestions_count_only_when_confirmed(client):
    survey = written()
    act(client, survey, act="suggest")

    assert Coding.objects.filter(is_suggestion=True).count() == 6
    assert set(code_counts(survey).values()) == {0}
    code = survey.codes.first()
    act(client, survey, act="confirm", code=code.pk)
    act(client, survey, act="forget")

    assert code_counts(survey) == {code.pk: 3}


def test_each_question_keeps_its_own_suggestions(client):
    survey = written()
    first = question_of(survey)
    second = Question.objects.create(
        survey=survey, code="else", type=Question.Type.TEXT, label=said("Else"), order=99, section=first.section
    )
    for response in survey.responses.all():
        text = response.answers.get(question=first).value
        Answer.objects.create(response=response, question=second, value=text.replace("ousing", "ome help"))
    act(client, survey, act="suggest")
    act(client, survey, act="suggest", question="else")

    suggested = Coding.objects.filter(is_suggestion=True)
    assert [suggested.filter(answer__question=one).count() for one in (first, second)] == [6, 6]
    shared = Code.objects.get(
        pk__in=suggested.filter(answer__question=first).values("code"), name__icontains="interpreter"
    )
    assert set(shared.codings.values_list("answer__question", flat=True)) == {first.pk, second.pk}
    other = suggested.filter(answer__question=second).exclude(code=shared).first().code
    assert str(other) not in client.get(address("coding", survey), {"question": "what-else"}).content.decode()
    act(client, survey, act="confirm", question="else", code=shared.pk)
    assert code_counts(survey)[shared.pk] == 3
    act(client, survey, act="forget", question="else")

    assert [suggested.filter(answer__question=one).count() for one in (first, second)] == [6, 0]
    assert not Code.objects.filter(pk=other.pk).exists()


def test_suggestions_stay_within_a_language():
    survey = written(WORDS[:4])
    for text in WORDS[:4]:
        a_response(survey, what_else=text, language="sv")

    assert coding.suggest_codes(question_of(survey), answers=texts_of(question_of(survey)), by=None) == 0


def test_coding_by_ticking_goes_on_to_the_next(client):
    survey = written()
    code = Code.objects.create(survey=survey, name=said("Housing"))
    first, second = texts_of(question_of(survey))[:2]
    Coding.objects.create(answer=first, code=code, is_suggestion=True)
    client.force_login(maker_of(survey))
    here = address("code-answer", survey, "what-else", mark_of(first.pk))
    assert 'accesskey="1"' in client.get(here).content.decode()

    answer = client.post(here, {"code": [code.pk], "new": "Families"})

    assert answer.url == address("code-answer", survey, "what-else", mark_of(second.pk))
    assert {str(one.code): one.is_suggestion for one in first.codings.all()} == {"Housing": False, "Families": False}
    client.post(here, {"code": []})
    assert not first.codings.exists()


def test_codes_are_renamed_merged_and_removed(client):
    survey = written()
    by = maker_of(survey)
    one, other = (Code.objects.create(survey=survey, name=said(name), made_by=by) for name in ("One", "Other"))
    rows = texts_of(question_of(survey))
    coding.code_answer(rows[0], codes=[one, other], by=by)
    coding.code_answer(rows[1], codes=[one], by=by)
    theme = theming.make_theme(survey=survey, name=said("Theme"), codes=[one], by=by)

    act(client, survey, act="rename", code=other.pk, name="Second")
    act(client, survey, act="make", name="second")
    act(client, survey, act="merge", code=one.pk, into=other.pk)
    act(client, survey, act="remove", code=other.pk)

    assert [str(code) for code in survey.codes.all()] == ["Second"]
    assert code_counts(survey) == {other.pk: 2}
    assert theme.evidence.get().code == other


def test_a_quotation_waits_for_a_second_look(client):
    survey = written()
    row = texts_of(question_of(survey))[0]
    client.force_login(maker_of(survey))
    client.post(address("quotation-new", survey, "what-else", mark_of(row.pk)), {"text": "Only this"})
    quotation = Quotation.objects.get()
    assert quotation.approved_at is None

    client.post(address("quotation-act", survey, quotation.pk), {"act": "approve"})

    quotation.refresh_from_db()
    assert quotation.approved_by == maker_of(survey)
    client.post(address("quotation-act", survey, quotation.pk), {"act": "remove"})
    assert not Quotation.objects.exists()


def test_where_several_run_the_survey_another_takes_the_second_look():
    survey = written()
    first, second = maker_of(survey), UserFactory()
    SurveyPerson.objects.create(survey=survey, user=second)
    quotation = coding.quote(texts_of(question_of(survey))[0], text="Only this", by=first)

    with pytest.raises(coding.CodingRefused, match="Somebody else"):
        coding.approve_quotation(quotation, by=first)
    coding.approve_quotation(quotation, by=second)

    assert quotation.approved_by == second


def test_four_open_answers_are_not_shown(client):
    survey = written(WORDS[:4])
    for _number in range(5):
        a_response(survey)
    row = question_of(survey).answers.first()
    client.force_login(maker_of(survey))

    assert "Interpreters" not in client.get(address("coding", survey)).content.decode()
    assert client.get(address("code-answer", survey, "what-else", mark_of(row.pk))).status_code == 404


def test_nothing_leads_from_an_answer_to_its_response(client):
    survey = written()
    client.force_login(maker_of(survey))

    page = client.get(address("coding", survey)).content.decode()

    assert "Housing takes months" in page
    for row in question_of(survey).answers.all():
        assert str(row.pk) not in page
        assert str(row.response_id) not in page


@pytest.mark.parametrize("count", [5, 6, 100])
def test_open_answers_cost_the_same_however_many(client, django_assert_num_queries, count):
    survey = written([f"Words {number}" for number in range(count)])
    client.force_login(maker_of(survey))

    with django_assert_num_queries(19):
        client.get(address("coding", survey))


def test_open_answers_are_for_those_who_run_the_survey(client):
    survey = written(is_listed=True)
    client.force_login(UserFactory())

    assert client.get(address("coding", survey)).status_code == 403
    assert client.post(address("code-act", survey), {"act": "suggest"}).status_code == 403


def test_a_code_of_another_survey_is_not_found(client):
    survey, other = written(), written()
    code = Code.objects.create(survey=other, name=said("Theirs"))

    assert act(client, survey, act="remove", code=code.pk).status_code == 404
