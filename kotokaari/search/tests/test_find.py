from contextlib import suppress
from uuid import uuid4

import pytest
from django.utils import translation

from kotokaari.search import indexing
from kotokaari.search.models import Entry
from kotokaari.search.passages import Piece
from kotokaari.search.public import (
    Document,
    Expansion,
    all_at_once,
    find,
    index,
    rebuild,
    register_expander,
    register_source,
    remove,
)

from .factories import only_leaves

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def leaves():
    with only_leaves() as leaves:
        yield leaves


def titles(hits):
    return [hit.titles[hit.language] for hit in hits.results]


def test_a_word_is_found_in_its_inflections_and_inside_compounds(leaves):
    leaves.add("Kielikahviloihin tullaan juttelemaan")
    leaves.add("Työpaja", "Iltapäivän kahvila on avoin")
    index("leaf", leaves.all_uuids())

    club = find("kielikahvila", "fi")
    assert [(hit.titles["fi"], hit.is_partial) for hit in club.results] == [
        ("Kielikahviloihin tullaan juttelemaan", False),
        ("Työpaja", True),
    ]
    assert club.full == 1
    assert find("kahvilassa", "fi").total == 2


def test_what_answers_every_word_comes_first_and_a_part_is_called_a_part(leaves):
    leaves.add("Suomen kurssi äideille")
    leaves.add("Suomen kurssi nuorille")
    index("leaf", leaves.all_uuids())

    whole, part = find("kurssi äiti", "fi"), find("kurssi lentokone", "fi")

    assert next((hit.titles["fi"], hit.is_partial) for hit in whole.results) == ("Suomen kurssi äideille", False)
    assert whole.full == 1
    assert (part.full, part.total, part.results[0].is_partial) == (0, 2, True)


def test_what_finds_nothing_tells_what_its_parts_would_find(leaves):
    leaves.add("Suomen kurssi äideille")
    index("leaf", leaves.all_uuids())

    found = {word.text: word.total for word in find("kurssi lentokone", "fi").words}

    assert found == {"kurssi": 1, "lentokone": 0}


def test_the_title_weighs_more_than_the_text(leaves):
    leaves.add("Työpaja", "Mentorointi auttaa. " + "Muuta tekstiä on tässä paljon. " * 5)
    leaves.add("Mentorointi", "Työpaja auttaa. " + "Muuta tekstiä on tässä paljon. " * 5)
    index("leaf", leaves.all_uuids())

    assert titles(find("mentorointi", "fi"))[0] == "Mentorointi"


def test_a_thing_in_three_languages_is_one_hit_in_the_readers(leaves):
    uuid = leaves.add("Mentorointi", language="fi")
    leaves.add("Mentorskap", "mentor mentorointi", language="sv", uuid=uuid)
    index("leaf", [uuid])

    found = find("mentorointi", "sv")

    assert found.total == 1
    assert found.results[0].language == "sv"
    assert found.results[0].titles == {"fi": "Mentorointi", "sv": "Mentorskap"}


def test_a_kind_that_weighs_less_comes_later():
    with only_leaves() as light, only_leaves() as heavy:
        register_source("twig", light.documents_for, light.all_uuids, weight=0.3)
        twig = uuid4()
        light.documents[twig] = [Document("twig", twig, "fi", "Mentorointi")]
        leaf = heavy.add("Mentorointi ja muuta")
        index("twig", [twig])
        index("leaf", [leaf])

        assert [hit.kind for hit in find("mentorointi", "fi").results] == ["leaf", "twig"]


def test_why_tells_of_all_words_of_a_concept(leaves):
    leaves.add("Kurssi", "Suomen kielen alkeet")
    index("leaf", leaves.all_uuids())
    register_expander(lambda words, language: [Expansion(0, 3, "suomen kurssi", [], [])])

    assert "is in the text" in find("suomen kielen kurssi", "fi").results[0].why[0]


def test_why_and_where_are_told(leaves):
    leaves.add("Tupa", "Ensin muuta. Naisille on oma kielikahvila torstaisin.")
    index("leaf", leaves.all_uuids())

    hit = find("kielikahviloissa", "fi").results[0]

    assert len(hit.why) == 1
    assert [piece.text for piece in hit.passage if piece.is_hit] == ["kielikahvila"]


def test_without_excerpts_the_same_is_found(leaves):
    for title in ("Kielikahvila", "Tupa"):
        leaves.add(title, "Naisille on oma kielikahvila torstaisin.")
    index("leaf", leaves.all_uuids())

    bare, whole = find("kielikahvila", "fi", excerpts=False).results, find("kielikahvila", "fi").results

    assert [(hit.uuid, hit.score, hit.why) for hit in bare] == [(hit.uuid, hit.score, hit.why) for hit in whole]
    assert [(hit.title, hit.passage) for hit in bare] == [([Piece(hit.titles["fi"])], []) for hit in whole]
    assert all(hit.passage for hit in whole)


def test_a_concept_is_found_by_its_other_names_and_by_its_mark(leaves):
    leaves.add("Language café in the library", language="en")
    leaves.add("Iltatoimintaa", concepts=["language-cafe"])
    leaves.add("Jotain muuta")
    index("leaf", leaves.all_uuids())
    register_expander(
        lambda words, language: [Expansion(0, 1, "kielikahvila", ["language-cafe"], [("en", "language café")])]
    )

    assert set(titles(find("juttuklubi", "fi"))) == {"Language café in the library", "Iltatoimintaa"}


class Person:
    is_authenticated = True


def test_what_is_not_public_is_found_only_by_those_who_may(leaves):
    uuid = leaves.add("Luonnos", is_public=False)
    index("leaf", [uuid])
    owner, stranger = Person(), Person()
    leaves.seers[owner] = {uuid}

    assert find("luonnos", "fi").total == 0
    assert find("luonnos", "fi", user=stranger).total == 0
    assert find("luonnos", "fi", user=owner).total == 1


def test_only_the_kinds_asked_for_are_found(leaves):
    leaves.add("Mentorointi")
    index("leaf", leaves.all_uuids())

    assert find("mentorointi", "fi", kinds=["leaf"]).total == 1
    assert find("mentorointi", "fi", kinds=["branch"]).total == 0


def test_a_changed_text_is_found_by_its_new_words_only(leaves):
    uuid = leaves.add("Vanha nimi")
    index("leaf", [uuid])
    leaves.documents.clear()
    leaves.add("Uusi otsikko", uuid=uuid)

    index("leaf", [uuid])

    assert find("vanha", "fi").total == 0
    assert find("otsikko", "fi").total == 1


def test_a_removed_thing_is_not_found(leaves):
    uuid = leaves.add("Mentorointi")
    index("leaf", [uuid])

    remove("leaf", uuid)

    assert find("mentorointi", "fi").total == 0
    assert not Entry.objects.exists()


def test_an_unregistered_kind_is_refused():
    with pytest.raises(LookupError, match="branch"):
        index("branch", [uuid4()])


def test_a_rebuild_that_stopped_goes_on_and_takes_away_what_is_gone(leaves, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    uuids = [leaves.add(f"Lehti {number}") for number in range(3)]
    index("leaf", uuids[:1])
    gone = leaves.add("Poistunut")
    index("leaf", [gone])
    del leaves.documents[gone]

    done = rebuild()

    assert (done.written, done.unchanged, done.removed) == (2, 1, 1)
    assert rebuild().written == 0


@pytest.mark.parametrize(
    "query", ["", "   ", "'", '"', "ja", "a' OR 1=1 --", "(((", "NEAR(x y)", "*", "ä" * 5000, "😀"]
)
def test_odd_questions_are_answered(leaves, query):
    leaves.add("Mentorointi")
    index("leaf", leaves.all_uuids())

    assert find(query, "fi").total == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_an_answer_costs_the_same_whatever_its_length(leaves, count, django_assert_num_queries):
    for number in range(count):
        leaves.add(f"Mentorointi {number}")
    index("leaf", leaves.all_uuids())

    find("mentorointi", "fi", limit=100)  # what is asked of the index once is kept

    with django_assert_num_queries(5):
        found = find("mentorointi", "fi", limit=100)

    assert len(found.results) == found.total == count


@pytest.mark.parametrize("text", ["681/2023", "5g", "2e5", "B1.1", "kv-2024", "c++", "a_b"])
def test_both_databases_keep_the_terms_as_they_are(leaves, text):
    leaves.add(text)
    index("leaf", leaves.all_uuids())

    assert find(text, "fi").total == 1


def test_what_changes_often_is_indexed_once_when_a_house_is_filled(leaves):
    uuid = leaves.add("Kielikahvila")

    with all_at_once():
        assert index("leaf", [uuid]) == 0
        assert find("kielikahvila", "fi").total == 0
        leaves.documents[uuid] = [Document("leaf", uuid, "fi", "Lukupiiri")]
        index("leaf", [uuid])

    assert find("lukupiiri", "fi").total == 1
    assert find("kielikahvila", "fi").total == 0
    assert index("leaf", [leaves.add("Kuoro")]) == 1


def test_nothing_is_indexed_when_filling_fails(leaves):
    uuid = leaves.add("Kielikahvila")

    with suppress(ZeroDivisionError), all_at_once():
        index("leaf", [uuid])
        raise ZeroDivisionError

    assert find("kielikahvila", "fi").total == 0
    assert index("leaf", [uuid]) == 1
