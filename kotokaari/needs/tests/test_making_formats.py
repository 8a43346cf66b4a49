"""Surveys from files and to files: round trips, refusals that name the place, hostile files."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import TranslatedText
from kotokaari.needs.formats import opening, relevant
from kotokaari.needs.formats.taking_in import plan_from_file
from kotokaari.needs.formats.xlsform_out import workbook
from kotokaari.needs.making import starting
from kotokaari.needs.making.plan import Plan, PlannedChoice, PlannedQuestion, PlannedSection
from kotokaari.needs.models import Survey
from kotokaari.people.models import Role
from kotokaari.people.tests.factories import MembershipFactory


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


LANGUAGES = ["fi", "sv", "uk", "ar"]
WORDS = st.text(st.sampled_from("aäöÅé =+@-'\"<>&%{}$\nабвіїمرحبا0123456789.,;:!?()"), min_size=1, max_size=30)


def text(words=WORDS, *, needed=True):
    def made(said: dict) -> TranslatedText:
        said = {tag: found for tag in LANGUAGES if (found := said.get(tag, "").strip())}
        if not said:
            return TranslatedText.of("fi", "sana") if needed else TranslatedText()
        first, *others = said
        whole = TranslatedText.of(first, said[first])
        for tag in others:
            whole = whole.with_translation(tag, said[tag])
        return whole

    return st.dictionaries(st.sampled_from(LANGUAGES), words.filter(lambda one: "${" not in one), max_size=4).map(made)


CODES = st.from_regex(r"[a-z][a-z0-9_-]{0,12}[a-z0-9]", fullmatch=True)
CHOICES = st.lists(st.tuples(CODES, text()), min_size=2, max_size=4, unique_by=lambda one: one[0]).map(
    lambda rows: [PlannedChoice(code, label) for code, label in rows]
)
TYPES = ("one", "several", "ranking", "scale", "matrix", "text", "number", "profession", "municipality", "note")


@st.composite
def questions(draw, code: str, before: list) -> PlannedQuestion:
    kind = draw(st.sampled_from(TYPES))
    question = PlannedQuestion(
        code, kind, draw(text()), draw(text(needed=False)), draw(st.booleans()) and kind != "note"
    )
    if kind in ("one", "several", "ranking", "matrix", "profession"):
        question.choices = draw(CHOICES)
    if kind in ("one", "several", "profession") and draw(st.booleans()):
        question.settings["has_other"] = True
    if kind == "scale":
        question.settings = {"low": draw(st.integers(0, 1)), "high": draw(st.integers(3, 10))}
        if label := draw(text(needed=False)):
            question.settings["low_label"] = label.to_json()
    if kind == "number" and draw(st.booleans()):
        question.settings = {"low": 0, "high": draw(st.integers(1, 99))}
    if kind in ("several", "text", "ranking") and draw(st.booleans()):
        question.settings["most"] = draw(st.integers(1, 99))
    question.condition = draw(conditions(before))
    return question


def conditions(before: list) -> st.SearchStrategy:
    plain = [
        {"question": one.code, how: choice.code}
        for one in before
        if one.type in ("one", "several", "profession")
        for choice in one.choices
        for how in ("is", "is_not")
    ]
    plain += [{"question": one.code, "at_least": 2} for one in before if one.type == "scale"]
    plain += [{"question": one.code} for one in before if one.type == "text"]
    if not plain:
        return st.just({})
    simple = st.sampled_from(plain)
    several = st.lists(simple, min_size=2, max_size=3)
    return st.one_of(
        st.just({}), simple, several.map(lambda them: {"all": them}), several.map(lambda them: {"any": them})
    )


@st.composite
def plans(draw) -> Plan:
    codes = draw(st.lists(CODES, min_size=1, max_size=7, unique=True))
    plan = Plan(list(LANGUAGES), {"name": draw(text()), "about": draw(text())})
    before: list = []
    while codes:
        section = PlannedSection(draw(text()), draw(text(needed=False)), draw(conditions(before)))
        for _number in range(draw(st.integers(1, 3))):
            if codes:
                section.questions.append(draw(questions(codes.pop(), before)))
                before.append(section.questions[-1])
        plan.sections.append(section)
    return plan


@given(plans())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_goes_out_as_xlsform_comes_in_the_same(plan):
    found = plan_from_file("survey.xlsx", workbook(plan, form_id="abc"))

    assert found == plan
    assert found.remarks == []


@pytest.mark.parametrize("start", ["preliminary", "feedback"])
def test_the_templates_are_sound_xlsforms(start):
    from pyxform.xls2xform import convert

    plan = starting.plan_for(start)
    data = workbook(plan, form_id="abc")

    assert "<h:html" in convert(data, file_type=".xlsx", warnings=[]).xform
    again = plan_from_file("survey.xlsx", data)
    assert [one.to_json() for one in again.sections] == [one.to_json() for one in plan.sections]


def test_words_that_look_like_formulas_go_out_as_words():
    plan = Plan(
        ["fi"],
        {},
        [PlannedSection(questions=[PlannedQuestion("q", "text", TranslatedText.of("fi", "=cmd|' /C calc'!A0"))])],
    )
    data = workbook(plan, form_id="abc")

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data))["survey"].iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert next(plan_from_file("x.xlsx", data).questions()).label.text("fi").startswith("=cmd")


# Refusals


def sheets(survey, choices=(), settings=()) -> bytes:
    """A workbook of these rows; the first row of each sheet names the columns."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = ("type", "name", "label::Suomi (fi)", "label::Svenska (sv)", "required", "relevant")
LISTS = [("list_name", "name", "label::Suomi (fi)"), ("yes_no", "yes", "Kyllä"), ("yes_no", "no", "Ei")]


@pytest.mark.parametrize(
    ("rows", "place", "right"),
    [
        ([("txt", "q", "Kysymys")], "sheet survey, row 2, column type", "text"),
        ([("select_one yesno", "q", "Kysymys")], "sheet survey, row 2, column type", "Did you mean yes_no?"),
        ([("text", "1q", "Kysymys")], "sheet survey, row 2, column name", "begins with a letter"),
        ([("text", "q", "A"), (), ("text", "q", "B")], "sheet survey, row 4, column name", "row 2 has the same name"),
        ([("text", "q", "")], "sheet survey, row 2, column label::Suomi (fi)", "no words"),
        ([("text", "q", "A", "", "maybe")], "sheet survey, row 2, column required", "write yes"),
        ([("begin_group", "g", "A"), ("text", "q", "B")], "sheet survey, row 2, column type", "end_group"),
        ([("text", "q", "A"), ("end_group",)], "sheet survey, row 3, column type", "did not begin"),
        (
            [("begin_repeat", "g", "A"), ("text", "q", "B"), ("end_repeat",)],
            "sheet survey, row 2, column type",
            "repeat",
        ),
        ([("text", "q", "Hei ${a}")], "sheet survey, row 2, column label::Suomi (fi)", "without ${…}"),
        (
            [("select_one yes_no", "a", "A"), ("text", "q", "B", "", "", "${a} = 'yse'")],
            "sheet survey, row 3, column relevant",
            "yes, no",
        ),
        (
            [("select_one yes_no", "aaaa", "A"), ("text", "q", "B", "", "", "${aaab} = 'yes'")],
            "sheet survey, row 3, column relevant",
            "Did you mean aaaa?",
        ),
        (
            [("integer", "a", "A"), ("text", "q", "B", "", "", "${a} * 2 > 3")],
            "sheet survey, row 3, column relevant",
            "What can be said",
        ),
        (
            [("date", "a", "A"), ("text", "q", "B", "", "", "today() > ${a}")],
            "sheet survey, row 3, column relevant",
            "What can be said",
        ),
        ([("text", "q", "=1+1")], "sheet survey, row 2, column label::Suomi (fi)", "formula"),
        ([("select_one yes_no extra", "q", "A")], "sheet survey, row 2, column type", "or_other"),
    ],
)
def test_a_refusal_names_sheet_row_column_and_what_would_be_right(rows, place, right):
    with pytest.raises(BadInput) as refused:
        plan_from_file("survey.xlsx", sheets([HEAD, *rows], LISTS))

    assert str(refused.value).startswith(f"survey.xlsx, {place}: ")
    assert right in str(refused.value)


def test_a_column_without_its_language_says_how_to_write_it():
    with pytest.raises(BadInput, match=r"sheet survey, row 1, column label::Klingon.*label::Klingon \(fi\)"):
        plan_from_file("a.xlsx", sheets([("type", "name", "label::Klingon"), ("text", "q", "A")]))


def test_what_is_not_asked_here_is_told_of():
    rows = [("start", "start", ""), ("image", "photo", "Kuva"), ("date", "day", "Päivä"), ("calculate", "c", "")]
    plan = plan_from_file(
        "a.xlsx", sheets([(*HEAD, "calculation"), *rows[:3], ("calculate", "c", "", "", "", "", "1+1")])
    )

    assert [one.type for one in plan.questions()] == ["text"]
    assert len(plan.remarks) == 4
    assert any("device" in one for one in plan.remarks)


def test_groups_in_groups_come_under_both_conditions():
    rows = [
        ("select_one yes_no", "a", "A"),
        ("begin_group", "s", "Osa"),
        ("begin_group", "g", "Ryhmä", "", "", "selected(${a}, 'yes')"),
        ("text", "q", "B", "", "", "${a} != 'no'"),
        ("end_group",),
        ("end_group",),
    ]
    plan = plan_from_file("a.xlsx", sheets([HEAD, *rows], LISTS))

    question = list(plan.questions())[-1]
    assert question.condition == {"all": [{"question": "a", "is": "yes"}, {"question": "a", "is_not": "no"}]}
    assert len(plan.remarks) == 1


@pytest.mark.parametrize(
    "said",
    [
        "${a}",
        "${a} =",
        "= 1",
        "not ${a} = 1",
        "(" * 500 + "${a} = 1" + ")" * 500,
        "${a} = 1 and",
        "${a} = ${b}",
        "true()",
        "${a} = 'x' xor 1",
        "$" * 5000,
    ],
)
def test_conditions_that_cannot_be_said_are_refused(said):
    with pytest.raises(relevant.NotSayable):
        relevant.understood(said)


# Hostile files


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (opening.MOST_UNPACKED + 1))
    return out.getvalue()


def a_long_sheet() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    sheet.append(["type", "name", "label"])
    for number in range(100_000):
        sheet.append(["text", f"q{number}", "A"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "save it as .xlsx"),
        (b"MZ\x90\x00\xff\xfe", "neither a workbook nor text"),
        (b"%PDF-1.7 abc", "this is no survey"),
        (b"x" * (opening.MOST_BYTES + 1), "5 megabytes"),
        (b'{"pages": ', "no sound JSON"),
        (b"[" * 100_000, "no sound JSON"),
        (b'{"a": 1}', "no survey of SurveyJS"),
        (b'{"pages": [{"elements": [{"name": "q"}]}]}', "pages[0].elements[0] has no type"),
        (b"a\tb\nc\td", "column class is missing"),
        (b"class\ttype/scale\tname\ttext\tlanguage\nQ\tL\tq\tA\tfi\n", "row 2, column class"),
    ],
)
def test_files_that_are_no_surveys_are_refused_in_a_sentence(data, said):
    with pytest.raises(BadInput, match=r"survey\.xlsx") as refused:
        plan_from_file("survey.xlsx", data)

    assert said in str(refused.value)


def test_a_bomb_and_a_hundred_thousand_rows_are_refused_soon():
    with pytest.raises(BadInput, match="unpacks to far more"):
        plan_from_file("a.xlsx", bomb())
    with pytest.raises(BadInput, match="more than 3000 rows"):
        plan_from_file("a.xlsx", a_long_sheet())


def test_entities_in_a_workbook_are_not_followed():
    data = sheets([HEAD, ("text", "q", "A")])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content.replace(b"<v>", b"<v>&e;")
            new.writestr(part.filename, content)

    with pytest.raises(BadInput):
        plan_from_file("a.xlsx", out.getvalue())


# Other tools

SURVEYJS = {
    "title": {"default": "Needs", "fi": "Tarpeet"},
    "locale": "en",
    "pages": [
        {
            "title": "You",
            "elements": [
                {"type": "radiogroup", "name": "field", "title": "Your field?", "isRequired": True, "choices": [{"value": 1, "text": "Day care"}, "School"], "showOtherItem": True},
                {"type": "checkbox", "name": "tools", "title": {"default": "Tools", "fi": "Välineet"}, "choices": ["a", "b"], "maxSelectedChoices": 1},
                {"type": "panel", "name": "p", "visibleIf": "{tools} contains 'a'", "elements": [{"type": "rating", "name": "how", "title": "How?", "rateMax": 7, "visibleIf": "{field} = 1"}]},
                {"type": "comment", "name": "more", "visibleIf": "{tools} notempty and {how} >= 3"},
                {"type": "text", "inputType": "number", "name": "years", "visibleIf": "age() > 3"},
                {"type": "ranking", "name": "rank", "title": "Rank", "choices": ["x", "y", "z"]},
                {"type": "boolean", "name": "yes", "title": "Yes?"},
                {"type": "matrix", "name": "m", "title": "M", "columns": ["good", "bad"], "rows": ["one", "two"]},
                {"type": "signaturepad", "name": "sign"},
                {"type": "html", "name": "note", "html": "<p>Some <b>words</b></p>"},
            ],
        }
    ],
}  # fmt: skip


def test_a_survey_of_surveyjs_comes_in_and_says_what_became_of_the_rest():
    plan = plan_from_file("s.json", json.dumps(SURVEYJS).encode())

    asked = {one.code: one for one in plan.questions()}
    assert {code: one.type for code, one in asked.items()} == {
        "field": "one", "tools": "several", "how": "scale", "more": "text", "years": "number", "rank": "ranking", "yes": "one",
        "m-one": "one", "m-two": "one", "note": "note",
    }  # fmt: skip
    assert plan.languages == ["en", "fi"]
    assert asked["tools"].label.text("fi") == "Välineet"
    assert asked["field"].settings == {"has_other": True}
    assert asked["how"].condition == {"all": [{"question": "tools", "is": "a"}, {"question": "field", "is": "1"}]}
    assert asked["more"].condition == {"all": [{"question": "tools"}, {"question": "how", "at_least": 3}]}
    assert asked["years"].condition == {}
    assert asked["note"].label.text("en") == "Some words"
    told = "\n".join(plan.remarks)
    assert "signaturepad" in told
    assert "age() > 3" in told
    assert "each row of this matrix" in told


LIMESURVEY = "\n".join(
    "\t".join(row)
    for row in [
        ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other"),
        ("S", "", "language", "", "fi"),
        ("S", "", "additional_languages", "", "sv"),
        ("SL", "", "surveyls_title", "", "Tarpeet", "", "fi"),
        ("SL", "", "surveyls_title", "", "Behov", "", "sv"),
        ("G", "G1", "Tausta", "1", "Kerro", "", "fi"),
        ("Q", "L", "field", "1", "<p>Alasi?</p>", "", "fi", "Y", "Y"),
        ("A", "0", "A1", "", "Päiväkoti", "", "fi"),
        ("A", "0", "A2", "", "Koulu", "", "fi"),
        ("Q", "M", "tools", "1", "Välineet", "", "fi"),
        ("SQ", "", "SQ1", "", "Kuvat", "", "fi"),
        ("SQ", "", "SQ2", "", "Tulkki", "", "fi"),
        ("Q", "T", "why", '((tools_SQ1.NAOK == "Y" and field.NAOK == "A1"))', "Miksi?", "", "fi"),
        ("Q", "1", "needs", "1", "Tarpeet", "", "fi"),
        ("SQ", "0", "home", "", "Koti", "", "fi"),
        *[("A", str(scale), f"{scale}{mark}", "", str(mark), "", "fi") for scale in (0, 1) for mark in range(1, 6)],
        ("Q", "F", "arr", "1", "Arviot", "", "fi"),
        ("SQ", "0", "r1", "", "Rivi", "", "fi"),
        ("A", "0", "x", "", "Hyvä", "", "fi"),
        ("A", "0", "y", "", "Huono", "", "fi"),
        ("Q", "|", "file", "1", "Tiedosto", "", "fi"),
        ("G", "G1", "Bakgrund", "1", "", "", "sv"),
        ("Q", "L", "field", "1", "Ditt område?", "", "sv", "Y", "Y"),
        ("A", "0", "A1", "", "Daghem", "", "sv"),
        ("A", "0", "A2", "", "Skola", "", "sv"),
    ]
)


def test_a_survey_of_limesurvey_comes_in_and_says_what_became_of_the_rest():
    plan = plan_from_file("s.txt", LIMESURVEY.encode())

    asked = {one.code: one for one in plan.questions()}
    assert {code: one.type for code, one in asked.items()} == {
        "field": "one", "tools": "several", "why": "text", "needs": "matrix", "arr-r1": "one",
    }  # fmt: skip
    assert plan.texts["name"].text("sv") == "Behov"
    assert plan.sections[0].name.text("sv") == "Bakgrund"
    assert asked["field"].label.text("fi") == "Alasi?"
    assert asked["field"].choices[0].label.text("sv") == "Daghem"
    assert (asked["field"].is_required, asked["field"].settings) == (True, {"has_other": True})
    assert asked["why"].condition == {"all": [{"question": "tools", "is": "SQ1"}, {"question": "field", "is": "A1"}]}
    assert [one.code for one in asked["needs"].choices] == ["home"]
    assert any("file" in one for one in plan.remarks)


# The pages and the commands


@pytest.fixture
def maker():
    return MembershipFactory(role=Role.COORDINATOR).user


@pytest.mark.django_db
def test_a_file_is_looked_at_before_it_is_taken(client, maker):
    client.force_login(maker)
    plan = starting.preliminary()
    plan.texts["name"] = TranslatedText.of("fi", "Tarpeet", sv="Behov", en="Needs")
    file = SimpleUploadedFile("survey.xlsx", workbook(plan, form_id="abc"))

    page = client.post(reverse("needs:from-file"), {"file": file}).content.decode()
    assert Survey.objects.count() == 0
    signed = page.split('name="plan" value="')[1].split('"')[0]
    organisation = maker.memberships.get().organisation_id
    client.post(
        reverse("needs:from-file"), {"plan": signed, "take": "1", "organisation": organisation, "name": "Needs"}
    )

    survey = Survey.objects.get()
    assert (survey.state, survey.questions.count(), survey.name.text("sv")) == ("draft", 6, "Behov")


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_and_a_changed_look_is_not_believed(client, maker):
    client.force_login(maker)
    file = SimpleUploadedFile("survey.xlsx", sheets([HEAD, ("txt", "q", "A")]))
    page = client.post(reverse("needs:from-file"), {"file": file}).content.decode()
    assert "sheet survey, row 2, column type" in page or "taulukko" in page or "rad" in page
    page = client.post(reverse("needs:from-file"), {"plan": "forged:1:2", "take": "1"}).content.decode()

    assert Survey.objects.count() == 0


@pytest.mark.django_db
def test_the_commands_take_in_and_write_out(tmp_path, maker):
    from kotokaari.cli import main

    organisation = maker.memberships.get().organisation
    plan = starting.feedback()
    plan.texts["name"] = TranslatedText.of("fi", "Palaute")
    (tmp_path / "in.xlsx").write_bytes(workbook(plan, form_id="abc"))

    assert main(["import", "survey", str(tmp_path / "in.xlsx"), "--organisation", organisation.code]) == 0
    survey = Survey.objects.get()
    assert main(["export", "survey", survey.key, "--out", str(tmp_path / "out.xlsx")]) == 0
    assert plan_from_file("out.xlsx", (tmp_path / "out.xlsx").read_bytes()).sections == plan.sections
    (tmp_path / "bad.xlsx").write_bytes(sheets([HEAD, ("txt", "q", "A")]))
    assert main(["import", "survey", str(tmp_path / "bad.xlsx"), "--organisation", organisation.code]) == 2
    assert main(["import", "survey", str(tmp_path / "in.xlsx"), "--organisation", "nobody"]) == 2
    assert main(["export", "survey", "zzzzzz", "--out", str(tmp_path / "x.xlsx")]) == 2
    assert Survey.objects.count() == 1
