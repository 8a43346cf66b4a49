import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kotokaari.search import analysis
from kotokaari.search.analysis import analyse, fold, terms_of


@pytest.mark.parametrize(
    ("word", "base", "parts"),
    [
        ("kotoutumiskoulutuksessa", "kotoutumiskoulutus", {"kotoutuminen", "koulutus"}),
        ("maahanmuuttajanaisten", "maahanmuuttajanainen", {"maahanmuuttaja", "nainen"}),
        ("kielikahviloihin", "kielikahvila", {"kieli", "kahvila"}),
        ("perheenyhdistämisen", "perheenyhdistäminen", {"perhe", "yhdistäminen"}),
        ("omakielistä", "omakielinen", {"oma", "kielinen"}),
        ("maahanmuuttajataustaisille", "maahanmuuttajataustainen", {"maahanmuuttaja", "taustainen"}),
        ("kotoutumisen", "kotoutuminen", set()),
        ("koulutuskin", "koulutus", set()),
    ],
)
def test_finnish_words_are_taken_apart(word, base, parts):
    found = analyse(word, "fi")

    assert found.base == base
    assert parts <= found.parts


@pytest.mark.parametrize(
    ("word", "base", "parts"),
    [
        ("invandrarkvinnor", "invandrarkvinna", {"invandrare", "kvinna"}),
        ("integrationsutbildningen", "integrationsutbildning", {"integration", "utbildning"}),
        ("samhällsorienteringen", "samhällsorientering", {"samhälle", "orientering"}),
        ("kvinnogruppernas", "kvinnogrupp", {"kvinna", "grupp"}),
        ("kommunernas", "kommun", set()),
    ],
)
def test_swedish_words_are_taken_apart(word, base, parts):
    found = analyse(word, "sv")

    assert found.base == base
    assert parts <= found.parts


@pytest.mark.parametrize(
    ("word", "base"), [("mothers", "mother"), ("women", "woman"), ("municipalities", "municipality")]
)
def test_english_words_find_their_base(word, base):
    assert analyse(word, "en").base == base


def test_neighbouring_parts_of_a_long_compound_are_found_together():
    assert "kielikahvila" in analyse("kielikahvilatoimintaa", "fi").parts


def test_a_question_does_not_look_for_parts():
    found = analyse("kielikahvila", "fi")

    assert "kahvila" in found.indexed
    assert "kahvila" not in found.asked


def test_a_name_is_found_in_another_case():
    assert analyse("Vantaalla", "fi").indexed & analyse("vantaa", "fi").asked
    assert analyse("Helsingissä", "fi").indexed & analyse("Helsinki", "fi").asked


def test_a_hyphenated_word_is_found_whole_and_by_its_pieces():
    found = analyse("KV-Kummin", "fi").indexed

    assert analyse("kv-kummi", "fi").asked & found
    assert "kv" in found


def test_accents_go_but_nordic_letters_stay():
    assert fold("Café ÅÄÖ Šakki") == "cafe åäö sakki"


def test_words_that_say_nothing_are_left_out():
    assert terms_of("ja niin sekä", "fi") == []


def test_other_languages_keep_their_words():
    assert terms_of("Привет мир", "ru") == ["привет", "мир"]


class FakeVoikko:
    def analyze(self, word):
        return [{"BASEFORM": "kielikahvila", "WORDBASES": "+kieli(kieli)+kahvi=la(kahvila)"}]


def test_voikko_adds_what_it_knows_where_it_is_installed(monkeypatch):
    monkeypatch.setattr(analysis, "voikko", FakeVoikko)
    analyse.cache_clear()

    found = analyse("kielikahviloissakaan", "fi")

    analyse.cache_clear()
    assert "kielikahvila" in found.own
    assert "kahvila" in found.parts


@pytest.fixture
def hurried_threads():
    """Threads take turns in the middle of everything."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_requests_at_the_same_time_do_not_stem_each_others_words(hurried_threads):
    words = ["internationalisation", "go", "neighbourhoods", "as", "volunteering", "employability"] * 50
    alone = [analysis.stem(word, "en") for word in words]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda _number: [analysis.stem(word, "en") for word in words], range(16)))

    assert together == [alone] * 16
