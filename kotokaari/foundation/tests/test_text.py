import pytest

from kotokaari.foundation.text import TranslatedText


def test_a_reader_gets_their_language_first():
    text = TranslatedText.of("fi", "Kielikahvila", sv="Språkkafé")

    reading = text.read("sv")

    assert (reading.text, reading.language, reading.needs_note) == ("Språkkafé", "sv", False)


def test_without_a_translation_the_source_is_shown_and_said_so():
    reading = TranslatedText.of("fi", "Kielikahvila").read("en")

    assert (reading.text, reading.language, reading.is_fallback) == ("Kielikahvila", "fi", True)


def test_a_changed_source_makes_its_translations_stale_until_they_are_made_again():
    text = TranslatedText.of("fi", "Kielikahvila", sv="Språkkafé").with_source("Keskustelukerho")

    assert text.is_stale("sv")
    assert text.read("sv").needs_note
    assert not text.with_translation("sv", "Samtalsklubb").is_stale("sv")


def test_white_space_at_the_ends_does_not_make_a_translation_stale():
    assert not TranslatedText.of("fi", "Kerho", sv="Klubb").with_source("Kerho \n").is_stale("sv")


def test_it_is_stored_as_it_was():
    text = TranslatedText.of("fi", "Kerho", sv="Klubb").with_translation("en", "Club", status="machine")

    assert TranslatedText.from_json(text.to_json()) == text


def test_a_machine_translation_is_marked():
    assert TranslatedText.of("fi", "Kerho").with_translation("en", "Club", status="machine").read("en").needs_note


def test_an_empty_text_is_false_and_stored_as_nothing():
    assert not TranslatedText.of("fi", "  ")
    assert TranslatedText.of("fi", "  ").to_json() == {}


@pytest.mark.parametrize(
    "data",
    [
        "words",
        {"texts": {}},
        {"texts": [], "source": "fi"},
        {"texts": {}, "source": []},
        {"texts": {"fi": "words"}, "source": "fi"},
        {"texts": {"fi": {"text": 7}}, "source": "fi"},
        {"texts": {"fi": {"text": "a", "of": None}}, "source": "fi"},
    ],
)
def test_what_is_no_translated_text_is_refused(data):
    with pytest.raises(ValueError, match="not a translated text"):
        TranslatedText.from_json(data)
