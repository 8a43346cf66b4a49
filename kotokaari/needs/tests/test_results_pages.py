"""What those who run a survey read of its answers, and what nobody can."""

import csv
import io
import itertools
import random

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.needs.models import Question, Survey
from kotokaari.needs.results import gathering
from kotokaari.needs.results.gaps import gaps_of
from kotokaari.needs.results.telling import crossed, tables_of
from kotokaari.people.tests.factories import PlaceFactory, UserFactory

from .factories import ITEMS, a_question, a_response, a_survey, maker_of

pytestmark = pytest.mark.django_db
FILES = ("results-csv", "results-json", "results-xlsx")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def marks(importance=5, current=2, items=ITEMS):
    return {item: {"importance": importance, "current": current} for item in items}


def a_full_survey(count, **more):
    """A survey with one question of every kind, answered so many times."""
    survey = a_survey(state=Survey.State.CLOSED, **more)
    section = survey.sections.get()
    a_question(section, "one", Question.Type.ONE, ("yes", "no", "perhaps"), order=10)
    a_question(section, "several", Question.Type.SEVERAL, ("bus", "bike", "foot"), order=11)
    a_question(section, "scale", Question.Type.SCALE, order=12, settings={"low": 1, "high": 5})
    a_question(section, "order", Question.Type.RANKING, ("a", "b", "c"), order=13)
    a_question(section, "years", Question.Type.NUMBER, order=14)
    places = [PlaceFactory(), PlaceFactory()]
    random.seed(3)
    for at, profession in zip(range(count), itertools.cycle(("teacher", "nurse")), strict=False):
        a_response(
            survey,
            profession=profession,
            municipality=places[at // 2 % 2],
            needs={item: {"importance": random.randint(3, 5), "current": random.randint(1, 4)} for item in ITEMS},
            what_else=f"Words {at}",
            one=("yes", "no")[at % 3 > 0],
            several=["bus", "bike"] if at % 2 else ["bus"],
            scale=at % 5 + 1,
            order=["b", "a", "c"],
            years=at,
        )
    return survey


def page(client, survey, name="results"):
    client.force_login(maker_of(survey))
    return client.get(reverse(f"needs:{name}", args=[survey.key]))


def test_four_answers_show_nothing_of_anything(client):
    survey = a_full_survey(4)

    body = page(client, survey).content.decode()
    data = page(client, survey, "results-json").json()

    assert "Nothing is shown yet" in body
    assert not any(word in body for word in ("teacher", "housing", "Words", "4 responses", '<svg class="bar"'))
    assert (data["responses"], data["groups"], data["questions"], data["gaps"]) == (None, [], [], None)
    assert page(client, survey, "results-csv").content.decode().strip().count("\n") == 0
    assert page(client, survey, "responses-csv").status_code == 404


def test_every_kind_of_question_is_told_with_a_sentence(client):
    survey = a_full_survey(30)

    body = page(client, survey).content.decode()

    for told in (
        "30 responses",
        "Most often: no (20 of 30)",
        "Most often: bus (30 of 30)",
        "Mean 3.0 on a scale from 1 to 5; 30 answered",
        "Highest on average: b (mean rank 1.0",
        "Mean 14.5; 30 answered",
        "30 wrote something",
        "Widest gap:",
    ):
        assert told in body, told
    assert body.count('<table class="table bars"') == 6
    assert "Words 3" not in body


def test_small_groups_are_taken_together_and_crossed_without_telling_of_four(client):
    survey = a_survey()
    simo, kemi = PlaceFactory(), PlaceFactory()
    for profession, place, many in (
        ("teacher", simo, 9),
        ("teacher", kemi, 8),
        ("nurse", simo, 6),
        ("nurse", kemi, 3),
        ("social-worker", kemi, 2),
    ):
        for _number in range(many):
            a_response(survey, profession=profession, municipality=place)

    found = gathering.gather(survey)

    assert found.professions == {"teacher": 17, "others": 11}
    assert found.municipalities == {simo.pk: 15, kemi.pk: 13}
    cross = crossed(found)
    assert [row[1:] for row in cross.rows] == [((9, 8), 17), ((6, 5), 11)]
    assert "social-worker" not in page(client, survey).content.decode()


def test_a_choice_of_few_is_withheld_and_what_gives_it_away(client):
    survey = a_survey()
    section = survey.sections.get()
    question = a_question(section, "one", Question.Type.ONE, ("yes", "no", "perhaps"), order=10)
    for value in ["yes"] * 12 + ["no"] * 6 + ["perhaps"] * 2:
        a_response(survey, one=value)

    found = gathering.gather(survey)
    table = next(one for one in tables_of(found, {}) if one.key == question.code)

    assert [row.value for row in table.rows] == [12, None, None]


def test_the_command_finds_the_same_from_the_file(client, tmp_path, capsys):
    import json

    from kotokaari.cli import main

    survey = a_full_survey(40)
    file = tmp_path / "RESPONSES.csv"
    file.write_bytes(page(client, survey, "responses-csv").content)

    assert main(["needs", "themes", str(file), "--top", "5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    on_page = gaps_of(gathering.gather(survey))
    assert told["top"] == list(on_page.top)
    assert [one["stability"] for one in told["items"]] == [round(item.stability, 4) for item in on_page.items]
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {row["municipality"] for row in rows} == {""}


def test_sizes_are_kept_and_change_the_gaps(client):
    survey = a_survey()
    for _number in range(8):
        a_response(survey, profession="teacher", needs=marks(5, 1, ["language"]))
        a_response(survey, profession="nurse", needs=marks(3, 3, ["language"]))
    client.force_login(maker_of(survey))
    address = reverse("needs:sizes", args=[survey.key])

    assert gaps_of(gathering.gather(survey)).items[0].gap == pytest.approx(2)
    some = client.post(address, {"size-teacher": "90", "size-nurse": ""})
    assert some.status_code == 422
    assert "every professional field" in some.content.decode()
    client.post(address, {"size-teacher": "90", "size-nurse": "10", "size-social-worker": "5"})

    assert gaps_of(gathering.gather(survey)).items[0].gap == pytest.approx(3.6)
    assert page(client, survey, "sizes-csv").content.decode().splitlines()[1:] == ["teacher,90", "nurse,10"]


@pytest.mark.parametrize("name", ["results", *FILES, "responses-csv"])
def test_results_are_for_those_who_run_the_survey(client, name):
    survey = a_full_survey(6, is_listed=True)
    address = reverse(f"needs:{name}", args=[survey.key])

    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    survey.is_listed = False
    survey.save()
    assert client.get(address).status_code == 404
    assert page(client, survey, name).status_code == 200


@pytest.mark.parametrize("count", [5, 6, 100])
def test_results_cost_the_same_however_many_answered(client, django_assert_num_queries, count):
    survey = a_full_survey(count)
    client.force_login(maker_of(survey))
    client.get(reverse("needs:results", args=[survey.key]))

    with django_assert_num_queries(10):
        client.get(reverse("needs:results", args=[survey.key]))


def test_a_formula_stays_text_in_files(client):
    survey = a_survey()
    choice = survey.questions.get(code="needs").choices.first()
    survey.questions.get(code="needs").choices.filter(pk=choice.pk).update(code="=cmd")
    for _number in range(5):
        a_response(survey, needs={"=cmd": {"importance": 5, "current": 1}})

    assert "'=cmd" in page(client, survey, "results-csv").content.decode()
    assert "'=cmd" in page(client, survey, "responses-csv").content.decode()


def test_what_is_withheld_may_be_the_most_and_the_sentence_does_not_deny_it():
    survey = a_survey()
    a_question(survey.sections.get(), "several", Question.Type.SEVERAL, ("bus", "bike"), order=11)
    for at in range(20):
        a_response(survey, several=["bus", "bike"] if at < 10 else ["bus"] if at < 18 else [])
    table = next(one for one in tables_of(gathering.gather(survey), {}) if one.key == "several")

    assert {row.label: row.shown for row in table.rows} == {"bus": "withheld", "bike": "10"}
    assert table.sentence.startswith("Of what can be told most often: bike (10 of 20).")
