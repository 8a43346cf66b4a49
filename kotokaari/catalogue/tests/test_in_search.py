"""Practices are found by the search room, and only those that are public."""

import pytest

from kotokaari.catalogue import actions, queries
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import UserFactory
from kotokaari.search.public import find

from .factories import a_draft, a_practice

pytestmark = pytest.mark.django_db


def found(words, language="fi"):
    return queries.hits(words, language)


def test_a_practice_is_found_in_each_of_its_languages():
    practice = a_practice(title="Kielikahvila vanhemmille", source="fi")
    actions.translate(practice.current, path="title", language="sv", text="Språkcafé för föräldrar", by=UserFactory())

    assert found("kahvilat") == [practice.uuid]
    assert found("språkcaféer", "sv") == [practice.uuid]
    assert found("uimahalli") == []


def test_a_practice_is_found_by_what_it_says_inside():
    practice = a_practice(title="Kahvila", source="fi", steps=[{"action": {"fi": "Kutsutaan neuvolan kautta."}}])

    assert found("neuvola") == [practice.uuid]


def test_a_draft_is_not_found_and_a_withdrawn_one_no_longer():
    a_draft(title="Salainen kahvila", source="fi")
    practice = a_practice(title="Avoin kahvila", source="fi")
    assert found("kahvila") == [practice.uuid]

    actions.withdraw_practice(practice, reason=TranslatedText.of("fi", "Virhe."), by=UserFactory())

    assert found("kahvila") == []
    assert find("kahvila", "fi").total == 0


def test_without_words_everything_is_found():
    assert found("") is None
