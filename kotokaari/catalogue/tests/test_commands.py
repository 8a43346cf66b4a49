"""Practices leave the house as files."""

import csv
import json

import pytest
from rdflib import Graph, URIRef

from kotokaari import cli
from kotokaari.catalogue import linked, queries
from kotokaari.people.public import organisation_book

from .factories import a_draft, a_practice

pytestmark = pytest.mark.django_db


def export(capsys, *words):
    code = cli.main(["export", "practices", *map(str, words)])
    return code, capsys.readouterr()


def test_the_list_in_a_readers_language(capsys, tmp_path):
    practice = a_practice(title="A club for talking")
    a_draft()

    code, said = export(capsys, "--lang", "en", "--out", tmp_path / "list.csv")

    rows = list(csv.DictReader((tmp_path / "list.csv").open(encoding="utf-8-sig")))
    assert (code, said.out) == (0, "")
    assert said.err.startswith("1 practices written to")
    assert [row["title"] for row in rows] == ["A club for talking"]
    assert f"-{practice.key}/" in rows[0]["url"]


def test_linked_data_names_the_practice_in_its_languages(capsys, tmp_path, settings):
    practice = a_practice(title="A club for talking")

    assert export(capsys, "--format", "jsonld", "--out", tmp_path / "all.jsonld")[0] == 0

    (thing,) = json.loads((tmp_path / "all.jsonld").read_text())["@graph"]
    assert thing["@id"] == f"{settings.BASE_URL}/id/{practice.uuid}"
    assert {"@value": "A club for talking", "@language": "en"} in thing["name"]
    # The same with the vocabulary in place of the context, which is only an address here.
    told = json.dumps({"@context": {"@vocab": "https://schema.org/"}, "@graph": [thing]})
    assert (URIRef(thing["@id"]), None, None) in Graph().parse(data=told, format="json-ld")


def test_a_file_that_cannot_be_written_is_named(capsys, tmp_path):
    code, said = export(capsys, "--out", tmp_path / "nowhere" / "list.csv")

    assert code == 2
    assert "nowhere/list.csv cannot be written: No such file or directory." in said.err


def test_linked_data_costs_the_same_whatever_its_length(django_assert_num_queries):
    for count in (1, 3):
        while len(queries.shown_versions()) < count:
            a_practice()
        versions = queries.shown_versions()
        organisation_book()
        with django_assert_num_queries(2):  # is the book of organisations still right; the versions
            assert len(linked.graph(versions)["@graph"]) == count
