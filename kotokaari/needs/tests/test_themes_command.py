"""`kotokaari needs themes`: what it prints, and what it says of bad files."""

import json

import pytest

from kotokaari import cli

HEADER = "respondent,profession,municipality,item,importance,current\n"


@pytest.fixture
def run(tmp_path, capsys):
    def run(text, *words, sizes=None):
        (tmp_path / "responses.csv").write_text(text, "utf-8")
        if sizes is not None:
            (tmp_path / "sizes.csv").write_text(sizes, "utf-8")
            words = (*words, "--sizes", str(tmp_path / "sizes.csv"))
        code = cli.main(["needs", "themes", str(tmp_path / "responses.csv"), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def rows(*marks, item="a", profession="teacher"):
    return "".join(f"r{n},{profession},Kemi,{item},{wanted},{now}\n" for n, (wanted, now) in enumerate(marks))


def test_json_holds_what_the_contract_names_and_nothing_stands_beside_it(run):
    text = HEADER + rows(*[(5, 1), (5, 2), (4, 2), (5, 1), (4, 1)]) + rows(*[(3, 3)] * 4, item="rare")
    text += rows(*[(4, 4), (3, 4), (4, 3), (5, 4), (3, 3)], item="b")
    code, out, err = run(text, "--top", "1", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["top"], told["withheld"]) == (["a"], ["rare"])
    first = told["items"][0]
    assert {"item", "n", "importance", "current", "gap", "low", "high", "rank", "stability"} <= set(first)
    assert (first["item"], first["n"], first["rank"]) == ("a", 5, 1)
    assert first["importance"] == pytest.approx(4.6)
    assert first["current"] == pytest.approx(1.4)
    assert first["gap"] == pytest.approx(3.2)
    assert first["low"] < 3.2 < first["high"]
    assert first["stability"] == 1
    assert "rare has fewer than five answers" in err


def test_semicolons_extra_columns_and_empty_marks_are_read(run):
    text = "respondent;profession;municipality;item;importance;current;note\n"
    text += "".join(f"r{n};nurse;Tornio;a;5;2;{n}\n" for n in range(5)) + "r5;nurse;Tornio;a;;2;\n"
    code, out, _err = run(text, "--json")
    assert code == 0
    assert json.loads(out)["items"][0]["n"] == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty; it is to have a header and rows"),
        ("a,b\n1,2\n", "row 1: the column respondent is missing"),
        (HEADER, "there are no rows under the header"),
        (HEADER + "r1,teacher,Kemi,a,6,1\n", "row 2: importance '6' is not a mark; write a whole number from 1 to 5"),
        (HEADER + "r1,teacher,Kemi,a,5,2.5\n", "row 2: current '2.5' is not a mark"),
        (HEADER + ",teacher,Kemi,a,5,1\n", "row 2: respondent is empty"),
        (HEADER + "r1,,Kemi,a,5,1\n", "row 2: profession is empty"),
        (HEADER + "r1,teacher,Kemi,,5,1\n", "row 2: item is empty"),
        (HEADER + "r1,teacher,Kemi,a,5,1\nr1,teacher,Kemi,a,4,1\n", "row 3: respondent r1 answers item a in row 2 too"),
        (
            HEADER + "r1,teacher,Kemi,a,5,1\nr1,nurse,Kemi,b,4,1\n",
            "row 3: profession nurse of respondent r1 is teacher in row 2",
        ),
        (
            HEADER + "r1,teacher,Kemi,a,5,1\nr1,teacher,Simo,b,4,1\n",
            "row 3: municipality Simo of respondent r1 is Kemi in row 2",
        ),
    ],
)
def test_a_bad_file_gets_one_sentence(run, text, said):
    code, out, err = run(text)
    assert (code, out) == (2, "")
    assert said in err
    assert "responses.csv" in err


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ("profession,size\nteacher,0\n", "row 2: size '0' is not a number above zero"),
        ("profession,size\nteacher,1\nteacher,2\n", "row 3: profession teacher was there before"),
        ("profession,size\nnurse,1\n", "there is no row for profession teacher"),
    ],
)
def test_bad_sizes_get_one_sentence(run, sizes, said):
    code, _out, err = run(HEADER + rows(*[(5, 1)] * 5), sizes=sizes)
    assert code == 2
    assert said in err
