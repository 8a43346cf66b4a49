import csv
import json

import pytest

from kotokaari.cli import main

ROWS = ["submission;judge;affinity;note", "S1;J1;0.9;good", "S1;J2;0.4;", "S2;J1;0.8;", "S2;J2;0.7;"]


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command on these lines; gives (exit code, what was printed, errors, OUT's rows or None)."""

    def go(lines, *words, conflicts=None):
        file, out = tmp_path / "affinity.csv", tmp_path / "out.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if conflicts:
            (tmp_path / "conflicts.csv").write_text("\n".join(conflicts), encoding="utf-8")
            words += ("--conflicts", str(tmp_path / "conflicts.csv"))
        code = main(["panel", "assign", str(file), "--out", str(out), "--json", *words])
        told = capsys.readouterr()
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines())) if out.exists() else None
        return code, told.out, told.err, rows

    return go


def test_the_best_assignment_is_written_and_told(run):
    code, out, _err, rows = run(ROWS, "--per-submission", "1", "--max-load", "1")

    told = json.loads(out)
    assert code == 0
    assert told["status"] == "optimal"
    assert told["total_affinity"] == pytest.approx(1.6)
    assert told["min_submission_affinity"] == pytest.approx(0.7)
    assert told["max_load"] == 1
    assert told["problems"] == []
    assert told["seconds"] >= 0
    assert rows == [
        {"submission": "S1", "judge": "J1", "affinity": "0.9"},
        {"submission": "S2", "judge": "J2", "affinity": "0.7"},
    ]


def test_what_cannot_be_had_is_said_and_nothing_written(run):
    code, out, _err, rows = run(
        ROWS, "--per-submission", "2", "--max-load", "2", conflicts=["submission,judge", "S2,J1"]
    )

    told = json.loads(out)
    assert code == 1
    assert told["status"] == "infeasible"
    assert any("S2" in problem for problem in told["problems"])
    assert rows is None


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["submission,judge"], ["row 1", "affinity", "missing"]),
        (["submission,judge,affinity", "S1,J1"], ["row 2", "affinity"]),
        (["submission,judge,affinity", "S1,J1,much"], ["row 2", "affinity", "much", "number"]),
        (["submission,judge,affinity", "S1,,0.5"], ["row 2", "judge"]),
        (["submission,judge,affinity", "S1,J1,0.5", "S1,J1,0.6"], ["row 3", "S1,J1"]),
        (["submission,judge,affinity", "S1,J1,inf"], ["row 2", "affinity"]),
        (["submission,judge,affinity"], ["no rows"]),
    ],
)
def test_bad_input_gets_one_sentence(run, lines, words):
    code, out, err, rows = run(lines, "--per-submission", "1", "--max-load", "1")

    assert code == 2
    assert (out, rows) == ("", None)
    assert all(word in err for word in ["affinity.csv", *words]), err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    code = main(
        [
            "panel",
            "assign",
            str(tmp_path / "none.csv"),
            "--per-submission",
            "1",
            "--max-load",
            "1",
            "--out",
            str(tmp_path / "o"),
        ]
    )

    assert code == 2
    assert "none.csv" in capsys.readouterr().err
