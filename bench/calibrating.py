"""``kotokaari panel calibrate`` on 100,000 scores: seconds and memory of the whole command. ``python -m bench.calibrating``."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import report

SUBMISSIONS, JUDGES, CRITERIA, EACH = 5_556, 500, 6, 3
MOST_SECONDS = 5.0


def write_ratings(path: Path) -> int:
    """Scores 0-4 by the rating-scale model, the same each time. Returns how many."""
    import numpy as np

    chance = np.random.default_rng(2016)
    measure, severity = chance.normal(0.5, 1, SUBMISSIONS), chance.normal(0, 0.7, JUDGES)
    difficulty, thresholds = np.linspace(-0.6, 0.6, CRITERIA), np.array([0, -1.5, -2.0, -1.5, 0])
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["submission", "judge", "criterion", "score"])
        for submission in range(SUBMISSIONS):
            for judge in chance.choice(JUDGES, EACH, replace=False):
                logits = (measure[submission] - severity[judge] - difficulty)[:, None] * np.arange(5) - thresholds
                chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
                scores = (chance.random(CRITERIA)[:, None] > chances.cumsum(axis=1)).sum(axis=1)
                writer.writerows([f"s{submission}", f"j{judge}", f"c{c}", int(x)] for c, x in enumerate(scores))
                count += CRITERIA
    return count


def measure() -> dict[str, Any]:
    """Run the command as an analyst does."""
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-") as folder:
        file = Path(folder) / "ratings.csv"
        count = write_ratings(file)
        command = [sys.executable, "-m", "kotokaari", "panel", "calibrate", str(file), "--json"]
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            answer = process.stdout.read() if process.stdout else b""
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(process.returncode)
    told = json.loads(answer)
    return {
        "ratings": count, "seconds": round(seconds, 2), "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "megabytes": round(used.ru_maxrss / 1024), "rounds": told["iterations"], 
    }  # fmt: skip


def rows(say: Callable[[str], None]) -> list[dict]:
    """For the table of ``make bench``: time of one core, for the clock depends on what else the machine does."""
    say("Calibrating a hundred thousand scores …")
    found = measure()
    note = f"{found['ratings']} scores, {found['seconds']} s by the clock, {found['megabytes']} MB, {found['rounds']} rounds"
    return [
        report.plain(
            "panel calibrate, 100,000 scores, CPU of the whole command", found["cpu_seconds"], "s", MOST_SECONDS, note
        )
    ]


if __name__ == "__main__":
    print(json.dumps(measure()))
