"""Setting up: what is missing is named with the command that installs it, and nothing is done twice."""

import importlib.util
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(__file__).resolve().parent.parent
Version = namedtuple("Version", "major minor micro releaselevel serial")


def test_an_old_python_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2, "final", 0))

    with pytest.raises(SystemExit, match="sudo apt-get install python3 python3-venv"):
        environment.refuse_old_machine()


def test_a_python_without_venv_is_told_what_to_install(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else found(name))

    with pytest.raises(SystemExit, match="sudo apt-get install python3-venv"):
        environment.refuse_old_machine()


def test_a_machine_without_python_is_told_what_to_install(tmp_path):
    done = subprocess.run(
        ["make", "-B", ".venv/.demo", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "sudo apt-get install python3 python3-venv" in done.stdout


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A place to set up where every step is only written down."""
    steps = []
    (tmp_path / "requirements").mkdir()
    for name in ("uv", "demo", "test", "node"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1 --hash=sha256:0\n")
    (tmp_path / "pyproject.toml").write_text("")

    def run(*command):
        steps.append(" ".join(str(word) for word in command))
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "machine_has_node", lambda: True)
    monkeypatch.setattr(sys, "argv", ["environment.py", "demo"])
    return steps


def test_everything_is_installed_by_hash_and_only_once(workshop):
    environment.main()

    installing = [step for step in workshop if " -r " in step]
    assert len(installing) == 2
    assert all("--require-hashes" in step for step in installing)

    workshop.clear()
    environment.main()
    assert workshop == []


def test_a_changed_lock_is_installed_again(workshop):
    environment.main()
    workshop.clear()
    (environment.ROOT / "requirements" / "demo.txt").write_text("demo==2 --hash=sha256:1\n")

    environment.main()

    assert [step.rsplit("/", 1)[1] for step in workshop] == ["demo.txt"]


def test_node_comes_from_a_package_where_the_machine_has_none(workshop, monkeypatch):
    monkeypatch.setattr(environment, "machine_has_node", lambda: False)

    environment.main()

    assert any(step.endswith("node.txt") for step in workshop)
