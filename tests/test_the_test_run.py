"""The run of all checks comes to its end, whatever one of them does."""

import os
import sys
import time

from tools.checks import watched


def run(program, **how):
    return watched([sys.executable, "-c", program], dict(os.environ), **how)


def test_what_a_check_prints_is_shown_and_its_exit_code_kept(capfdbinary):
    assert run("import sys; print('seen'); print('this too', file=sys.stderr); sys.exit(3)") == 3
    assert {b"seen", b"this too"} == set(capfdbinary.readouterr().out.splitlines())


def test_a_check_that_hangs_is_ended_and_has_failed(capfdbinary):
    assert run("import time; print('begun', flush=True); time.sleep(600)", silence=1) != 0
    assert b"It said nothing for 1 s and is ended." in capfdbinary.readouterr().out


def test_what_a_check_leaves_running_neither_holds_the_run_up_nor_outlives_it(tmp_path):
    kept = tmp_path / "pid"
    program = (
        "import subprocess, sys, pathlib;"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        f"pathlib.Path({str(kept)!r}).write_text(str(left.pid))"
    )

    assert run(program) == 0
    assert is_gone(int(kept.read_text()))


def is_gone(pid, patience=10):
    """Whether no such process runs any more; one that nobody has waited for counts as gone."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
