"""The map of regions: whole, equal, and said in words."""

import itertools

import pytest
from django.template import Context, Template
from django.utils.translation import override

from kotokaari.adoption.reading import tilemap
from kotokaari.people.public import load_house_places
from kotokaari.people.tests.factories import PlaceFactory

from .rows import a_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    load_house_places()


def drawn(counts, **words):
    with override("en"):
        the_map = tilemap.tile_map(counts, title="Where", **words)
        return Template("{% load tilemap %}{% tile_map map %}").render(Context({"map": the_map}))


def test_every_region_has_a_tile_of_its_own(places):
    from kotokaari.people.public import place_book

    regions = {code for code, place in place_book().by_code.items() if place.level == "region"}

    assert regions == set(tilemap.PLACES) - {tilemap.ABROAD}
    assert len(regions) == 19
    assert len(set(tilemap.PLACES.values())) == len(tilemap.PLACES)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_names_fit_into_their_tiles(places, language):
    with override(language):
        tiles = tilemap.tile_map({}, title="").tiles

    assert all(len(line) <= 11 for tile in tiles for _y, line in tile.lines)
    assert all(len(tile.lines) <= 3 for tile in tiles)
    assert all("".join(line.rstrip("-") for _y, line in tile.lines).replace(" ", "") for tile in tiles)


def test_a_place_counts_for_its_region(places):
    assert tilemap.region_of("fi:240") == "fi-maakunta:19"
    assert tilemap.region_of("fi-maakunta:19") == "fi-maakunta:19"
    assert tilemap.region_of("se") == tilemap.ABROAD
    assert tilemap.region_of("", "SE") == tilemap.ABROAD
    assert tilemap.region_of("fi") == tilemap.region_of("", "FI") == tilemap.NOWHERE
    assert tilemap.region_of("fi-hyvinvointialue:lappi") == tilemap.NOWHERE


def test_number_shade_sentence_and_table_say_the_same(places):
    html = drawn(
        {"fi-maakunta:19": 7, "fi-maakunta:01": 1, tilemap.ABROAD: 2, "": 3}, href=lambda code: f"?region={code}"
    )

    assert 'aria-label="Lapland: 7"' in html
    assert html.count('data-shade="4"') == 2  # the tile and the key
    assert "In 2 of the 19 regions. Most in Lapland (7). 2 abroad. 3 in no one region." in html
    assert '<th scope="row"><a href="?region=fi-maakunta:19">Lapland</a></th><td class="number">7</td>' in html
    assert "style=" not in html


def test_an_empty_map_says_so(places):
    html = drawn({}, href=lambda code: "?")

    assert "Nothing in any region yet." in html
    assert "<a class=" not in html


@pytest.mark.parametrize(("most", "spans"), [(0, []), (1, [(1, 1)]), (4, [(1, 1), (2, 2), (3, 3), (4, 4)])])
def test_few_numbers_have_a_shade_each(most, spans):
    assert tilemap._steps(most) == spans


@pytest.mark.parametrize("most", [5, 6, 9, 10, 37, 400])
def test_spans_are_whole_and_touch(most):
    spans = tilemap._steps(most)

    assert spans[0][0] == 1
    assert spans[-1][1] == most
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(spans))
    assert len(spans) <= 4


def test_a_place_that_is_its_own_nobody_knows_breaks_nothing(db):
    assert tilemap.region_of("xx:1") == tilemap.ABROAD
    a_town()
    assert tilemap.region_of("fi:240") == "fi-maakunta:19"
    PlaceFactory(code="fi", level="country")
