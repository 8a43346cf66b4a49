"""What the demo says of the use of its practices: enough to read and compare, and never more than it knows."""

import json

from kotokaari.foundation.text import LANGUAGES
from kotokaari.home.demo.read import entries, practices


def texts(value):
    """Every text of a file's entry, in whatever depth."""
    if isinstance(value, dict) and "fi" in value:
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts(one)]


def test_every_text_is_in_three_languages_that_differ():
    for entry in entries("adoptions.json"):
        for text in texts(entry):
            assert set(text) == set(LANGUAGES), text
            assert len(set(text.values())) == len(LANGUAGES), text
            assert all(value.strip() == value and "­" not in value for value in text.values()), text


def test_what_is_not_an_example_names_its_source_and_claims_no_figures():
    for entry in entries("adoptions.json"):
        if not entry["example"]:
            assert entry["source"]
            told = {"people_reached", "cost", "outcomes", "adaptations", "lessons", "words", "decision"}
            assert not told & set(entry), entry["organisation"]


def test_an_amount_has_its_year_and_a_figure_its_method():
    for entry in entries("adoptions.json"):
        assert ("cost" in entry) == ("cost_year" in entry) == ("cost_note" in entry)
        for outcome in entry.get("outcomes", ()):
            assert {"indicator", "method", "direction"} <= set(outcome)


def test_nothing_in_it_is_a_person():
    words = json.dumps(entries("adoptions.json"), ensure_ascii=False)

    assert "@" not in words
    assert "+358" not in words


def test_a_block_is_one_the_practice_has():
    blocks = {entry["key"]: len(entry["record"]["building_blocks"]) for entry in practices()}
    for entry in entries("adoptions.json"):
        for adaptation in entry.get("adaptations", ()):
            assert adaptation.get("block", 0) < blocks[entry["practice"]], entry["practice"]
