"""The judged searches: every file fits the others, and the measures measure."""

import math
from collections import Counter
from importlib.resources import files
from itertools import permutations
from uuid import uuid4

import pytest

from bench import judged
from bench.judged import baselines
from bench.judged.metrics import ndcg_at_10, recall_at_10
from kotokaari.search.public import Document

LANGUAGES = ("fi", "sv", "en")
MINIMA = {
    "inflected": 25,
    "compound": 25,
    "cross": 60,
    "misspelt": 30,
    "everyday": 40,
    "question": 20,
    "combination": 15,
    "name": 10,
    "abbreviation": 10,
}
DEMO = files("kotokaari.home.demo").joinpath("data", "practices")


def practices():
    """Names of all practices with the languages they can be read in."""
    found = {file.name.removesuffix(".json"): {"fi", "sv", "en"} for file in DEMO.iterdir()}
    return found | {entry["id"]: {entry["language"]} for entry in judged.more()}


def test_every_judgement_names_a_practice_and_a_query():
    known, asked = practices(), {query.id for query in judged.queries()}

    for query, grades in judged.judgements().items():
        assert query in asked
        assert set(grades) <= set(known)
        assert set(grades.values()) <= {1, 2, 3}


def test_every_query_has_one_to_eight_answers_and_one_of_them_is_exact():
    grades = judged.judgements()

    for query in judged.queries():
        assert 1 <= len(grades[query.id]) <= 8, query
        assert 3 in grades[query.id].values(), query


def test_there_are_enough_of_each_kind_and_language():
    asked = judged.queries()
    kinds, languages = Counter(query.kind for query in asked), Counter(query.lang for query in asked)

    assert len(asked) == len({(query.text, query.lang) for query in asked}) >= 220
    assert set(kinds) == set(judged.KINDS) == set(MINIMA)
    assert {kind: number for kind, number in MINIMA.items() if kinds[kind] < number} == {}
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= 60


def test_a_cross_query_has_an_exact_answer_only_another_language_tells():
    known, grades = practices(), judged.judgements()
    directions = Counter()
    for query in judged.queries():
        if query.kind == "cross":
            exact = [name for name, grade in grades[query.id].items() if grade == 3 and query.lang not in known[name]]
            assert exact, query
            directions.update({(query.lang, language) for name in exact for language in known[name]})

    assert set(directions) == set(permutations(LANGUAGES, 2))
    assert min(directions.values()) >= 8


def test_the_further_practices_use_words_of_the_house_and_say_they_are_examples():
    concepts = files("kotokaari.vocabulary").joinpath("data", "concepts.csv").read_text("utf-8").splitlines()
    kinds = dict(line.split(",")[:2] for line in concepts[1:])
    entries = judged.more()

    assert Counter(entry["language"] for entry in entries).keys() == set(LANGUAGES)
    assert all(entry["is_example"] for entry in entries)
    assert {kinds[code] for entry in entries for code in entry["themes"]} == {"theme"}
    assert {kinds[code] for entry in entries for code in entry["target_groups"]} == {"target_group"}
    assert 25 <= sum(not entry["themes"] and not entry["target_groups"] for entry in entries) <= 35


def test_ndcg_of_a_known_ranking():
    grades = {"a": 3, "b": 2, "c": 1}

    # 7/1 + 0 + 3/log2(4) over 7/1 + 3/log2(3) + 1/log2(4)
    expected = (7 + 3 / 2) / (7 + 3 / math.log2(3) + 1 / 2)

    assert ndcg_at_10(["a", "x", "b"], grades) == pytest.approx(expected)
    assert ndcg_at_10(["a", "b", "c"], grades) == 1
    assert ndcg_at_10(["b", "a", "c"], grades) < 1


def test_ndcg_is_nothing_where_nothing_or_only_the_wrong_is_found():
    assert ndcg_at_10([], {"a": 3}) == 0
    assert ndcg_at_10(["x"] * 3, {"a": 3}) == 0
    assert ndcg_at_10(["a"], {}) == 0


def test_only_the_first_ten_count_and_each_once():
    ten = [f"x{number}" for number in range(10)]

    assert ndcg_at_10([*ten, "a"], {"a": 3}) == 0
    assert recall_at_10([*ten, "a"], {"a": 3}) == 0
    assert ndcg_at_10(["a", "a"], {"a": 3, "b": 3}) < 1
    assert recall_at_10(["x", *["y"] * 12, "a"], {"a": 3}) == 1


def test_recall_counts_what_is_found_of_what_answers():
    assert recall_at_10(["a", "x", "c"], {"a": 3, "b": 1, "c": 2, "d": 1}) == 0.5


def test_the_baselines_find_a_word_and_a_stem():
    cafe, other = uuid4(), uuid4()
    documents = [
        Document("practice", cafe, "en", "Language cafés", "Talking together.", []),
        Document("practice", other, "en", "Orchestra", "A language of its own.", [], summary="Violins for all."),
    ]
    names = {cafe: "cafe", other: "orchestra"}

    assert baselines.Baseline(documents, names, baselines.plain).find("cafe", "en") == []
    assert baselines.Baseline(documents, names, baselines.plain).find("cafes", "en") == ["cafe"]
    assert baselines.Baseline(documents, names, baselines.stems).find("cafés talk", "en") == ["cafe"]
    assert baselines.Baseline(documents, names, baselines.stems).find("violin", "en") == ["orchestra"]
