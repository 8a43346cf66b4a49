"""Merging what two people wrote at once: nobody's words are lost."""

from collections import Counter
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotokaari.innovation.logic.merging import merge

WORDS = st.sampled_from(["perhe", "tulkki", "koulu", "neuvola", "ja", "on", "uusi", "tapa"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
ANYTHING = st.text(alphabet="ab \n.", max_size=30)


def added(base: str, side: str) -> Counter:
    """The words a side put in, wherever its difference from the base has them."""
    old, new = base.split(), side.split()
    found: Counter = Counter()
    for tag, _low, _high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.update(new[start:end])
    return found


@given(TEXTS, TEXTS, TEXTS)
def test_every_word_somebody_added_is_there(base, mine, theirs):
    merged = Counter(merge(base, mine, theirs).split())

    assert added(base, mine) <= merged
    assert added(base, theirs) <= merged


@given(TEXTS, TEXTS, TEXTS)
def test_who_is_mine_and_who_is_theirs_makes_no_difference_to_the_words(base, mine, theirs):
    assert Counter(merge(base, mine, theirs).split()) == Counter(merge(base, theirs, mine).split())


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_is_made_up(base, mine, theirs):
    assert set(merge(base, mine, theirs).split()) <= set(base.split()) | set(mine.split()) | set(theirs.split())


@given(st.lists(WORDS, unique=True).map(" ".join), TEXTS, TEXTS)
def test_what_both_kept_stays(base, mine, theirs):
    kept = set(base.split()) & set(mine.split()) & set(theirs.split())

    assert kept <= set(merge(base, mine, theirs).split())


@given(ANYTHING, ANYTHING)
def test_merging_with_oneself_or_with_nothing_new_changes_nothing(base, mine):
    assert merge(base, mine, mine) == mine
    assert merge(base, mine, base) == mine
    assert merge(base, base, mine) == mine


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("", "koulu alkaa", "perhe tulee", "perhe tulee koulu alkaa"),
        ("the big house", "the small house", "the big home", "the small home"),
        ("one two three", "one two three four", "zero one two three", "zero one two three four"),
        ("a long sentence here", "", "a very long sentence here", "a very long sentence here"),
        ("one two three", "one three", "one two", "one"),
        ("tulkki", "tulkki tulee", "tulkki tulee aina", "tulkki tulee aina"),
        ("the plan", "the first plan", "the second plan", "the second first plan"),
        ("first\n\nsecond", "first\n\nsecond, more", "First\n\nsecond", "First\n\nsecond, more"),
    ],
)
def test_what_becomes_of_some_texts(base, mine, theirs, merged):
    assert merge(base, mine, theirs) == merged


def test_typing_on_while_one_s_own_words_come_back_doubles_nothing():
    """The phone sends «a b», types on, and then says what it wrote on: the text it sent."""
    first = merge("", "a b", "x")
    second = merge("a b", "a b c", first)

    assert sorted(second.split()) == ["a", "b", "c", "x"]
