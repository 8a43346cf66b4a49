import json

import pytest

from kotokaari.cli import main
from kotokaari.foundation.errors import BadInput
from kotokaari.people.actions.places import read_in_places
from kotokaari.people.books import place_book, place_names
from kotokaari.people.models import Place
from kotokaari.people.placefiles import read_places, shipped_places

pytestmark = pytest.mark.django_db
COUNTS = {
    "01": 26, "02": 27, "04": 16, "05": 11, "06": 23, "07": 10, "08": 6, "09": 9, "10": 11, "11": 19,
    "12": 13, "13": 22, "14": 18, "15": 14, "16": 8, "17": 30, "18": 8, "19": 21, "21": 16,
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def write_file(text, name="places.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write_file


def test_the_shipped_places_are_whole():
    read_in_places(shipped_places())

    for region, count in COUNTS.items():
        assert Place.objects.filter(within__code=f"fi-maakunta:{region}", level="municipality").count() == count
    assert Place.objects.filter(level="municipality", code__startswith="fi:").count() == 308
    assert Place.objects.filter(level="wellbeing").count() == 22
    vantaa = Place.objects.get(code="fi:092")
    assert (vantaa.name("sv"), vantaa.county.code) == ("Vanda", "fi-hyvinvointialue:vantaa-kerava")


def test_reading_them_again_changes_nothing():
    first = read_in_places(shipped_places())
    again = read_in_places(shipped_places())

    assert first["created"] == first["read"] == again["unchanged"]
    assert (again["created"], again["updated"], again["ended"]) == (0, 0, 0)


def test_the_official_lists_agree_with_ours(reference):
    read_in_places(shipped_places())

    rows = [row for name in ("kunta", "maakunta", "maa") for row in read_places(reference / "fi-codes" / f"{name}.csv")]
    report = read_in_places([row for row in rows if row.level != "country"])

    assert (report["read"], report["unchanged"]) == (327, 327)
    assert len([row for row in rows if row.level == "country"]) == 249


def test_languages_are_not_places(reference):
    with pytest.raises(BadInput, match=r"tyokieli.csv, row 2, field classification: languages are not places"):
        read_places(reference / "fi-codes" / "tyokieli.csv")


def test_a_municipality_missing_from_a_newer_list_has_ended(write):
    read_in_places(shipped_places())
    names = [row for row in shipped_places() if row.level == "municipality" and row.code != "fi:992"]
    lines = [f"{row.code[3:]};{row.fi};{row.sv};{row.en};kunta_1_20270101" for row in names]
    path = write("code;fi;sv;en;classification\n" + "\n".join(lines))

    report = read_in_places(read_places(path))

    assert report["ended"] == 1
    assert str(Place.objects.get(code="fi:992").valid_to) == "2026-12-31"


def test_a_dry_run_writes_nothing(capsys):
    assert main(["import", "places", "--dry-run", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["created"] > 500
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("code,fi,en\n092,Vantaa,Vantaa\n", "row 1, field sv: the column is missing"),
        ("code,fi,sv,en,classification\n92,Vantaa,Vanda,Vantaa,kunta_1_20250101\n", "row 2, field code: “92” should be three digits"),
        ("code,fi,sv,en\n092,Vantaa,Vanda,Vantaa\n", "row 2, field level: it is not said"),
        ("code,fi,sv,en,level\nXX,,Vanda,Vantaa,country\n", "row 2, field fi"),
        ("code,fi,sv,en,level\nSE,Ruotsi,Sverige,Sweden,country\nse,Ruotsi,Sverige,Sweden,country\n", "row 3, field code: se is also in row 2"),
        ("code,fi,sv,en,level,within\nnuts:XX1,A,A,A,nuts,xx\n", "row 2, field within: there is no place xx"),
        ("code,fi,sv,en,level,latitude,longitude\nSE,Ruotsi,Sverige,Sweden,country,north,5\n", "row 2, field latitude"),
    ],
)  # fmt: skip
def test_bad_input_names_file_row_field_and_what_would_be_right(write, capsys, text, problem):
    path = write("code,fi,sv,en,level\nNO,Norja,Norge,Norway,country\n", "good.csv")

    assert main(["import", "places", str(path), str(write(text))]) == 2

    said = capsys.readouterr().err.strip()
    assert said.startswith("places.csv, ")
    assert problem in said
    assert "\n" not in said
    assert not Place.objects.exists()


def test_a_file_that_is_no_text_is_refused(tmp_path, capsys):
    path = tmp_path / "places.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")

    assert main(["import", "places", str(path)]) == 2
    assert "save it as CSV in UTF-8" in capsys.readouterr().err
    assert main(["import", "places", str(tmp_path / "none.csv")]) == 2


def test_names_come_from_memory_and_follow_changes(django_assert_num_queries):
    read_in_places(shipped_places())
    place_book()

    with django_assert_num_queries(1):  # the version of the data
        assert place_names(["fi:092", "fi-maakunta:13", "nowhere"], "sv") == ["Vanda", "Mellersta Finland", "nowhere"]

    Place.objects.filter(code="fi:092").update(name_sv="Nya Vanda")
    assert place_names(["fi:092"], "sv") == ["Nya Vanda"]


def test_places_lie_in_each_other():
    read_in_places(shipped_places())

    assert place_book().around("fi:179") == ["fi:179", "fi-maakunta:13", "fi"]
    assert len(place_book().within("fi-maakunta:13")) == 23
    assert place_book().within("fi-hyvinvointialue:vantaa-kerava") >= {"fi:092", "fi:245"}
