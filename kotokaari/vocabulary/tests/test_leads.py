import pytest

from kotokaari.search.public import find
from kotokaari.search.questions import read_question
from kotokaari.vocabulary import everyday, leads
from kotokaari.vocabulary.meanings import codes_named
from kotokaari.vocabulary.public import load_house_vocabulary

pytestmark = pytest.mark.django_db


def test_every_lead_arrives_somewhere():
    load_house_vocabulary(by=None)

    lost = {
        target
        for lead in leads._all()
        for target in lead.targets
        if not codes_named(target, "fi") and not everyday.names("fi").get(leads._bases(target, "fi"))
    }

    assert lost == set()


def test_what_is_close_by_weighs_less_than_the_word_itself():
    load_house_vocabulary(by=None)

    (meaning,) = read_question("mummot", "fi").meanings

    assert meaning.near
    assert max(weight for weight, _asked in meaning.near) < max(weight for weight, _asked in meaning.levels)


def test_a_thing_that_is_only_close_by_answers_in_part_and_says_so():
    load_house_vocabulary(by=None)

    found = find("mummot", "fi")

    older = next(hit for hit in found.results if hit.titles.get("en") == "older immigrant")
    assert older.is_partial
    assert "merkitykseltään" in " ".join(older.why)


def test_a_line_that_leads_nowhere_is_refused(tmp_path):
    file = tmp_path / "broken.txt"
    file.write_text("mummo | farmor | granny\n", encoding="utf-8")

    with pytest.raises(ValueError, match="line 1"):
        list(leads._read(file))
