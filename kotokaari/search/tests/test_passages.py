"""Where the answering words of a text are."""

import pytest

from kotokaari.search.analysis import analyse
from kotokaari.search.passages import MOST_WORDS, passage

WORDS = {
    "fi": ("kahvila", "Kielikahvilassa juodaan kahvia. Kahvila-ilta kokoaa KAHVILAN väen; kahle ei kuulu joukkoon."),
    "en": ("garden", "Gardens for all: the garden, a school-garden, gardening. A guard is no gardener."),
}


def marked(question, text, language, length=10_000):
    return [
        piece.text for piece in passage(text, analyse(question, language).indexed, language, length) if piece.is_hit
    ]


@pytest.mark.parametrize("language", WORDS)
def test_every_answering_word_is_marked_and_no_other(language):
    question, text = WORDS[language]
    terms = set(analyse(question, language).indexed)
    expected = [
        word
        for word in text.replace(".", "").replace(";", "").replace(":", "").replace(",", "").split()
        if terms & set(analyse(word, language).indexed)
    ]

    assert len(expected) > 1
    assert marked(question, text, language) == expected


def test_words_far_down_a_very_long_text_are_not_looked_for():
    text = "sana " * (MOST_WORDS - 1) + "kahvila kahvila"

    assert marked("kahvila", text, "fi", len(text)) == ["kahvila"]


def test_nothing_is_marked_where_nothing_answers():
    assert marked("kahvila", "Puutarhassa on hiljaista.", "fi") == []
    assert marked("kahvila", "", "fi") == []
