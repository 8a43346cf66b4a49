import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from kotokaari.cli import main
from kotokaari.search.public import find, index, settle_need, unanswered
from kotokaari.vocabulary.tests.factories import ConceptFactory

from .factories import only_leaves

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

    assert "Nothing answers the whole question" in page


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


def test_a_search_that_nothing_answers_is_counted_and_may_be_left_as_a_need(client, cafe):
    address = reverse("search:page")
    page = client.get(address, {"q": "lentokonetehdas"}).content.decode()
    client.get(address, {"q": "Lentokonetehdas", "again": "1"})

    assert f"{reverse('search:need')}?q=lentokonetehdas" in page
    assert [(need.words, need.count, need.told) for need in unanswered()] == [("lentokonetehdas", 2, 0)]

    client.post(reverse("search:need"), {"need": "lentokonetehdas", "note": "Nuorille, jotka haluavat alalle."})

    need = unanswered()[0]
    assert (need.told, need.notes) == (1, ["Nuorille, jotka haluavat alalle."])
    settle_need(need.key, by=None)
    assert unanswered() == []


@pytest.mark.parametrize("words", ["Matti 040 1234567", "soita@example.org", "010190-123A", "12345"])
def test_what_may_name_a_person_is_never_kept(client, db, words):
    client.get(reverse("search:page"), {"q": words})
    client.post(reverse("search:need"), {"need": words})

    assert unanswered() == []


def test_filters_narrow_and_their_numbers_stay_true(client):
    with only_leaves() as leaves:
        for number in range(3):
            leaves.add(f"Mentorointi {number}", facets={"colour": ["red" if number else "blue"], "size": ["small"]})
        index("leaf", leaves.all_uuids())

        found = find("mentorointi", "fi", chosen={"colour": ["red"]}, facets=("colour", "size"))

    assert found.total == 2
    assert found.facets == {"colour": {"red": 2, "blue": 1}, "size": {"small": 2}}


def test_typing_suggests_names_words_and_a_mended_slip(client, cafe):
    def asked(words):
        answer = client.get(reverse("search:suggestions"), {"w": words})
        return [row["text"] for row in answer.json()["suggestions"]]

    assert "language café" in asked("langu")
    assert "kielikahvila" in asked("kielik")
    assert "kielikahvila" in asked("kielikhavila")
    assert asked("k") == []


@pytest.mark.parametrize("words", ["'", '"', "%", "_", "\u200b\u200f", "a' OR 1=1 --", "😀😀", "ا" * 50, "x" * 10_000])
def test_odd_typing_is_answered(client, db, words):
    assert client.get(reverse("search:suggestions"), {"w": words}).status_code == 200
    assert client.get(reverse("search:page"), {"q": words}).status_code == 200
