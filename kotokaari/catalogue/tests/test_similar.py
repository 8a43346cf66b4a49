"""Similar practices: which, in which order, and why."""

from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kotokaari.catalogue import similar
from kotokaari.catalogue.index import Index
from kotokaari.catalogue.models import Practice, Version
from kotokaari.people.tests.factories import PlaceFactory

from .factories import a_practice, concept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    for code in ("music", "sport", "housing"):
        concept(code)
    for code in ("parents", "children", "employers"):
        concept(code, "target_group")
    with translation.override("en"):
        yield


def practice(title, themes, groups=("parents",), **fields):
    return a_practice(title=title, themes=list(themes), target_groups=list(groups), **fields)


def titles(found):
    return [Version.objects.get(pk=one.version).title.text("en") for one in found]


def test_what_shares_more_comes_first_and_what_shares_nothing_not_at_all():
    own = practice("Own", ["music", "sport"], ["parents"])
    practice("Half", ["music", "housing"], ["employers"])
    practice("Whole", ["music", "sport"], ["parents"])
    practice("Nothing", ["housing"], ["employers"])

    found = similar.similar_to(own, "en")

    assert titles(found) == ["Whole", "Half"]
    assert found[0].score > found[1].score


def test_a_rare_thing_in_common_says_more_than_a_common_one():
    own = practice("Own", ["music", "sport"], ["parents"])
    practice("Rare", ["music"], ["children"])
    practice("Common", ["sport"], ["children"])
    for number in range(6):
        practice(f"Crowd {number}", ["sport"], ["employers"])

    found = similar.similar_to(own, "en")

    assert titles(found)[0] == "Rare"


def test_every_reason_is_said():
    own = practice("Own", ["music"], ["parents"], summary={"en": "Volunteers bake bread with families. " * 5})
    practice("Other", ["music"], ["parents"], summary={"en": "Volunteers build boats with families. " * 5})
    for number in range(7):
        practice(
            f"Third {number}", ["music", "sport"], ["employers", "parents"], summary={"en": "A course for chefs. " * 8}
        )
    for number in range(12):
        practice(f"Far {number}", ["housing"], ["employers"])

    first = similar.similar_to(own, "en")[0]

    assert set(first.reasons[:2]) == {"same theme: music", "also for: parents"}
    assert any(reason.startswith("also speaks of: ") and "volunteer" in reason for reason in first.reasons)
    assert all(one.reasons for one in similar.similar_to(own, "en"))


def test_only_the_narrowest_of_what_is_shared_is_named():
    concept("arts").narrower.add(concept("music"))
    own = practice("Own", ["music"])
    practice("Other", ["music"])

    reasons = similar.similar_to(own, "en")[0].reasons

    assert "same theme: music" in reasons
    assert "arts" not in " ".join(reasons)


def test_it_is_never_similar_to_itself_nor_to_what_it_comes_from():
    grandmother = practice("Grandmother", ["music"])
    mother = practice("Mother", ["music"])
    own = practice("Own", ["music"])
    Practice.objects.filter(pk=mother.pk).update(adapted_from=grandmother.current)
    Practice.objects.filter(pk=own.pk).update(adapted_from=mother.current)
    practice("Stranger", ["music"])
    own.refresh_from_db()

    assert titles(similar.similar_to(own, "en")) == ["Stranger"]
    assert str(similar.origin(own).title) == "Mother"


def test_what_was_adapted_from_it_says_so():
    own = practice("Own", ["music"])
    child = practice("Child", ["music"])
    Practice.objects.filter(pk=child.pk).update(adapted_from=own.current)

    assert similar.similar_to(own, "en")[0].reasons[0] == "adapted from this practice"


@pytest.mark.parametrize("status", ["ended", "archived", "withdrawn"])
def test_only_practices_in_use_are_suggested(status):
    own = practice("Own", ["music"])
    practice("Past", ["music"], status=status)

    assert similar.similar_to(own, "en") == []


def test_at_most_five_are_shown():
    own = practice("Own", ["music"])
    for number in range(8):
        practice(f"Other {number}", ["music"])

    assert len(similar.similar_to(own, "en")) == similar.SHOWN


def test_what_most_practices_have_is_no_reason_but_another_country_is():
    PlaceFactory(code="xx", level="country", name_en="Ruritania")
    own = practice("Own", ["music"], places=["xx"])
    practice("Neighbour", ["music"], places=["xx"])
    for number in range(5):
        practice(f"Far {number}", ["sport"])

    found = similar.similar_to(own, "en")

    assert any("Ruritania" in reason for reason in found[0].reasons)
    assert not any("employers" in reason or "initial phase" in reason for reason in found[0].reasons)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_it_costs_the_same_whatever_the_number_of_practices(count):
    own = practice("Own", ["music"])
    for number in range(count):
        practice(f"Other {number}", ["music"])
    similar.similar_to(own, "en")  # the index and the books are read

    with CaptureQueriesContext(connection) as queries:
        similar.similar_to(own, "en")

    named = [query for query in queries.captured_queries if "foundation_dataversion" not in query["sql"]]
    assert len(named) == 1


def test_the_page_of_a_practice_shows_them_with_the_reason(client):
    own = practice("Own", ["music"])
    practice("Other", ["music"])

    page = client.get(own.get_absolute_url()).content.decode()

    assert "Similar practices" in page
    assert "ame theme: music" in page


def index_of(sets, size):
    return Index([*range(size)], {}, sets, [], {}, {}, {})


@given(
    st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=7),
    st.lists(st.integers(1, 5), min_size=7, max_size=7),
    st.integers(1, 12),
)
def test_the_search_for_candidates_finds_what_looking_at_all_finds(sets, weights, wanted):
    found_in = {"theme": {str(n): sum(1 << bit for bit in members) for n, members in enumerate(sets)}}
    weight = {("theme", str(n)): float(weights[n]) for n in range(len(sets))}
    sums = [sum(weight["theme", str(n)] for n, members in enumerate(sets) if bit in members) for bit in range(12)]

    bits = similar.best(index_of(found_in, 12), weight, (1 << 12) - 1, wanted)

    expected = sorted((value for value in sums if value), reverse=True)[:wanted]
    assert [sums[bit] for bit in bits] == expected
    assert len(set(bits)) == len(bits)


@given(*(st.frozensets(st.sampled_from("abcdef")) for _side in range(2)))
def test_likeness_lies_between_nothing_and_the_same(one, other):
    weights = {letter: 1 + number for number, letter in enumerate("abcdef")}

    value = similar.jaccard(one, other, weights)

    assert 0 <= value <= 1
    assert (value == 1) == (one == other and bool(one))
    assert (value == 0) == (not one & other)
    assert value == similar.jaccard(other, one, weights)


def test_likeness_grows_with_what_is_shared():
    weights = dict.fromkeys("abcd", 1.0)

    for shared, more in combinations(["", "a", "ab", "abc"], 2):
        assert similar.jaccard(frozenset("abcd"), frozenset(shared), weights) < similar.jaccard(
            frozenset("abcd"), frozenset(more), weights
        )
