import datetime

import pytest

from kotokaari.vocabulary.models import Concept, Label, LegalRegime
from kotokaari.vocabulary.public import concept_book, legal_rule, load_house_vocabulary

pytestmark = pytest.mark.django_db


def test_the_house_vocabulary_loads_and_again_changes_nothing():
    first = load_house_vocabulary()
    second = load_house_vocabulary()

    assert first.created == Concept.objects.count() == 358
    assert first.left_out == []
    assert (second.created, second.updated, second.deprecated) == (0, 0, 0)
    assert second.unchanged == 358


def test_words_that_somebody_changed_here_stay():
    load_house_vocabulary()
    concept = Concept.objects.get(code="language-cafe")
    Concept.objects.filter(pk=concept.pk).update(is_edited=True)
    Label.objects.filter(concept=concept, language="en", role="pref").update(text="talk café")

    tally = load_house_vocabulary()

    assert tally.updated == 0
    assert concept_book().label("language-cafe", "en") == "talk café"


def test_the_book_answers_by_code_kind_and_key():
    load_house_vocabulary()

    book = concept_book()
    cafe = book.get("language-cafe")

    assert cafe is not None
    assert book.label("language-cafe", "sv") == "språkkafé"
    assert book.by_id(cafe.id) is cafe
    assert cafe in book.of_kind("service")
    assert "juttuklubi" in cafe.synonyms["fi"]
    assert book.label("no-such-code", "fi") == "no-such-code"


def test_the_book_is_read_once(django_assert_num_queries):
    load_house_vocabulary()
    concept_book()

    with django_assert_num_queries(1):
        concept_book()


def test_the_four_year_review_belongs_to_the_old_act():
    load_house_vocabulary()

    old = legal_rule("municipal-programme-review-interval", on=datetime.date(2024, 12, 31))

    assert old is not None
    assert (old.value, old.unit, old.regime.number) == ("4", "years", "1386/2010")
    assert legal_rule("municipal-programme-review-interval", on=datetime.date(2025, 1, 1)) is None


def test_each_regime_and_rule_has_a_source_and_a_date():
    load_house_vocabulary()

    for regime in LegalRegime.objects.prefetch_related("rules"):
        assert regime.source_url.startswith("https://"), regime.code
        assert not regime.title.missing(), regime.code
        for rule in regime.rules.all():
            assert rule.source_url.startswith("https://"), rule.code
            assert not rule.title.missing(), rule.code


def test_what_is_only_announced_is_no_rule():
    load_house_vocabulary()

    announced = LegalRegime.objects.get(code="municipal-duties-2027")

    assert announced.certainty == "announced"


def test_every_concept_has_a_term_in_three_languages_and_none_is_used_twice():
    load_house_vocabulary()

    words = list(
        Label.objects.filter(concept__scheme__is_house=True).values_list("language", "folded", "concept__code")
    )
    owners = {}
    for language, word, code in words:
        owners.setdefault((language, word), set()).add(code)
    missing = [
        (entry.code, language)
        for entry in concept_book().by_code.values()
        for language in ("fi", "sv", "en")
        if language not in entry.labels
    ]
    assert missing == []
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


def test_broader_never_comes_round_and_is_not_merely_related():
    load_house_vocabulary()
    book = concept_book()

    for entry in book.by_code.values():
        narrower = book.within(entry.code) - {entry.code}
        assert entry.code not in {code for other in narrower for code in book.by_code[other].narrower}
        assert not narrower & set(entry.related), entry.code


def test_the_old_word_is_found_but_not_shown():
    load_house_vocabulary()

    entry = concept_book().get("integration-promotion")

    assert entry.hidden["fi"] == ("kotouttaminen",)
    assert "kotouttaminen" not in entry.synonyms.get("fi", ())
