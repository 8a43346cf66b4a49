"""What can be computed about a record, without the database."""

import string

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kotokaari.catalogue import logic
from kotokaari.catalogue import record as spec
from kotokaari.catalogue.logic.typed import NotUnderstood
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


TEXTS = st.text(alphabet=st.one_of(st.sampled_from("ab c.,\n–’"), st.characters(codec="utf-8")), max_size=80)


def before_of(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def after_of(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts_whole(before, after):
    pieces = logic.word_difference(before, after)

    assert before_of(pieces) == before
    assert after_of(pieces) == after


@given(TEXTS)
def test_equal_texts_do_not_differ(text):
    assert all(piece.kind == "same" for piece in logic.word_difference(text, text))


def test_a_difference_speaks_of_phrases_not_of_crumbs():
    pieces = logic.word_difference("Kerho on auki maanantaisin kello 17.", "Kerho on auki joka tiistai kello 17.")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "Kerho on auki "),
        ("removed", "maanantaisin"),
        ("added", "joka tiistai"),
        ("same", " kello 17."),
    ]


def test_a_difference_keeps_arabic_words_whole():
    pieces = logic.word_difference("المركز مفتوح يوم الاثنين", "المركز مفتوح يوم الثلاثاء")

    assert [piece.text for piece in pieces if piece.kind != "same"] == ["الاثنين", "الثلاثاء"]


def test_a_very_long_text_is_compared_by_lines():
    before = "\n".join(f"line {number} of many words" for number in range(3000))

    pieces = logic.word_difference(before, before.replace("line 7 ", "row 7 "))

    assert before_of(pieces) == before
    assert [piece.text for piece in pieces if piece.kind == "added"] == ["row 7 of many words\n"]


def item(identity, actor, action="does it"):
    texts = {"actor": TranslatedText.of("en", actor).to_json(), "action": TranslatedText.of("en", action).to_json()}
    return {"id": identity, **texts}


def test_items_are_compared_by_who_they_are_not_by_where_they_stand():
    before = {"steps": [item("aaa", "Host"), item("bbb", "Guest")]}
    after = {"steps": [item("bbb", "Guest"), item("aaa", "Host"), item("ccc", "Town")]}

    (change,) = logic.compare(before, after)

    assert [(part.kind, part.place) for part in change.parts] == [("moved", 1), ("moved", 2), ("added", 3)]


def test_an_item_taken_away_does_not_make_the_next_ones_moved():
    before = {"steps": [item("aaa", "Host"), item("bbb", "Guest")]}

    (change,) = logic.compare(before, {"steps": [item("bbb", "Guest")]})

    assert [(part.kind, part.place) for part in change.parts] == [("removed", 1)]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({"evidence_level": 0}, {}, ["removed"]),
        ({}, {"evidence_level": 0}, ["added"]),
        ({"became_regular": False}, {}, []),
        ({"themes": ["a"]}, {"themes": ["a", "b"]}, ["changed"]),
    ],
)
def test_plain_values_are_compared_too(before, after, kinds):
    assert [change.kind for change in logic.compare(before, after)] == kinds


FORM_TEXT = st.text(alphabet=string.printable + "åäöÅÄÖéش€", max_size=40)
FIELD_NAMES = st.sampled_from(sorted(name for name, field in spec.FIELDS.items() if not field.items))


@given(st.dictionaries(FIELD_NAMES, st.lists(FORM_TEXT, max_size=3), max_size=6))
def test_understanding_never_fails_and_never_changes_what_was_typed(data):
    values = {name: logic.form_values(name, data) for name in data}

    understood, problems = logic.understand(values, {}, "fi")

    assert set(understood) | set(problems) == set(data)
    assert all(values[name] == {name: given} for name, given in data.items())


@given(st.lists(st.tuples(FORM_TEXT, FORM_TEXT), max_size=5))
def test_rows_keep_every_word_and_their_order(rows):
    data = {}
    for number, (actor, action) in enumerate(rows):
        data |= {f"steps-{number}-actor": [actor], f"steps-{number}-action": [action]}

    kept = logic.rows_of("steps", logic.form_values("steps", data))

    assert [(row["actor"][0], row["action"][0]) for row in kept] == rows


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_is_read_as_people_write_it(whole, cents):
    field = spec.FIELDS["staff_fte"]

    assert logic.parse(field, [f"{whole:,}".replace(",", " ") + f",{cents:02} €"]) == pytest.approx(whole + cents / 100)


@pytest.mark.parametrize("typed", ["", "-1", "many", "1e99", "nan", "1.2.3", "∞"])
def test_a_number_that_is_none_is_refused_in_a_sentence(typed):
    field = spec.FIELDS["staff_fte"]
    if not typed:
        assert logic.parse(field, [typed]) is None
        return

    with pytest.raises(NotUnderstood, match="Write a number"):
        logic.parse(field, [typed])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2019", "2019"),
        ("3/2019", "2019-03"),
        ("03.2019", "2019-03"),
        ("31.3.2019", "2019-03-31"),
        ("31. 3. 2019", "2019-03-31"),
        ("2019-3-1", "2019-03-01"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_known(typed, stored):
    assert logic.parse(spec.FIELDS["started_on"], [typed]) == stored


@pytest.mark.parametrize("typed", ["31.2.2019", "13/2019", "spring", "20190", "1066", "0000"])
def test_an_impossible_date_is_refused(typed):
    with pytest.raises(NotUnderstood, match=r"31\.3\.2019"):
        logic.parse(spec.FIELDS["started_on"], [typed])


URL = next(part for part in spec.FIELDS["materials"].items if part.name == "url")


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "file:///etc/passwd", "http://", "not an address", "https://[x"]
)
def test_only_addresses_of_the_web_are_addresses(typed):
    with pytest.raises(NotUnderstood):
        logic.parse(URL, [typed])


def test_an_address_without_its_beginning_gets_one():
    assert logic.parse(URL, ["www.example.org/guide"]) == "https://www.example.org/guide"


def test_correcting_the_source_keeps_translations_and_makes_them_stale():
    title = TranslatedText.of("fi", "Kerho", sv="Klubben")

    understood, _problems = logic.understand({"title": {"title": ["Uusi kerho"]}}, {"title": title.to_json()}, "fi")

    text = TranslatedText.from_json(understood["title"])
    assert (text.source_text, text.text("sv"), text.is_stale("sv")) == ("Uusi kerho", "Klubben", True)


def test_emptying_a_text_for_a_moment_does_not_lose_its_translations():
    title = TranslatedText.of("fi", "Kerho", sv="Klubben").to_json()
    emptied, _problems = logic.understand({"title": {"title": [""]}}, {"title": title}, "fi")

    again, _problems = logic.understand({"title": {"title": ["Kerho"]}}, emptied, "fi")

    assert again["title"] == title
    assert "title" not in logic.tidy(emptied)


def test_translations_follow_a_row_that_moves():
    rows = [
        {"id": "aaaaaa", "actor": TranslatedText.of("fi", "Vetäjä", sv="Ledaren").to_json()},
        {"id": "bbbbbb", "actor": TranslatedText.of("fi", "Vieras", sv="Gästen").to_json()},
    ]
    typed = {
        "steps-0-id": ["bbbbbb"],
        "steps-0-actor": ["Vieras"],
        "steps-1-id": ["aaaaaa"],
        "steps-1-actor": ["Vetäjä"],
    }

    understood, _problems = logic.understand({"steps": typed}, {"steps": rows}, "fi")

    assert understood["steps"] == [rows[1], rows[0]]


def test_a_row_that_was_copied_gets_a_name_of_its_own():
    typed = {"steps-0-id": ["aaaaaa"], "steps-0-actor": ["One"], "steps-1-id": ["aaaaaa"], "steps-1-actor": ["Two"]}

    understood, _problems = logic.understand({"steps": typed}, {}, "en")

    assert len({row["id"] for row in understood["steps"]}) == 2


def full_record():
    text = {"fi": "Sana " * 5, "sv": "Ord " * 5, "en": "Word " * 5}
    made = {}
    for name, field in spec.FIELDS.items():
        made[name] = example(field, text)
    return made


def example(field, text):
    kinds = {
        spec.Type.LINE: text,
        spec.Type.TEXT: text,
        spec.Type.CONCEPTS: ["a", "b"],
        spec.Type.PLACES: ["fi:179"],
        spec.Type.NUMBER: 1.5,
        spec.Type.DATE: "2019-03",
        spec.Type.FLAG: True,
        spec.Type.URL: "https://www.example.org/",
        spec.Type.PLAIN: "fi, ar",
    }
    if field.type is spec.Type.ITEMS:
        return [{part.name: example(part, text) for part in field.items}]
    return kinds[field.type] if field.type in kinds else field.choices[0][0]


def test_a_whole_record_survives_the_form_there_and_back():
    record = logic.record_from_data(full_record())
    values = {name: logic.values_of_record(name, record) for name in record}

    understood, problems = logic.understand(values, record, "fi")

    assert problems == {}
    assert understood == record
    assert set(record) == set(spec.FIELDS)


def test_a_digest_hears_facts_and_sources_but_not_translations():
    record = logic.record_from_data(full_record())
    title = TranslatedText.from_json(record["title"])

    assert logic.digest({**record, "title": title.without("sv").to_json()}) == logic.digest(record)
    assert logic.digest({**record, "title": title.with_source("Other").to_json()}) != logic.digest(record)
    assert logic.digest({**record, "evidence_level": 4}) != logic.digest(record)


def test_every_text_of_a_record_has_its_path():
    record = logic.record_from_data(full_record())

    for found in logic.texts_of(record):
        changed = logic.set_text(record, found.path, found.text.with_source("Other"))
        assert logic.get_text(changed, found.path).source_text == "Other"


@pytest.mark.parametrize("path", ["themes", "steps.zzzzzz.actor", "steps", "steps.aaaaaa.nothing", "nowhere"])
def test_there_is_no_text_at_a_wrong_path(path):
    with pytest.raises(KeyError):
        logic.set_text({"steps": [item("aaaaaa", "Host")]}, path, TranslatedText.of("en", "x"))


def test_an_empty_record_lacks_everything_and_says_for_whom():
    found = logic.completeness({})

    assert found.percent == 0
    assert {gap.field.name for gap in found.needed} >= {"title", "summary", "solution"}
    assert all(gap.readers for gap in found.missing)


def test_a_whole_record_is_complete():
    found = logic.completeness(logic.record_from_data(full_record()))

    assert (found.percent, found.missing) == (100, ())
    assert "summary" in {gap.field.name for gap in found.advice}


def test_level_zero_is_an_answer():
    assert "evidence_level" not in {gap.field.name for gap in logic.completeness({"evidence_level": 0}).missing}


@pytest.mark.parametrize(
    "data",
    [
        {"no_such_field": 1},
        {"kind": "wrong"},
        {"title": {"de": "Verein"}},
        {"title": 7},
        {"steps": "one"},
        {"steps": [{"wrong": 1}]},
        {"started_on": "soon"},
        {"materials": [{"url": "javascript:alert(1)"}]},
    ],
)
def test_bad_data_is_refused_with_the_name_of_the_field(data):
    with pytest.raises(BadInput, match=next(iter(data))):
        logic.record_from_data(data)
