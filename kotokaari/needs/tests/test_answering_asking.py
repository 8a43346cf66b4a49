"""What is typed into a survey: read, checked, kept only where it is asked."""

import pytest
from django.http import QueryDict

from kotokaari.needs.answering import asking
from kotokaari.needs.models import Question
from kotokaari.people.models import Place

from .factories import SectionFactory, a_question, a_survey

pytestmark = pytest.mark.django_db
Type = Question.Type


def typed(question, query):
    return asking.read([question], QueryDict(query))


def a(type, choices=(), **settings):
    survey = a_survey()
    return a_question(survey.sections.get(), "q", type, choices, order=9, settings=settings)


@pytest.mark.parametrize(
    ("type", "choices", "settings", "query", "value"),
    [
        (Type.ONE, "ab", {}, "q-q=b", "b"),
        (Type.ONE, "ab", {}, "q-q=", None),
        (Type.ONE, "ab", {"has_other": True}, "q-q=other:&q-q-other=My+own", "other:My own"),
        (Type.SEVERAL, "abc", {}, "q-q=c&q-q=a&q-q=c", ["c", "a"]),
        (Type.SCALE, "", {"low": 0, "high": 10}, "q-q=0", 0),
        (Type.RANKING, "abc", {}, "q-q.1=c&q-q.2=a", ["c", "a"]),
        (Type.MATRIX, "ab", {}, "q-q.a.importance=5&q-q.b.current=1", {"a": {"importance": 5}, "b": {"current": 1}}),
        (Type.TEXT, "", {}, "q-q=+two%0D%0Alines%00+", "two\nlines"),
        (Type.NUMBER, "", {}, "q-q=2,5", 2.5),
        (Type.NUMBER, "", {}, "q-q=1 200", 1200),
        (Type.PROFESSION, "ab", {}, "q-q=a", "a"),
    ],
)
def test_each_type_has_its_value(type, choices, settings, query, value):
    result = typed(a(type, choices, **settings), query)

    assert result.problems == {}
    assert result.values == {"q": value}


@pytest.mark.parametrize(
    ("type", "choices", "settings", "query"),
    [
        (Type.ONE, "ab", {}, "q-q=z"),
        (Type.ONE, "ab", {}, "q-q=other:&q-q-other=x"),
        (Type.SEVERAL, "abc", {"most": 2}, "q-q=a&q-q=b&q-q=c"),
        (Type.SCALE, "", {}, "q-q=6"),
        (Type.SCALE, "", {}, "q-q=x"),
        (Type.RANKING, "abc", {}, "q-q.1=a&q-q.2=a"),
        (Type.RANKING, "abc", {}, "q-q.2=a"),
        (Type.MATRIX, "ab", {}, "q-q.a.importance=9"),
        (Type.TEXT, "", {}, "q-q=" + "x" * 5001),
        (Type.TEXT, "", {"most": 3}, "q-q=four"),
        (Type.NUMBER, "", {}, "q-q=many"),
        (Type.NUMBER, "", {}, "q-q=1e400"),
        (Type.NUMBER, "", {"low": 1}, "q-q=0"),
        (Type.NUMBER, "", {"high": 9}, "q-q=10"),
        (Type.MUNICIPALITY, "", {}, "q-q=fi:999"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_sentence(type, choices, settings, query):
    result = typed(a(type, choices, **settings), query)

    assert result.values == {}
    assert result.problems["q"].endswith(".")


def test_a_municipality_is_one_of_the_list():
    Place.objects.create(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")
    question = a(Type.MUNICIPALITY)

    assert typed(question, "q-q=fi:092").values == {"q": "fi:092"}


@pytest.mark.parametrize(
    ("condition", "values", "is_so"),
    [
        ({}, {}, True),
        ({"question": "a", "is": "x"}, {"a": "x"}, True),
        ({"question": "a", "is": "x"}, {}, False),
        ({"question": "a", "is": ["x", "y"]}, {"a": ["y"]}, True),
        ({"question": "a", "is": "other"}, {"a": "other:words"}, True),
        ({"question": "a", "is": "3"}, {"a": 3}, True),
        ({"question": "a", "is_not": "x"}, {}, True),
        ({"question": "a", "at_least": 3}, {"a": 3}, True),
        ({"question": "a", "at_most": 2}, {"a": 3}, False),
        ({"question": "a"}, {"a": 0}, True),
        ({"not": {"question": "a", "is": "x"}}, {"a": "x"}, False),
        ({"all": [{"question": "a", "is": "x"}, {"question": "b", "is": "y"}]}, {"a": "x"}, False),
        ({"any": [{"question": "a", "is": "x"}, {"question": "b", "is": "y"}]}, {"a": "x"}, True),
    ],
)
def test_conditions(condition, values, is_so):
    assert asking.holds(condition, values) is is_so


def test_what_a_condition_hides_is_not_kept_nor_what_hangs_on_it():
    survey = a_survey()
    second = SectionFactory(survey=survey, order=2, condition={"question": "does", "is": "yes"})
    first = survey.sections.first()
    a_question(first, "does", Type.ONE, ("yes", "no"), order=5)
    a_question(first, "what", Type.TEXT, order=6, condition={"question": "does", "is": "yes"})
    a_question(second, "more", Type.TEXT, order=1)
    a_question(second, "why", Type.TEXT, order=2, condition={"question": "more", "is": "so"})
    sheet = asking.sheet_of(survey)
    values = {"does": "no", "what": "this", "more": "so", "why": "because"}

    assert asking.kept(sheet, values) == {"does": "no"}
    assert asking.kept(sheet, {**values, "does": "yes"}) == {**values, "does": "yes"}


@pytest.mark.parametrize(
    ("type", "choices", "value", "is_missing"),
    [
        (Type.TEXT, "", None, True),
        (Type.NUMBER, "", 0, False),
        (Type.ONE, "a", "other:", True),
        (Type.MATRIX, "ab", {"a": {"importance": 1, "current": 1}}, True),
        (Type.MATRIX, "a", {"a": {"importance": 1, "current": 1}}, False),
        (Type.RANKING, "ab", ["a"], True),
        (Type.NOTE, "", None, False),
    ],
)
def test_what_must_be_answered(type, choices, value, is_missing):
    question = a(type, choices)
    question.is_required = True

    assert ("q" in asking.missing([question], {"q": value})) is is_missing


def test_a_sheet_takes_three_queries_however_many_questions(django_assert_num_queries):
    survey = a_survey()
    for number in range(30):
        a_question(survey.sections.first(), f"more-{number}", Type.ONE, "ab", order=20 + number)
    with django_assert_num_queries(3):
        assert len(list(asking.sheet_of(survey).questions)) == 34
