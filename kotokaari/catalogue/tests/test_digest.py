import pytest

from kotokaari.catalogue.digest import gaps_of
from kotokaari.foundation.text import TranslatedText

from .factories import a_practice

pytestmark = pytest.mark.django_db


def test_every_text_counts_once_for_each_language_it_lacks():
    version = a_practice().current
    version.title = TranslatedText.of("fi", "Kerho", sv="Klubb", en="Club").with_source("Kielikerho")
    version.summary = TranslatedText.of("fi", "Puhutaan.")
    steps = [{"id": "a1", "action": TranslatedText.of("fi", "Avaa ovi", sv="Öppna").to_json()}]
    version.record = {"steps": steps, "kind": "material", "themes": ["language-learning"]}

    missing, stale = gaps_of(version)

    assert (missing, stale) == (3, 2)
