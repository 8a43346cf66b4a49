"""Collections of others become practices of this house."""

import csv
import datetime
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kotokaari import cli
from kotokaari.catalogue import actions, queries
from kotokaari.catalogue.importing import running
from kotokaari.catalogue.importing.columns import Scheme
from kotokaari.catalogue.importing.models import ImportedRecord
from kotokaari.catalogue.importing.reading import Row, open_table
from kotokaari.catalogue.importing.rows import Understanding
from kotokaari.catalogue.importing.terms import Terms
from kotokaari.catalogue.models import Practice, Version
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.models import AuditEvent
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, PlaceFactory, UserFactory
from kotokaari.search.public import find_all
from kotokaari.vocabulary.tests.factories import ConceptFactory

from .factories import a_practice

pytestmark = pytest.mark.django_db


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def taken_in(capsys, tmp_path):
    """Imports a text or bytes as a file; gives the exit code, the JSON report and what was said aloud."""

    def take_in(content, *words, name="practices.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = cli.main(["import", "practices", str(file), "--json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return take_in


PLAIN = table(
    ("id", "title_fi", "summary_fi", "title_sv", "summary_sv"),
    ("1", "Kielikahvila", "Avoin keskusteluryhmä kirjastossa.", "Språkkafé", "En öppen samtalsgrupp."),
    ("2", "Polkupyörätupa", "Korjataan pyöriä yhdessä.", "", ""),
)


def test_a_plain_file_is_in_the_catalogue_and_found(taken_in):
    code, report, _said = taken_in(PLAIN)

    assert (code, report["read"], report["created"], report["rejected"]) == (0, 2, 2, [])
    assert len(queries.shown_versions()) == 2
    practice = Practice.objects.get(imported__external_id="1")
    assert find_all("samtalsgrupp", "sv", "practice") == [practice.uuid]
    assert (practice.status, practice.confirmed_on) == ("published", None)
    assert practice.owner.name.text("en") == "Imported collection: practices"
    assert practice.current.languages == "|fi|sv|"
    assert AuditEvent.objects.filter(action="practice imported").count() == 2


def test_the_same_file_again_changes_nothing(taken_in):
    taken_in(PLAIN)

    _code, report, _said = taken_in(PLAIN)

    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 2)
    assert Version.objects.count() == 2


def test_a_changed_row_becomes_a_new_version(taken_in):
    taken_in(PLAIN)

    _code, report, _said = taken_in(PLAIN.replace("yhdessä", "naapurien kanssa"))

    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    practice = Practice.objects.get(imported__external_id="2")
    assert [version.state for version in practice.versions.all()] == ["published", "superseded"]
    assert practice.current.summary.text("fi") == "Korjataan pyöriä naapurien kanssa."
    assert find_all("naapuri", "fi", "practice") == [practice.uuid]


def test_a_dry_run_changes_nothing(taken_in):
    _code, report, _said = taken_in(PLAIN, "--dry-run")

    assert (report["created"], report["dry_run"]) == (2, True)
    assert not Practice.objects.exists()
    assert not ImportedRecord.objects.exists()


def test_words_of_three_languages_are_recognised(taken_in):
    ConceptFactory(code="employment", kind="theme", fi="työllisyys", sv="sysselsättning", en="employment")
    PlaceFactory(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")
    OrganisationFactory(code="city-of-vantaa")

    _code, report, _said = taken_in(
        table(
            ("Rubrik", "Beskrivning", "Teman", "Kommun", "Organisation"),
            (
                "Arbetscafé",
                "Vi söker jobb tillsammans och lär oss av varandra.",
                "Sysselsättning",
                "Vanda",
                "city-of-vantaa",
            ),
            delimiter=";",
        )
    )

    version = Version.objects.get()
    assert report["warnings"] == []
    assert (version.source_language, version.title.text("sv")) == ("sv", "Arbetscafé")
    assert version.record["themes"] == ["employment"]
    assert version.record["places"] == ["fi:092"]
    assert version.practice.owner.code == "city-of-vantaa"
    assert version.concepts.get().code == "employment"
    assert version.places.get().code == "fi:092"


def a_rich_practice():
    """A practice with every shape of value, in two languages."""
    practice = a_practice(
        title="A club for talking",
        steps=[{"actor": {"en": "Host"}, "action": {"en": "Opens the door."}}, {"action": {"en": "Makes tea."}}],
        costs=[{"what": {"en": "Tea"}, "kind": "yearly", "amount": 120, "currency": "EUR", "year": "2025"}],
        cost_band=2,
        evidence_level=1,
        effect_direction="positive",
        started_on="2021-03",
        became_regular=True,
        challenge={"en": "People are alone, many of them for years."},
        staff_fte=0.5,
    )
    for path, text in (
        ("title", "Puhekerho"),
        ("summary", "Ihmiset tapaavat ja puhuvat."),
        ("challenge", "Yksin jääminen."),
    ):
        actions.translate(practice.current, path=path, language="fi", text=text, by=UserFactory(), status="human")
    practice.refresh_from_db()
    return practice


def empty_the_catalogue():
    Practice.objects.update(status="draft")
    Practice.objects.all().delete()


def told(practice):
    """All that must survive a journey."""
    version = practice.current
    return {
        "uuid": str(practice.uuid),
        "record": version.whole,
        "language": version.source_language,
        "concepts": sorted(version.version_concepts.values_list("concept__code", "field")),
        "places": sorted(version.places.values_list("code", flat=True)),
        "digest": version.digest,
    }


@pytest.mark.parametrize(("format", "ending"), [("full", "csv"), ("json", "json"), ("jsonld", "jsonld")])
def test_what_is_exported_comes_back_as_it_was(capsys, tmp_path, format, ending):
    practice = a_rich_practice()
    before, file = told(practice), tmp_path / f"all.{ending}"
    assert cli.main(["export", "practices", "--format", format, "--out", str(file)]) == 0
    empty_the_catalogue()

    assert cli.main(["import", "practices", str(file), "--json"]) == 0

    back = Practice.objects.get(uuid=practice.uuid)
    assert told(back) == before
    assert back.owner == practice.owner
    assert json.loads(capsys.readouterr().out)["warnings"] == []


@pytest.mark.parametrize("form", ["interreg", "ewsi"])
def test_forms_of_other_portals_bring_back_what_they_hold(capsys, tmp_path, form):
    practice = a_rich_practice()
    file = tmp_path / "form.csv"
    assert cli.main(["export", "practices", "--format", form, "--lang", "en", "--out", str(file)]) == 0
    before = practice.current.whole
    empty_the_catalogue()

    assert cli.main(["import", "practices", str(file), "--mapping", form, "--json"]) == 0

    back = Practice.objects.get(uuid=practice.uuid)
    for name in ("title", "summary", "solution", "challenge"):
        assert back.current.whole[name]["texts"]["en"] == before[name]["texts"]["en"]
    for name in ("themes", "target_groups", "places", "started_on"):
        assert back.current.whole[name] == before[name]
    assert back.owner == practice.owner


def test_an_export_taken_in_again_changes_nothing(capsys, tmp_path):
    a_rich_practice()
    file = tmp_path / "all.json"
    cli.main(["export", "practices", "--format", "json", "--out", str(file)])

    cli.main(["import", "practices", str(file), "--json"])

    report = json.loads(capsys.readouterr().out)
    assert (report["unchanged"], report["created"], report["updated"]) == (1, 0, 0)


def test_what_people_wrote_is_not_overwritten_silently(taken_in):
    taken_in(PLAIN)
    practice = Practice.objects.get(imported__external_id="2")
    actions.translate(practice.current, path="title", language="sv", text="Cykelverkstad", by=UserFactory())
    changed = PLAIN.replace("yhdessä", "naapurien kanssa")

    _code, report, _said = taken_in(changed)

    assert [(entry["row"], entry["field"]) for entry in report["rejected"]] == [(3, "id")]
    assert "edited in this house" in report["rejected"][0]["problem"]
    _code, report, _said = taken_in(changed, "--overwrite")
    assert (report["updated"], report["rejected"]) == (1, [])


def test_people_s_contacts_are_dropped_and_counted(taken_in):
    _code, report, _said = taken_in(
        table(
            ("title_en", "summary_en", "Contact person", "E-mail", "Notes"),
            (
                "Cafe",
                "Call Anna +358 40 123 4567 or write to anna@example.org. Open 1.2.2024, business id 0123456-7.",
                "Anna Esimerkki",
                "anna@example.org",
                "anna@example.org knows more",
            ),
        )
    )

    record = ImportedRecord.objects.get()
    text = record.version.summary.text("en")
    assert report["contacts_dropped"] == 5
    assert text.count("[contact detail removed]") == 2
    assert "1.2.2024" in text
    assert "0123456-7" in text
    assert record.left == {"Notes": "[contact detail removed] knows more"}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "empty.csv", ["empty.csv is empty", "row 1 must name the columns"]),
        ("a;b\n1;2\n", "strange.csv", ["strange.csv, row 1", "title", "found: a, b"]),
        ("title\n", "bare.csv", ["bare.csv has no rows"]),
        (b"\xd0\xcf\x11\xe0 old", "old.xls", ["old.xls", "XLS", ".xlsx"]),
        (b"%PDF-1.7", "paper.pdf", ["paper.pdf", "PDF"]),
        ('{"practices": [', "half.json", ["half.json, line 1", "not JSON"]),
        ("title_fi,summary_fi\n,Kuvaus\n", "untitled.csv", ["untitled.csv, row 2, field title", "There is no title"]),
        (b"title\nK\x81\x8d\n", "odd.csv", ["odd.csv, line 2", "UTF-8"]),
        (b"PK\x03\x04 broken", "broken.xlsx", ["broken.xlsx", "ZIP"]),
    ],
)
def test_bad_input_is_one_sentence_that_says_what_would_be_right(taken_in, content, name, words):
    code, _report, said = taken_in(content, name=name)

    last = said.strip().splitlines()[-1]
    assert code == 2
    assert [word for word in words if word not in last] == []
    assert not Practice.objects.exists()


def test_one_wrong_row_does_not_stop_the_others_unless_asked(taken_in):
    content = PLAIN + "1,Sama tunnus,Kuvaus,,\n4,Liikaa,a,b,c,d,e\n"

    code, report, _said = taken_in(content, "--strict")
    assert code == 1
    assert not Practice.objects.exists()

    code, report, _said = taken_in(content)
    assert (code, report["created"]) == (0, 2)
    assert {(entry["row"], entry["field"]) for entry in report["rejected"]} == {(4, "id"), (5, "")}


def test_a_windows_file_is_read_and_said_so(taken_in):
    _code, report, _said = taken_in("Otsikko;Kuvaus\nPyörätupa;Pyöriä yhdessä\n".encode("cp1252"))

    assert Version.objects.get().title.text("fi") == "Pyörätupa"
    assert "Windows-1252" in report["notes"][0]


def test_an_excel_file_is_read(taken_in, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Our practices 2026"])
    book.active.append(["Title (en)", "Summary (en)", "Start date", "Municipality"])
    book.active.append(["Bicycle club", "We mend bicycles.", datetime.datetime(2021, 3, 1), 92])
    book.create_sheet("Other").append(["nothing"])
    book.save(tmp_path / "made.xlsx")
    PlaceFactory(code="fi:092", level="municipality", name_fi="Vantaa", name_sv="Vanda", name_en="Vantaa")

    _code, report, _said = taken_in((tmp_path / "made.xlsx").read_bytes(), name="practices.xlsx")

    record = Version.objects.get().record
    assert (report["created"], record["started_on"], record["places"]) == (1, "2021-03-01", ["fi:092"])
    code, _report, said = taken_in((tmp_path / "made.xlsx").read_bytes(), "--sheet", "None", name="practices.xlsx")
    assert code == 2
    assert "its sheets are Sheet, Other" in said


def test_a_bomb_is_not_unpacked(taken_in):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)

    code, _report, said = taken_in(out.getvalue(), name="bomb.xlsx")

    assert code == 2
    assert "bomb.xlsx unpacks to 30 megabytes" in said


def test_a_mapping_file_says_how_columns_and_values_are_read(taken_in, tmp_path):
    ConceptFactory(code="employment", kind="theme", fi="työllisyys", sv="sysselsättning", en="employment")
    mapping = tmp_path / "ours.json"
    mapping.write_text(
        json.dumps(
            {
                "language": "en",
                "columns": {"What": "title", "How": ["solution", "summary"], "Who typed it": "contact"},
                "values": {"themes": {"Jobs": "employment"}},
                "defaults": {"kind": "material"},
            }
        )
    )

    content = table(("What", "How", "Who typed it", "Topic"), ("Cards", "Cards with words on them.", "Anna", "Jobs"))
    _code, report, _said = taken_in(content, "--mapping", str(mapping))

    version = Version.objects.get()
    assert (version.kind, version.record["themes"], report["contacts_dropped"]) == ("material", ["employment"], 1)
    assert version.summary.text("en") == TranslatedText.from_json(version.record["solution"]).text("en")
    mapping.write_text('{"columns": {"What": "tittle"}}')
    code, _report, said = taken_in(content, "--mapping", str(mapping))
    assert code == 2
    assert "ours.json, column “What”: there is no field “tittle”" in said


def test_a_stopped_import_goes_on_where_it_was(tmp_path):
    file = tmp_path / "many.csv"
    rows = [(str(number), f"Käytäntö {number}", "Kuvaus") for number in range(7)]
    file.write_text(table(("id", "title_fi", "summary_fi"), *rows))
    running.BATCH, before = 3, running.BATCH
    try:
        first = running.run_import(file, running.Options(), lambda report, total: False)
        second = running.run_import(file, running.Options())
    finally:
        running.BATCH = before

    assert (first.created, first.stopped) == (3, True)
    assert (second.unchanged, second.created) == (3, 4)


def test_a_batch_costs_the_same_whatever_its_length(tmp_path, django_assert_max_num_queries):
    for count in (1, 30):
        file = tmp_path / f"{count}.csv"
        rows = [(f"Käytäntö {count} {number}", "Sama kuvaus") for number in range(count)]
        file.write_text(table(("title_fi", "summary_fi"), *rows))
        with django_assert_max_num_queries(70):
            assert running.run_import(file, running.Options(collection="same")).created == count


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20), max_size=4), max_size=6
    ),
    st.sampled_from(",;\t"),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_makes_the_reader_stumble(tmp_path, rows, delimiter):
    file = tmp_path / "any.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["title", "summary", "x"], *rows])
    file.write_text(out.getvalue(), encoding="utf-8", newline="")

    found = list(open_table(file, known=lambda name: name in ("title", "summary")).rows)

    numbers = [row.number for row in found]
    assert numbers == sorted(set(numbers))
    told = [row.cells.get("title") for row in found if isinstance(row, Row)]
    wanted = [
        row[0] if row else None
        for row in rows
        if any(cell.strip() for cell in row) and not any(cell.strip() for cell in row[3:])
    ]
    assert [cell or "" for cell in told] == [cell or "" for cell in wanted]


@given(st.binary(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path, content):
    file = tmp_path / "any.bin"
    file.write_bytes(content)

    with suppress(BadInput):
        rows = list(open_table(file, known=lambda name: False).rows)
        assert [row.number for row in rows] == sorted({row.number for row in rows})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["fi", "texts", "source", "@value", "code", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)
columns = st.sampled_from(
    [
        "title",
        "summary",
        "themes",
        "steps",
        "places",
        "costs",
        "kind",
        "start",
        "id",
        "owner",
        "sources",
        "published",
        "status",
        "became_regular",
        "x",
    ]
)


@given(st.dictionaries(columns, json_values, max_size=6))
@example({"title": {"texts": {}, "source": []}})
@example({"title": {"texts": {"fi": {"text": 7}}, "source": "fi"}})
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_makes_the_house_stumble(cells):
    understood = Understanding(Scheme(), Terms()).understand(Row(1, cells))

    assert understood.problem or understood.title
    json.dumps(understood.record)
