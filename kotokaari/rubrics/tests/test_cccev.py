"""A rubric in the EU's criterion vocabulary, read back by a library that has never seen ours."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS

from kotokaari import cli
from kotokaari.rubrics import cccev
from kotokaari.rubrics.models import Rubric
from kotokaari.rubrics.public import load_house_rubrics

from .factories import RubricFactory, said

pytestmark = pytest.mark.django_db
CCCEV = Namespace("http://data.europa.eu/m8g/")


@pytest.fixture
def rubric():
    load_house_rubrics()
    return Rubric.objects.whole().get(number=2)


def test_turtle_and_json_ld_say_the_same(rubric):
    first = Graph().parse(data=cccev.turtle(rubric), format="turtle")
    second = Graph().parse(data=cccev.json_ld(rubric), format="json-ld")

    assert len(first) > 300
    assert isomorphic(first, second)


def test_criteria_carry_their_weight_and_how_it_counts(rubric):
    graph = Graph().parse(data=cccev.turtle(rubric), format="turtle")
    criteria = set(graph.subjects(RDF.type, CCCEV.Criterion))
    own = URIRef(f"{cccev.address(rubric)}#goal-oriented")

    assert len(criteria) == 6
    assert own in criteria
    assert graph.value(own, CCCEV.weight).toPython() == Decimal("1.00")
    assert graph.value(own, CCCEV.bias).toPython() == 0
    assert Literal("Målinriktad", lang="sv") in set(graph.objects(own, DCTERMS.title))
    assert {text.language for text in graph.objects(own, CCCEV.weightingConsiderationDescription)} == {"fi", "sv", "en"}


def test_gates_are_requirements_without_weight(rubric):
    graph = Graph().parse(data=cccev.turtle(rubric), format="turtle")
    gates = set(graph.subjects(RDF.type, CCCEV.InformationRequirement))

    assert len(gates) == 5
    assert not any(graph.value(gate, CCCEV.weight) for gate in gates)
    parts = set(graph.objects(URIRef(cccev.address(rubric)), CCCEV.hasRequirement))
    assert parts == gates | set(graph.subjects(RDF.type, CCCEV.Criterion))


def test_levels_and_crosswalk_are_skos(rubric):
    graph = Graph().parse(data=cccev.turtle(rubric), format="turtle")
    own = URIRef(f"{cccev.address(rubric)}#goal-oriented")

    levels = set(graph.subjects(SKOS.inScheme, URIRef(f"{own}-levels")))
    assert {str(graph.value(level, SKOS.notation)) for level in levels} == {"0", "1", "2", "3", "4"}
    theirs = {str(graph.value(one, SKOS.prefLabel, any=True)) for one in graph.objects(own, SKOS.closeMatch)}
    assert theirs & {"Relevance", "Relevans", "Merkityksellisyys"}


def test_words_with_quotes_and_line_breaks_survive():
    rubric = RubricFactory(name=said('A "rubric" \\ with\nlines'))

    graph = Graph().parse(data=cccev.turtle(rubric), format="turtle")

    assert Literal('A "rubric" \\ with\nlines', lang="en") in set(graph.objects(None, DCTERMS.title))


@pytest.mark.parametrize(("form", "kind"), [("jsonld", "application/ld+json"), ("ttl", "text/turtle; charset=utf-8")])
def test_by_address(client, rubric, form, kind):
    response = client.get(reverse("rubrics:export", args=[rubric.code, 2, form]))

    assert response["Content-Type"] == kind
    assert "goal-oriented" in response.content.decode()


def test_another_form_is_not_found(client, rubric):
    assert client.get(reverse("rubrics:export", args=[rubric.code, 2, "pdf"])).status_code == 404


def test_the_command_writes_the_newest_in_turtle(rubric, tmp_path):
    out = tmp_path / "rubric.ttl"

    code = cli.main(["export", "rubric", "good-practice", "--format", "turtle", "--out", str(out)])

    assert code == 0
    assert out.read_text("utf-8") == cccev.turtle(rubric)


def test_the_command_names_what_would_be_right(rubric, tmp_path, capsys):
    out = str(tmp_path / "rubric.ttl")

    assert cli.main(["export", "rubric", "good", "--format", "turtle", "--out", out]) == 2
    assert "There are: good-practice." in capsys.readouterr().err
    assert cli.main(["export", "rubric", "good-practice", "--number", "9", "--format", "jsonld", "--out", out]) == 2
    assert "There are: 2, 1." in capsys.readouterr().err


def test_the_import_command_reports(capsys, db):
    assert cli.main(["import", "rubrics", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"created": 2, "unchanged": 0}


def test_the_api_tells_all_public_versions(client, rubric):
    RubricFactory(code="secret", state="draft")

    listed = client.get("/api/v1/rubrics").json()
    one = client.get("/api/v1/rubrics/good-practice/2").json()

    assert [(entry["code"], entry["number"]) for entry in listed["results"]] == [
        ("good-practice", 2),
        ("good-practice", 1),
    ]
    assert one["criteria"][0]["levels"]["4"]["fi"].startswith("Kuten 3.")
    assert one["gates"][0]["rule"] == "running_a_year"
    assert client.get("/api/v1/rubrics/secret/1").status_code == 404
