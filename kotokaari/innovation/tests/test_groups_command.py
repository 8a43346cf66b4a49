"""`kotokaari innovation groups`: what it prints, and what it says of bad files."""

import json

import pytest

from kotokaari import cli

HEADER = "id,profession,municipality,languages,wish1,wish2,wish3\n"
PEOPLE = HEADER + "".join(
    f"p{n},{'teacher' if n % 2 else 'nurse'},{'Kemi' if n < 6 else 'Simo'},fi|en,work,home,\n" for n in range(12)
)


@pytest.fixture
def run(tmp_path, capsys):
    def run(people, *words, groups="3", **files):
        (tmp_path / "people.csv").write_text(people, "utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
            words = (*words, f"--{name}", str(tmp_path / f"{name}.csv"))
        code = cli.main(["innovation", "groups", str(tmp_path / "people.csv"), "--groups", groups, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_json_holds_what_the_contract_names(run):
    code, out, _err = run(PEOPLE, "--json", together="a,b\np0,p1\n", apart="a;b\np2;p3\n")
    told = json.loads(out)
    assert code == 0
    assert told["status"] == "optimal"
    assert sorted(name for one in told["groups"] for name in one["members"]) == sorted(f"p{n}" for n in range(12))
    assert {len(one["members"]) for one in told["groups"]} == {4}
    assert {one["theme"] for one in told["groups"]} == {"work", "home"}
    assert set(told["mix"]) == {"profession", "municipality"}
    assert sum(told["wishes"].values()) == 12
    assert set(told["wishes"]) == {"first", "second", "third", "none"}
    place = {name: number for number, one in enumerate(told["groups"]) for name in one["members"]}
    assert place["p0"] == place["p1"]
    assert place["p2"] != place["p3"]
    assert isinstance(told["seconds"], float)


def test_what_cannot_be_had_together_is_explained(run):
    code, out, err = run(PEOPLE, "--json", together="a,b\np0,p1\np1,p2\n", apart="a,b\np0,p2\n")
    told = json.loads(out)
    assert code == 1
    assert (told["status"], told["groups"]) == ("infeasible", [])
    assert told["reasons"] == ["p0 and p2 are to be apart, but pairs that are to be together join them."]
    code, _out, err = run(PEOPLE, together="a,b\np0,p1\np1,p2\np2,p3\np3,p4\n")
    assert code == 1
    assert "p0, p1, p2, p3, p4 are to be together, but 5 are more than a group of 4 takes." in err
    assert "No groups were made" in err


def test_who_gets_no_wish_is_told_why(run):
    _code, _out, err = run(PEOPLE, groups="2", themes="theme\nwork\nhome\nhealth\n")
    assert "did not get" not in err
    only = HEADER + "".join(f"p{n},,,fi,work,,\n" for n in range(9)) + "p9,,,fi,home,,\n"
    _code, _out, err = run(only, groups="2")
    assert err.count("did not get a wished theme, because 9 people wished first for work, which has places for 5.") == 4


@pytest.mark.parametrize(
    ("people", "files", "said"),
    [
        (HEADER, {}, "people.csv: there are no rows under the header"),
        ("id,profession\n1,a\n", {}, "row 1: the column municipality is missing"),
        (HEADER + ",a,b,fi,,,\n", {}, "row 2: id is empty"),
        (HEADER + "1,a,b,fi,,,\n1,a,b,fi,,,\n", {}, "row 3: id 1 was there in row 2"),
        (HEADER + "1,a,b,fi;2,,,\n", {}, "row 2: languages 'fi;2' are not codes; write them like fi|en"),
        (HEADER + "1,a,b,fi,work,home,work\n", {}, "row 2: wish3 is work once more"),
        (HEADER + "1,a,b,fi,,,\n", {}, "1 people cannot make 3 groups"),
        (PEOPLE, {"themes": "theme\nwork\n"}, "row 2: wish2 home is not a theme; the themes are work."),
        (PEOPLE, {"themes": "theme\nwork\nwork\n"}, "row 3: theme work was there before"),
        (PEOPLE, {"themes": "theme\n"}, "themes.csv: there are no rows"),
        (PEOPLE, {"apart": "a,b\np1,p99\n"}, "apart.csv, row 2: b p99 is not in"),
        (PEOPLE, {"apart": "a,b\np1,\n"}, "apart.csv, row 2: b is empty"),
        (PEOPLE, {"together": "a,b\np1,p1\n"}, "together.csv, row 2: both are p1; a pair is two people"),
        (PEOPLE, {"together": "a\np1\n"}, "together.csv, row 1: there is one column"),
    ],
)
def test_a_bad_file_gets_one_sentence(run, people, files, said):
    code, out, err = run(people, **files)
    assert (code, out) == (2, "")
    assert said in err


def test_groups_is_a_number(run, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(PEOPLE, groups="0")
    assert stopped.value.code == 2
    assert "not a whole number of 1 or more" in capsys.readouterr().err
