"""What ``--help`` of the commands for analysts shows runs as it stands there, in an empty folder."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kotokaari import cli

COMMANDS = [
    ("panel", "example"),
    ("panel", "assign"),
    ("panel", "calibrate"),
    ("needs", "example"),
    ("needs", "themes"),
    ("innovation", "example"),
    ("innovation", "groups"),
]
HOUSE = Path(__file__).parent.parent


def examples(*words, capsys):
    with pytest.raises(SystemExit):
        cli.main([*words, "--help"])
    _help, _example, lines = capsys.readouterr().out.partition("Example:\n")
    return [shlex.split(line)[1:] for line in lines.splitlines() if line.startswith("  kotokaari ")]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_example_runs_as_written_in_an_empty_folder(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = examples(*words, capsys=capsys)

    for line in lines:
        assert cli.main(line) == 0, line
        out = capsys.readouterr().out
        if "--json" in line:
            assert json.loads(out)
        if "--out" in line:
            assert len(Path(line[line.index("--out") + 1]).read_text().splitlines()) > 10

    assert lines[-1][:2] == list(words)


def test_examples_may_be_fetched_again_but_never_replace_a_file_of_ones_own(tmp_path, capsys):
    assert [cli.main(["panel", "example", str(tmp_path / "new" / "folder")]) for _time in range(2)] == [0, 0]
    own = tmp_path / "new" / "folder" / "ratings.csv"
    own.write_text("mine")
    capsys.readouterr()

    assert cli.main(["panel", "example", str(own.parent)]) == 2
    assert "ratings.csv is there already" in capsys.readouterr().err
    assert own.read_text() == "mine"


@pytest.mark.slow
def test_control_c_leaves_nothing_behind(tmp_path):
    """At whatever moment: while the program starts, reads, solves or writes."""
    rows = "".join(f"s{s},j{(s * 7 + j) % 300},0.{(s * 13 + j * 7) % 97}\n" for s in range(3000) for j in range(50))
    (tmp_path / "affinity.csv").write_text("submission,judge,affinity\n" + rows)
    command = [sys.executable, "-m", "kotokaari", "panel", "assign", "affinity.csv"]
    command += ["--per-submission", "3", "--max-load", "40", "--out", "out.csv"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    for wait in (0.6, 1.0, 1.6):
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
            time.sleep(wait)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)[1]
        there = {thing.name for thing in tmp_path.iterdir()}
        if process.returncode == 130:
            assert "Traceback" not in said
            assert said.endswith("Stopped.\n")
            assert there == {"affinity.csv"}
        else:
            assert there <= {"affinity.csv", "out.csv"}
