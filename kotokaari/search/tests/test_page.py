import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.cli import main
from kotokaari.search.public import index
from kotokaari.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def cafe():
    concept = ConceptFactory(fi="kielikahvila", sv="språkkafé", en="language café", words=[("fi", "juttuklubi")])
    index("concept", [concept.uuid])
    return concept


def test_what_is_found_says_why_and_marks_the_words(client, cafe):
    page = client.get(reverse("search:page"), {"q": "juttuklubit"}).content.decode()

    assert "1 result<" in page
    assert reverse("vocabulary:concept", args=[cafe.uuid]) in page
    assert "<mark>" in page


def test_without_words_the_page_says_what_one_may_look_for(client):
    page = client.get(reverse("search:page")).content.decode()

    assert "Look for a practice" in page


def test_where_nothing_answers_all_words_what_has_most_is_shown(client, cafe):
    page = client.get(reverse("search:page"), {"q": "café aeroplane"}).content.decode()

    assert "Nothing has all of these words" in page


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999", "²"])
def test_odd_page_numbers_are_answered(client, cafe, page):
    assert client.get(reverse("search:page"), {"q": "café", "page": page}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    concepts = [ConceptFactory(en=f"mentoring way {number}", fi=f"tapa {number}") for number in range(count)]
    index("concept", [concept.uuid for concept in concepts])
    client.get(reverse("search:page"), {"q": "mentoring"})

    with django_assert_num_queries(4):
        page = client.get(reverse("search:page"), {"q": "mentoring", "lang": str(count)}).content.decode()

    assert len(re.findall(r"<h3><a href=", page)) == count


def test_the_command_answers_as_promised(cafe, capsys):
    code = main(["search", "juttuklubissa", "--lang", "fi", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (answer["query"], answer["lang"], answer["total"]) == ("juttuklubissa", "fi", 1)
    result = answer["results"][0]
    assert result["id"] == str(cafe.uuid)
    assert result["kind"] == "concept"
    assert result["title"] == {"fi": "kielikahvila", "sv": "språkkafé", "en": "language café"}
    assert "/fi/" in result["url"]
    assert result["score"] > 0
    assert result["why"]


def test_a_limit_that_makes_no_sense_is_bad_input(capsys):
    assert main(["search", "x", "--limit", "0"]) == 2
    assert "--limit" in capsys.readouterr().err


def test_rebuild_by_command(capsys):
    ConceptFactory(fi="mentorointi")

    assert main(["search", "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == 1
