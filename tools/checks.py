#!/usr/bin/env python
"""Every check of the house in one order, with one honest sum at the end.

    python -m tools.checks quick    formatting, lint, types, floors, words, quick tests on SQLite
    python -m tools.checks all      that, and all tests on SQLite and PostgreSQL, in a browser, from a wheel

A check that cannot run fails; a test that is left out is counted with its reason.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import assets
from tools.testpg import cluster

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = ("pytest", "-q")
# Both cores, and neither waits while the other has tests left.
BOTH = ("-n", "2", "--dist", "worksteal")
SILENCE = 1800.0  # seconds; every test and every check says something long before
# What the machine must have besides Python, the Debian package of each, and how to see that it is there.
SYSTEM: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")),
    "chromium": lambda: bool(shutil.which("chromium")),
    # Node, which playwright brings, is linked to it.
    "libatomic1": lambda: bool(list(Path("/usr/lib").glob("*/libatomic.so.1"))),
    "fonts-noto-core": lambda: bool(list(Path("/usr/share/fonts/truetype/noto").glob("NotoSansArabic-*"))),
}


@dataclass
class Sum:
    """What was run, and how it went."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def command(self, name: str, *words: str, **environment: str) -> None:
        """Run one check; its output is shown as it comes."""
        self._run(name, words, environment, count=True)

    def tests(self, name: str, *words: str, **environment: str) -> None:
        """Run pytest; every test counts, and every test left out with its reason."""
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            failed = len(self.failed)
            self._run(name, (*PYTEST, f"--junitxml={report}", *words), environment, count=False)
            if report.exists():
                self._read(name, report)
            if len(self.failed) > failed + 1:
                self.failed.remove(name)

    def _run(self, name: str, words: Sequence[str], environment: dict[str, str], *, count: bool) -> None:
        print(f"\n── {name}", flush=True)
        started = time.monotonic()
        program = BIN / words[0]
        command = [str(program) if program.exists() else words[0], *words[1:]]
        code = watched(command, {**os.environ, **environment})
        self.seconds[name] = time.monotonic() - started
        if code:
            self.failed.append(name)
        elif count:
            self.passed += 1

    def _read(self, name: str, report: Path) -> None:
        cases = list(ElementTree.parse(report).iter("testcase"))
        for case in cases:
            skipped = case.find("skipped")
            if skipped is not None:
                self.left_out[skipped.get("message") or "no reason given"] += 1
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed.append(f"{name}: {case.get('classname')}.{case.get('name')}")
            else:
                self.passed += 1
        if not cases:
            self.failed.append(f"{name}: no test was run")

    def close(self) -> int:
        """Print the sum. 1 when anything failed."""
        print("\n── The sum")
        for name, seconds in self.seconds.items():
            print(f"{seconds:7.1f} s  {name}")
        print(f"{sum(self.seconds.values()):7.1f} s  in all")
        for reason, number in self.left_out.most_common():
            print(f"Left out: {number} × {reason}")
        absent = sum(number for reason, number in self.left_out.items() if "reference data absent" in reason)
        print(f"Left out because the reference data is absent: {absent}")
        for name in self.failed:
            print(f"FAILED {name}")
        print(f"{self.passed} passed, {len(self.failed)} failed, {self.left_out.total()} skipped", flush=True)
        return 1 if self.failed else 0


def watched(command: Sequence[str], environment: dict[str, str], *, silence: float = SILENCE) -> int:
    """Run a command and show what it prints; its exit code.

    One that prints nothing for ``silence`` seconds is asked for its stacks (SIGABRT, which pytest answers) and ended,
    so that a hanging check is named and the next ones run. Whatever it started and left running ends with it.
    """
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    assert process.stdout is not None
    said = time.monotonic()
    try:
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while True:
                if waiting.select(timeout=0.5):
                    if not (words := os.read(process.stdout.fileno(), 65536)):
                        return process.wait()
                    said = time.monotonic()
                    sys.stdout.buffer.write(words)
                    sys.stdout.flush()
                elif process.poll() is not None:  # something that it left running still holds its output
                    return process.returncode
                elif time.monotonic() - said > silence:
                    print(f"\nIt said nothing for {silence:g} s and is ended.", flush=True)
                    process.send_signal(signal.SIGABRT if silence > 10 else signal.SIGKILL)
                    said, silence = time.monotonic(), 10
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def install_what_is_missing() -> None:
    """Install system packages where we may, else name them. Raises SystemExit."""
    missing = [package for package, is_there in SYSTEM.items() if not is_there()]
    if not missing:
        return
    words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = shutil.which("apt-get") and (
        not prefix or subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    )
    if may:
        print(f"Installing {', '.join(missing)} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ([*prefix, "apt-get", "update", "-q"], [*prefix, *words]):
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode:
                print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
    missing = [package for package, is_there in SYSTEM.items() if not is_there()]
    if missing:
        raise SystemExit(
            f"The tests need {', '.join(missing)}. Install with:\n  sudo apt-get install {' '.join(missing)}"
        )


def standing(run: Sum) -> None:
    """What can be seen without running the house."""
    run.command("formatting", "ruff", "format", "--check", "-q", ".")
    run.command("lint", "ruff", "check", "-q", ".")
    run.command("types", "mypy")
    run.command("floors", "lint-imports", "--no-cache")
    run.command("templates", "djlint", "--lint", "--quiet", "kotokaari")
    run.command("words", "python", "tools/messages.py", "check")
    node = assets.find_node()
    npm, path = assets.npm_of(node) or [], assets.environment(node)["PATH"]
    run.command("types of the islands", *npm, "run", "--silent", "types", PATH=path)
    run.command("tests of the islands", *npm, "test", "--silent", PATH=path)


def main(words: list[str]) -> int:
    """Run the quick checks or all. Returns the exit code."""
    if words not in (["quick"], ["all"]):
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what runs goes with us
    run = Sum()
    os.environ.pop("KOTOKAARI_DATABASE_URL", None)
    if words == ["quick"]:
        standing(run)
        run.tests("quick tests on SQLite", "kotokaari", *BOTH, "-m", "not journey and not slow")
        return run.close()
    install_what_is_missing()
    standing(run)
    run.tests("tests on SQLite", *BOTH, "-m", "not journey and not slow")
    with cluster() as address:
        run.tests("tests on PostgreSQL", *BOTH, "-m", "not journey and not slow", KOTOKAARI_DATABASE_URL=address)
        run.tests("slow tests", "-m", "slow and not journey", KOTOKAARI_TEST_POSTGRES=address)
    run.tests("journeys in a browser", "-n", "2", "--dist", "loadfile", "-m", "journey")
    return run.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
