"""Files that people hand to the command line, and what is said of bad ones."""

import csv
import io

import pytest

from kotokaari.foundation import commandline
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.tables import read_table, write_table

COLUMNS = ("submission", "judge")


def rows_of(path, content):
    path.write_bytes(content)
    return list(read_table(path, COLUMNS))


@pytest.mark.parametrize(
    "content",
    [
        b"submission,judge\nS1,J1\n",
        b"\xef\xbb\xbfsubmission,judge\nS1,J1\n",
        b"submission;judge\r\nS1;J1\r\n",
        b"submission,judge\rS1,J1\r",
        b"judge,note,submission\nJ1,anything,S1\n",
        b" Submission , JUDGE \n S1 , J1 \n\n,\n",
        b'submission,judge\n"S1","J1"',
        b"submission;judge\nS1;J1;;\n",
    ],
    ids=[
        "plain",
        "BOM",
        "semicolons",
        "old Mac",
        "other columns",
        "space and empty lines",
        "quoted",
        "empty at the end",
    ],
)
def test_files_as_programs_write_them_are_read(tmp_path, content):
    assert [row for _number, row in rows_of(tmp_path / "a.csv", content)] == [("S1", "J1")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "a.csv is empty"),
        ("submission,judge\nS1,J1\n".encode("utf-16"), "a.csv is in UTF-16"),
        ("submission,judge\nS1,J1\n".encode("utf-16-le"), "a.csv is not CSV in UTF-8"),
        (b"PK\x03\x04sheet", "a.csv is a spreadsheet"),
        ("submission,judge\nS1,J1\nS2,Mäki\n".encode("latin-1"), "a.csv, row 3: this is not UTF-8"),
        (b"submission,judges\nS1,J1\n", "row 1: the column judge is missing; the header is to be submission,judge."),
        (b"submission\tjudge\nS1\tJ1\n", "not by tabs"),
        (b"judge,submission,judge\nJ1,S1,J2\n", "row 1: the column judge is there twice"),
        (b"submission,judge\nS1,J1\nS2\n", "row 3: there is no value for judge"),
        (b"submission,judge\nS1,J1\nS2,J2,75\n", "row 3: there are 3 values, but the header has 2"),
    ],
)
def test_bad_files_are_one_sentence(tmp_path, content, says):
    with pytest.raises(BadInput) as refusal:
        rows_of(tmp_path / "a.csv", content)

    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_whoever_stops_the_writing_finds_the_file_as_it_was(tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("before")

    def rows():
        yield ("S1", "J1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(file, COLUMNS, rows())

    assert [thing.name for thing in tmp_path.iterdir()] == ["out.csv"]
    assert file.read_text() == "before"
    write_table(file, COLUMNS, [("S1", "J1")])
    assert list(csv.reader(file.open())) == [["submission", "judge"], ["S1", "J1"]]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_is_drawn_for_somebody_who_watches_and_is_gone_afterwards(monkeypatch, watched):
    screen = Terminal() if watched else io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(commandline, "REDRAWN", 0)

    with commandline.bar("Reading") as told:
        told(0.5)

    drawn = screen.getvalue()
    assert ("Reading" in drawn and " 50%" in drawn) is watched
    assert drawn.rpartition("\r")[2] == ("\x1b[K" if watched else "")
