"""``kotokaari panel calibrate``: to the letter of the contract."""

import json

import pytest

from kotokaari import cli

from .scores import simulated


def write(path, rows, header="submission,judge,criterion,score"):
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return str(path)


def lines(ratings, delimiter=","):
    return [delimiter.join(map(str, row)) for row in ratings.rows()]


def run(capsys, *words):
    code = cli.main(["panel", "calibrate", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_has_every_key_and_nothing_else_is_printed(tmp_path, capsys):
    ratings, *_more = simulated(30, 8, 3, 3)
    file = write(tmp_path / "ratings.csv", lines(ratings))

    code, out, err = run(capsys, file, "--model", "rating-scale", "--estimator", "jml", "--json")

    told = json.loads(out)
    assert code == 0
    assert set(told) >= {
        "submissions",
        "judges",
        "criteria",
        "thresholds",
        "reliability",
        "alpha",
        "connected",
        "iterations",
    }
    assert set(told["submissions"][0]) >= {"id", "measure", "se", "infit", "outfit", "fair_average", "raw_average"}
    assert set(told["judges"][0]) >= {"id", "severity", "se", "infit", "outfit"}
    assert set(told["criteria"][0]) >= {"id", "difficulty", "se", "infit", "outfit"}
    assert set(told["reliability"]) == {"separation", "reliability"}
    assert set(told["alpha"]["c0"]) >= {"value", "low", "high"}
    assert len(told["thresholds"]) == 4
    assert told["connected"] is True
    assert "scores read" in err


def test_semicolons_other_columns_and_cannot_judge(tmp_path, capsys):
    ratings, *_more = simulated(30, 8, 3, 3)
    commas = write(tmp_path / "a.csv", lines(ratings))
    rows = [f"note {i};{line}" for i, line in enumerate(lines(ratings, ";"))]
    rows.append("none;s0;j5;c0;")
    semicolons = write(tmp_path / "b.csv", rows, "remark;submission;judge;criterion;score")

    first, second = (json.loads(run(capsys, file, "--json")[1]) for file in (commas, semicolons))

    assert first["judges"] == second["judges"]


def test_one_whom_nobody_could_judge_is_told_and_not_estimated(tmp_path, capsys):
    ratings, *_more = simulated(30, 8, 3, 3)
    file = write(tmp_path / "a.csv", [*lines(ratings), "silent,j0,c0,"])

    code, out, err = run(capsys, file, "--json")

    assert code == 0
    silent = next(row for row in json.loads(out)["submissions"] if row["id"] == "silent")
    assert silent["measure"] is None
    assert silent["raw_average"] is None
    assert "Nobody could judge submissions silent" in err


def test_partial_credit_has_thresholds_for_each_criterion(tmp_path, capsys):
    ratings, *_more = simulated(40, 8, 3, 3)

    _code, out, _err = run(capsys, write(tmp_path / "a.csv", lines(ratings)), "--model", "partial-credit", "--json")

    told = json.loads(out)
    assert len(told["thresholds"]) == 3
    assert told["thresholds_of"] == ["c0", "c1", "c2"]


def test_parts_that_share_nobody_are_refused_by_name_and_the_json_says_so(tmp_path, capsys):
    file = write(
        tmp_path / "a.csv",
        [f"{p}{i},{p}-{j},c,{(i + k) % 3}" for p in "xy" for i in range(4) for k, j in enumerate("ab")],
    )

    code, out, err = run(capsys, file, "--json")

    told = json.loads(out)
    assert code == 1
    assert told["connected"] is False
    assert told["judges"] == []
    assert told["alpha"]["c"]["value"] is not None
    assert [part["judges"] for part in told["parts"]] == [["x-a", "x-b"], ["y-a", "y-b"]]
    assert "2 parts" in err
    assert "x-a" in err


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["s,j,c,3", "s,k,c,high"], "row 3: score 'high' is not a whole number"),
        (["s,j,c,3", "s,k,c,2.5"], "row 3: score '2.5' is not a whole number"),
        (["s,j,c,3", ",k,c,2"], "row 3: submission is empty"),
        (["s,j,c,3", "s,,c,2"], "row 3: judge is empty"),
        (["s,j,c,3", "s,k,,2"], "row 3: criterion is empty"),
        (["s,j,c,3", "t,j,c,1", "s,j,c,2"], "row 4: submission s, judge j and criterion c were there before, in row 2"),
        (["s,j,c,3", "t,j,c,1000"], "row 3: score 1000 is more than 100 levels above"),
        (["s,j,c"], "row 2"),
        ([], "no scores"),
    ],
)
def test_bad_input_is_one_sentence_with_file_row_and_field(tmp_path, capsys, rows, says):
    file = write(tmp_path / "ratings.csv", rows)

    code, out, err = run(capsys, file, "--json")

    assert code == 2
    assert out == ""
    assert says in err
    assert "ratings.csv" in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_and_a_missing_column(tmp_path, capsys):
    assert run(capsys, str(tmp_path / "nothing.csv"), "--json")[0] == 2
    code, _out, err = run(capsys, write(tmp_path / "a.csv", ["s,j,3"], "submission,judge,score"), "--json")
    assert code == 2
    assert "criterion" in err


def test_without_json_it_reads_as_a_report(tmp_path, capsys):
    ratings, *_more = simulated(30, 8, 3, 3)

    code, out, _err = run(capsys, write(tmp_path / "a.csv", lines(ratings)))

    assert code == 0
    assert "JUDGES" in out
    assert "Krippendorff" in out


def test_a_score_below_nought_is_a_level_and_pointed_at(tmp_path, capsys):
    ratings, *_more = simulated(30, 8, 3, 3)
    rows = [(*names, score - 1) for *names, score in ratings.rows()]

    code, out, err = run(capsys, write(tmp_path / "a.csv", [",".join(map(str, row)) for row in rows]), "--json")

    assert code == 0
    assert json.loads(out)["levels"][0] == -1
    assert "The lowest score is -1 and counts as a level" in err
