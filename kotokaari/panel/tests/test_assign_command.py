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
        (["submission,judge,affinity", "S1,J1,0.5", "S1,J1,0.6"], ["row 3", "submission S1 and judge J1", "in row 2"]),
        (["submission,judge,affinity", "S1,J1,inf"], ["row 2", "affinity"]),
        (["submission,judge,affinity", "S1,J1,1_0"], ["row 2", "affinity"]),
        (["submission,judge,affinity", "S1,J1,0,75"], ["row 2", "4 values", "decimal point"]),
        (["submission;judge;affinity", "S1;J1;0,75"], ["row 2", "affinity", "write it like 0.75"]),
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


def test_a_name_among_the_conflicts_that_nobody_has_is_pointed_at(run):
    code, out, err, rows = run(
        ROWS, "--per-submission", "1", "--max-load", "2", conflicts=["submission,judge", "S1,J1", "S2,Jl"]
    )

    assert code == 0
    assert {(row["submission"], row["judge"]) for row in rows} == {("S1", "J2"), ("S2", "J1")}
    (warning,) = json.loads(out)["warnings"]
    assert "conflicts.csv, row 3: judge Jl is not in" in warning
    assert warning in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "{}/affinity.csv"], "is a file that is read"),
        (["--out", "{}/nowhere/out.csv"], "there is no folder"),
        (["--min-load", "3"], "--min-load 3 is more than --max-load 1"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_the_work(run, tmp_path, words, says):
    words = [word.format(tmp_path) for word in words]

    code, out, err, rows = run(ROWS, "--per-submission", "1", "--max-load", "1", *words)

    assert (code, out, rows) == (2, "", None)
    assert says in err
    assert (tmp_path / "affinity.csv").read_text().startswith("submission;judge")
