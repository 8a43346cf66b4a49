import pytest
from django.utils import translation

from kotokaari.home.law import section_in_words


@pytest.mark.parametrize(("language", "words"), [("fi", "45 §"), ("sv", "45 §"), ("en", "s. 45")])
def test_a_section_is_written_as_the_reader_writes_it(language, words):
    with translation.override(language):
        assert section_in_words("45") == words


def test_a_rule_without_a_section_has_none():
    assert section_in_words("") == ""
