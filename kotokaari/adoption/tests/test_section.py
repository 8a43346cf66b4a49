"""«Who uses this» on the practice's page."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from kotokaari.adoption.reading import results, section, timeline
from kotokaari.adoption.reading.book import adoption_book, users_of
from kotokaari.catalogue.public import uses
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.foundation.dataversion import steady
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory

from .rows import (
    TODAY,
    a_lesson,
    a_region,
    a_town,
    a_word,
    an_adaptation,
    an_adopter,
    an_adoption,
    an_outcome,
    told_whole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(db):
    return a_practice(title="A club for talking")


def page(client, practice, language="en"):
    with override(language):
        return client.get(practice.get_absolute_url()).content.decode()


def test_nobody_yet_is_an_invitation(client, practice):
    told = page(client, practice)

    assert "No one has told of using this yet: be the first" in told
    assert "mark-use" not in told


def test_the_sentence_counts_organisations_and_regions(practice):
    lapland = a_region()
    uusimaa = a_region("fi-maakunta:01", "Uusimaa")
    an_adoption(practice, an_adopter("Kemi", a_town(region=lapland)), as_described="adapted")
    an_adoption(practice, an_adopter("Tornio", a_town("fi:851", "Tornio", lapland)), status="piloting")
    an_adoption(practice, an_adopter("Vantaa", a_town("fi:092", "Vantaa", uusimaa)), as_described="adapted")
    an_adoption(practice, an_adopter("Ascó", PlaceFactory(code="es", level="country")))
    an_adoption(practice, status="planned")
    an_adoption(practice, status="exploring")
    an_adoption(practice, status="stopped")

    with override("en"):
        told = section.sentence(adoption_book().of(practice.pk))

    assert told == (
        "In use in 4 organisations in 2 regions; 2 have adapted it. 1 of them is abroad. 1 plans to begin. "
        "1 more organisation is considering it. 1 has stopped."
    )


def test_two_places_of_one_organisation_are_one_user(practice):
    kemi, tornio = a_town(), a_town("fi:851", "Tornio")
    organisation = an_adopter()
    an_adoption(practice, organisation, place=kemi)
    an_adoption(practice, organisation, place=tornio)

    assert users_of(adoption_book().of(practice.pk)) == {organisation.pk}


def test_the_owner_its_parent_and_its_units_are_not_independent(client, practice):
    above, owner = OrganisationFactory(), practice.owner
    owner.parent = above
    owner.save()
    unit = OrganisationFactory(parent=owner)
    for organisation in (owner, above, unit):
        an_adoption(practice, organisation)

    assert users_of(adoption_book().of(practice.pk)) == set()
    assert "belongs to the practice’s owner" in page(client, practice)
    assert "In use in" not in page(client, practice)

    an_adoption(practice, OrganisationFactory(parent=above))
    assert uses([practice.uuid]) == {practice.uuid: 1}
    assert "Used by 1 organisation" in page(client, practice)


def test_what_is_not_open_is_not_named(client, practice):
    an_adoption(practice, an_adopter("Zanzibar"), status="interested", is_open=False)
    closed = an_adoption(practice, an_adopter("Zanzibar town"), is_open=False)
    an_adaptation(closed, "Zanzibar words")

    told = page(client, practice)

    assert "Zanzibar" not in told
    assert "1 more organisation is considering it." in told
    assert "In use in" not in told


def test_open_interest_is_named(client, practice):
    an_adoption(practice, an_adopter("Kemi"), status="interested")

    assert "Kemi" in page(client, practice)


def test_the_owners_words_stand_beside(client, practice):
    a_word(an_adoption(practice), "We went to see it.")

    told = page(client, practice)

    assert "Confirmed by the practice’s owner" in told
    assert "We went to see it." in told


def test_changes_are_counted_by_adopters_with_their_sentences(client, practice):
    first, second = an_adoption(practice), an_adoption(practice)
    an_adaptation(first, "In Arabic too.", "content", "language", fidelity="consistent")
    an_adaptation(first, "In Somali too.", "content", "language", fidelity="consistent")
    an_adaptation(second, "In plain Finnish.", "content", "language", fidelity="inconsistent")
    an_adaptation(second, "In the library.")

    with override("en"):
        found = section.context_of(practice)["changes"]

    assert [(change.nature, change.count) for change in found.common] == [
        ("Another language, or plain language", 2),
        ("Another place or setting", 1),
    ]
    assert found.matrix.rows == [("Another language, or plain language", [2, 0]), ("Another place or setting", [0, 1])]
    assert "The core of the practice is kept in 2 of the 3 where it was asked." in found.sentence
    assert {"In Arabic too.", "In plain Finnish."} <= {said.text.source_text for said in found.common[0].said}


def test_results_stand_by_context_and_are_never_averaged(practice):
    small = an_adoption(practice, an_adopter("Kemi", size="under_5000", area="rural"))
    large = an_adoption(practice, an_adopter("Oulu", size="100000_", area="urban"))
    unknown = an_adoption(practice, an_adopter("Nobody"))
    for adoption, value in ((large, "60"), (small, "71"), (unknown, "1")):
        an_outcome(adoption, value=value)

    with override("en"):
        contexts = section.context_of(practice)["contexts"]

    assert [context.name for context in contexts] == [
        "Under 5,000 people, rural",
        "100,000 people or more, urban",
        "Situation not told",
    ]
    assert [result.value for context in contexts for result in context.results] == [
        "71\u00a0%",
        "60\u00a0%",
        "1\u00a0%",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"people": 4},
        {"people": None, "unit": "people", "value": "3"},
        {"people": 9, "unit": "henkilöä", "baseline": "2"},
    ],
)
def test_figures_of_under_five_people_are_withheld(client, practice, fields):
    an_outcome(an_adoption(practice), **{"value": "33", "baseline": "34", **fields})

    with override("en"):
        [context] = section.context_of(practice)["contexts"]
    told = page(client, practice)

    assert context.results[0].is_withheld
    assert (context.results[0].value, context.results[0].baseline, context.results[0].chart) == ("", "", None)
    assert "Withheld: the figure is about fewer than five people." in told
    assert "1 figure is withheld" in told


def test_a_chart_stands_on_its_own_line():
    from decimal import Decimal

    from kotokaari.adoption.models import Outcome

    def chart(value, baseline, unit="%"):
        return results.chart(Outcome(value=Decimal(value), baseline=baseline and Decimal(baseline), unit=unit))

    assert chart("100", "0").value == chart("50", None).right
    assert chart("50", "50").bar == (66, 0)
    assert chart("-5", "5", "€").value == 8
    assert chart("0", None, "€") is None


def test_lessons_of_stopping_are_told(client, practice):
    stopped = an_adoption(
        practice,
        status="stopped",
        steps=[(datetime.date(2025, 1, 1), "piloting"), (TODAY, "stopped", "The money ended.")],
    )
    a_lesson(stopped, "Too few hosts.", "stopping")

    told = page(client, practice)

    assert "The money ended." in told
    assert "Too few hosts." in told


def test_lanes_follow_the_steps():
    steps = [(datetime.date(2024, 1, 1), "piloting"), (datetime.date(2025, 1, 1), "stopped")]
    scale = timeline.scale_of([steps], datetime.date(2026, 1, 1))

    lane = timeline.lane(steps, scale)

    assert [(piece.status, piece.x, piece.width) for piece in lane.pieces] == [("piloting", "0.00%", "50.07%")]
    assert lane.end == "50.07%"
    assert [tick.year for tick in scale.ticks] == [2024, 2025, 2026]


def test_a_draft_has_no_users(client):
    from kotokaari.catalogue.tests.factories import a_draft

    draft = a_draft()

    assert section.practice_section(None, draft, draft.versions.get()) is None


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_section_costs_the_same_however_many_adopters(practice, django_assert_num_queries, count):
    for number in range(count):
        told_whole(practice, f"Town {number}")

    with override("en"), steady(), django_assert_num_queries(16):
        told = section._write(practice)

    assert told.count('class="adopter"') == min(count, section.SHOWN)


def test_the_section_is_kept_until_something_changes(client, practice, django_assert_max_num_queries):
    told_whole(practice, "Kemi")
    assert "Kemi" in page(client, practice)

    an_adoption(practice, an_adopter("Tornio"))

    assert "Tornio" in page(client, practice)


def test_all_three_languages_have_the_section(client, practice):
    told_whole(practice, "Kemi")
    for language in ("fi", "sv", "en"):
        with override(language):
            assert reverse("adoption:list") in page(client, practice, language)
