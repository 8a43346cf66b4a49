"""The rubric that comes with the house."""

import pytest

from kotokaari.catalogue.public import RECORD_FIELDS
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.rubrics import content
from kotokaari.rubrics.models import Criterion, Rubric
from kotokaari.rubrics.public import in_force, load_house_rubrics

pytestmark = pytest.mark.django_db

SIX = [
    "goal-oriented", "customer-responsive", "context-sensitive", "high-impact", "can-be-modelled", "can-be-generalised",
]  # fmt: skip


def test_both_published_wordings_are_there_and_loading_again_changes_nothing():
    first = load_house_rubrics()
    digests = list(Rubric.objects.values_list("number", "state", "digest"))
    second = load_house_rubrics()

    assert (first.created, second.created, second.unchanged) == (2, 0, 2)
    assert list(Rubric.objects.values_list("number", "state", "digest")) == digests
    assert in_force("good-practice").number == 2


def test_the_official_names_stand_in_three_languages():
    load_house_rubrics()

    criteria = in_force("good-practice").criteria.all()

    assert [one.code for one in criteria] == SIX
    assert [one.name.text("fi") for one in criteria] == [
        "Tavoitteellinen", "Asiakaslähtöinen", "Tilanteeseen sopiva", "Vaikuttava", "Mallinnettava", "Yleistettävä",
    ]  # fmt: skip
    assert [one.name.text("sv") for one in criteria] == [
        "Målinriktad", "Kundorienterad", "Anpassad till situationen", "Verkningsfull", "Avbildbar", "Generaliserbar",
    ]  # fmt: skip


def test_the_two_wordings_differ_in_the_first_question_alone():
    load_house_rubrics()
    first, second = (
        {one.code: content.criterion_content(one) for one in rubric.criteria.all()}
        for rubric in Rubric.objects.order_by("number")
    )

    assert [code for code in SIX if first[code] != second[code]] == ["goal-oriented"]
    assert "ethnic inequality" in TranslatedText.from_json(first["goal-oriented"]["question"]).text("en")
    assert "between population groups" in TranslatedText.from_json(second["goal-oriented"]["question"]).text("en")


def test_nothing_is_missing_in_any_language_and_every_level_is_told_apart():
    load_house_rubrics()

    for rubric in Rubric.objects.whole():
        assert list(content.gaps(content.content_of(rubric))) == []
        for criterion in rubric.criteria.all():
            for language in LANGUAGES:
                levels = [TranslatedText.from_json(criterion.levels[one]).text(language) for one in content.LEVELS]
                assert len(set(levels)) == 5


def test_criteria_read_fields_of_the_record_and_never_evidence_or_cost():
    load_house_rubrics()

    read = {name for one in Criterion.objects.all() for name in one.reads}

    assert read <= set(RECORD_FIELDS)
    assert read & {"evidence_level", "effect_direction", "cost_band", "costs"} == set()


def test_the_digest_holds():
    load_house_rubrics()

    for rubric in Rubric.objects.whole():
        assert rubric.digest == content.digest(content.content_of(rubric))
