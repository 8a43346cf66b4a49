"""What giving submissions to judges costs: ``python -m bench.assigning`` prints it; ``make bench`` tells it."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import report

Pairs = list[tuple[str, str, float]]


def pairs_of(submissions: int, judges: int, candidates: int, seed: int = 1) -> Pairs:
    """Invented affinities: ``candidates`` judges to choose from for each submission, some of them good for many."""
    draw = random.Random(seed)
    broad = [0.2 + 0.8 * draw.random() for _judge in range(judges)]
    return [
        (f"s{row}", f"j{column}", round(draw.random() * broad[column], 4))
        for row in range(submissions)
        for column in draw.sample(range(judges), candidates)
    ]


def measure(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """The command at its promised size, against the bare solver; wishes; the linear programme of HiGHS."""
    say("Assigning 10,000 submissions to 1,000 judges …")
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-") as folder:
        file = Path(folder) / "affinity.csv"
        file.write_text(
            "submission,judge,affinity\n" + "".join(f"{a},{b},{c}\n" for a, b, c in pairs_of(10_000, 1_000, 50))
        )
        whole = json.loads(_child("whole", str(file), f"{folder}/out.csv"))
        bare = json.loads(_child("bare", str(file)))
    small = json.loads(_child("against"))
    wished = json.loads(_child("wishes"))
    return [
        report.plain("Assigning 10,000 × 1,000 × 3 of 50 each, CPU of the whole command", whole["cpu"], "s", 5, f"{whole['seconds']} s by the clock for solving"),
        report.plain("Its memory", whole["memory"], "MB", 300, "the largest of the process"),
        report.plain("Against the bare flow solver", whole["seconds"] / bare["seconds"], "×", None, f"{bare['seconds']:.2f} s with arrays ready"),
        report.plain("Against HiGHS' linear programme, 2,000 × 200 × 20", small["ours"] / small["highs"], "×", None, f"{small['ours']:.2f} s against {small['highs']:.2f} s, totals apart by {small['apart']:.1e}"),
        report.plain("With wishes, 1,000 × 200 × 3, CPU", wished["seconds"], "s", 5, f"{wished['shortfalls']} wishes that cannot be met"),
        report.plain("Best worst-served submission, 1,000 × 200", wished["fair"], "s", None, f"{100 * wished['raised']:.0f} % above the best total's, for {100 * wished['paid']:.1f} % of the total; {100 * wished['reached']:.0f} % of what none can exceed"),
    ]  # fmt: skip


def _child(*words: str) -> str:
    """What ``python -m bench.assigning WORDS`` prints: each in a process of its own, for their libraries quarrel."""
    return subprocess.run(
        [sys.executable, "-m", "bench.assigning", *words], capture_output=True, text=True, check=True
    ).stdout


def whole(file: str, out: str) -> dict[str, float]:
    """The command as an analyst runs it: its CPU and memory are the only ones this process waits for."""
    words = f"--per-submission 3 --max-load 36 --out {out} --json".split()
    command = [sys.executable, "-m", "kotokaari", "panel", "assign", file, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "seconds": json.loads(done.stdout)["seconds"],
    }


def bare(file: str) -> dict[str, float]:
    """OR-Tools' min-cost flow with the network laid out already."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    rows = [line.split(",") for line in Path(file).read_text().splitlines()[1:]]
    left = np.array([int(row[0][1:]) for row in rows], np.int32)
    right = np.array([int(row[1][1:]) for row in rows], np.int32)
    cost = -np.array([round(float(row[2]) * 10_000) for row in rows], np.int64)
    submissions, judges = left.max() + 1, right.max() + 1
    network = min_cost_flow.SimpleMinCostFlow()
    began = time.perf_counter()
    network.add_arcs_with_capacity_and_unit_cost(left, right + submissions, np.ones(len(left), np.int64), cost)
    ends = np.full(judges, submissions + judges, np.int32)
    network.add_arcs_with_capacity_and_unit_cost(
        np.arange(submissions, submissions + judges, dtype=np.int32),
        ends,
        np.full(judges, 36),
        np.zeros(judges, np.int64),
    )
    network.set_nodes_supplies(
        np.array([*range(submissions), submissions + judges], np.int32),
        np.array([3] * submissions + [-3 * submissions]),
    )
    assert network.solve() == network.OPTIMAL
    network.flows(np.arange(len(left), dtype=np.int32))
    return {"seconds": time.perf_counter() - began}


def against() -> dict[str, float]:
    """The same problem by the flow and by a linear programme."""
    import numpy as np
    from scipy import sparse
    from scipy.optimize import linprog

    from kotokaari.panel.logic.assigning import assign

    pairs = pairs_of(2_000, 200, 20)
    began = time.perf_counter()
    ours = assign(pairs, per_submission=3, most=36)
    middle = time.perf_counter()
    left, right = ([int(pair[side][1:]) for pair in pairs] for side in (0, 1))
    ones, places = np.ones(len(pairs)), range(len(pairs))
    solved = linprog(
        [-pair[2] for pair in pairs],
        A_eq=sparse.csr_array((ones, (left, places))), b_eq=np.full(2_000, 3),
        A_ub=sparse.csr_array((ones, (right, places))), b_ub=np.full(200, 36), bounds=(0, 1), method="highs",
    )  # fmt: skip
    end = time.perf_counter()
    return {"ours": middle - began, "highs": end - middle, "apart": abs(ours.total_affinity + solved.fun)}


def with_wishes() -> dict[str, float]:
    """A thousand submissions and two hundred judges: wishes about groups, and the best worst case."""
    from kotokaari.panel.logic.assigning import Wishes, assign

    pairs = pairs_of(1_000, 200, 40)
    judges = [f"j{number}" for number in range(200)]
    wishes = Wishes(by_experience=judges[:50], organisation={judge: number % 60 for number, judge in enumerate(judges)})
    began = time.process_time()
    found = assign(pairs, per_submission=3, most=20, least=5, judges=judges, wishes=wishes)
    cpu = time.process_time() - began
    total = assign(pairs, per_submission=3, most=20)
    fair = assign(pairs, per_submission=3, most=20, objective="fair")
    return {
        "seconds": cpu,
        "shortfalls": len(found.shortfalls),
        "fair": fair.seconds,
        "raised": fair.min_submission_affinity / total.min_submission_affinity - 1,
        "paid": 1 - fair.total_affinity / total.total_affinity,
        "reached": fair.min_submission_affinity / (fair.bound or fair.min_submission_affinity),
    }


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print(json.dumps(measure(lambda sentence: print(sentence, file=sys.stderr)), indent=1, ensure_ascii=False))
    else:
        doing: dict[str, Callable[..., dict[str, float]]] = {
            "whole": whole,
            "bare": bare,
            "against": against,
            "wishes": with_wishes,
        }
        print(json.dumps(doing[sys.argv[1]](*sys.argv[2:])))
