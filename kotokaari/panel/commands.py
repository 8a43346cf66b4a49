"""Commands of the panel."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput

if TYPE_CHECKING:
    from .logic.assigning import Assigned, Shortfall

COLUMNS = ("submission", "judge", "affinity")


def register(commands: Commands) -> None:
    """``kotokaari panel assign``."""
    command = commands.add(
        "panel assign",
        "give each submission its judges: the best assignment, proven best",
        example="panel assign affinity.csv --per-submission 3 --max-load 12 --out assignment.csv --json",
        run=assign_panel,
        needs_django=False,
    )
    command.add_argument(
        "file", type=Path, metavar="AFFINITY.csv", help="submission,judge,affinity; only these pairs may be assigned"
    )
    command.add_argument(
        "--per-submission", type=_whole(1), required=True, metavar="K", help="judges of each submission"
    )
    command.add_argument(
        "--max-load", type=_whole(0), required=True, metavar="N", help="submissions of a judge at most"
    )
    command.add_argument(
        "--min-load", type=_whole(0), default=0, metavar="M", help="submissions of a judge at least (0)"
    )
    command.add_argument(
        "--conflicts", type=Path, metavar="FILE", help="submission,judge: pairs that must not be assigned"
    )
    command.add_argument(
        "--objective",
        choices=("total", "fair"),
        default="total",
        help="total: the greatest sum of affinity; fair: first the best worst-served submission, then the sum (total)",
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="OUT.csv", help="submission,judge,affinity; a file there is replaced"
    )
    command.add_argument("--json", action="store_true", help="print the result as JSON")


def _whole(least: int) -> type:
    def whole(text: str) -> int:
        if not text.strip().isdigit() or int(text) < least:
            raise ArgumentTypeError(f"{text!r} is not a whole number of {least} or more")
        return int(text)

    return whole  # type: ignore[return-value]


def assign_panel(options: Namespace) -> int:
    """Write the assignment and tell its figures. 1 when the demands cannot be met: then nothing is written."""
    from .logic.assigning import assign

    if options.min_load > options.max_load:
        raise BadInput(
            f"--min-load {options.min_load} is more than --max-load {options.max_load}; it is to be less or equal."
        )
    pairs = list(_pairs(options.file))
    if not pairs:
        raise BadInput(f"{options.file}: there are no rows under the header; each is to be submission,judge,affinity.")
    progress(f"{len(pairs)} pairs read.")
    result = assign(
        pairs,
        per_submission=options.per_submission,
        most=options.max_load,
        least=options.min_load,
        conflicts=_conflicts(options.conflicts) if options.conflicts else (),
        objective=options.objective,
    )
    if result.status == "optimal":
        from kotokaari.foundation.tables import write_table

        write_table(options.out, COLUMNS, result.pairs)
    _tell(options, result)
    return 0 if result.status == "optimal" else 1


def _pairs(path: Path) -> Iterator[tuple[str, str, float]]:
    from kotokaari.foundation.tables import read_table

    seen: dict[str, str] = {}  # a name is kept once, however many rows have it
    met: set[int] = set()
    for row, (submission, judge, affinity) in read_table(path, COLUMNS):
        if not submission or not judge:
            empty = "judge" if submission else "submission"
            raise BadInput(f"{path}, row {row}: {empty} is empty; it is to be a name or number.")
        try:
            value = float(affinity)
        except ValueError:
            value = float("nan")
        if value - value != 0.0:
            raise BadInput(f"{path}, row {row}: affinity {affinity!r} is not a number; write it like 0.75.")
        pair = seen.setdefault(submission, submission), seen.setdefault(judge, judge)
        if hash(pair) in met and _is_twice(path, pair, row):
            raise BadInput(f"{path}, row {row}: {submission},{judge} was there before; each pair is to have one row.")
        met.add(hash(pair))
        yield *pair, value


def _is_twice(path: Path, pair: tuple[str, str], until: int) -> bool:
    from kotokaari.foundation.tables import read_table

    return any(row < until and tuple(values) == pair for row, values in read_table(path, COLUMNS[:2]))


def _conflicts(path: Path) -> set[tuple[str, str]]:
    from kotokaari.foundation.tables import read_table

    found = set()
    for row, (submission, judge) in read_table(path, ("submission", "judge")):
        if not submission or not judge:
            empty = "judge" if submission else "submission"
            raise BadInput(f"{path}, row {row}: {empty} is empty; it is to be a name or number.")
        found.add((submission, judge))
    return found


def _tell(options: Namespace, result: Assigned) -> None:
    problems = [in_words(shortfall) for shortfall in result.shortfalls]
    if result.status == "optimal" and not result.is_proven:
        problems.append(
            f"A better worst-served submission than {result.min_submission_affinity:g} may exist, but none above {result.bound:g}."
        )
    figures = {
        "status": result.status,
        "objective": options.objective,
        "total_affinity": round(result.total_affinity, 9),
        "min_submission_affinity": round(result.min_submission_affinity, 9),
        "max_load": max(result.loads.values(), default=0),
        "pairs": len(result.pairs),
        "is_proven": result.is_proven,
        "seconds": round(result.seconds, 3),
        "problems": problems,
    }
    if options.json:
        print_json(figures)
        return
    for problem in problems:
        progress(problem)
    if result.status == "infeasible":
        progress("Nothing was written: the demands cannot be met together.")
        return
    progress(
        f"{figures['pairs']} pairs written to {options.out}. Total affinity {figures['total_affinity']:g}, worst-served "
        f"submission {figures['min_submission_affinity']:g}, largest load {figures['max_load']}, {figures['seconds']} s."
    )


def in_words(shortfall: Shortfall) -> str:
    """A shortfall as a sentence in English."""
    what, of, missing, because = shortfall
    if what == "load":
        return (
            f"Judge {of} would need {missing} more to reach the least load."
            if missing
            else f"Judge {of} cannot get the least load together with everything else."
        )
    if what == "experience":
        return f"Submission {of} has no assessor with own experience of moving."
    if what == "organisation":
        return f"Submission {of} has judges of one organisation: {', '.join(map(str, because))}."
    if not missing:
        return f"Submission {of} has locked judges that cannot all stay."
    shared = (
        f": the judges it shares with others ({', '.join(map(str, because[:10]))}{' …' if len(because) > 10 else ''}) can take no more"
        if because
        else ""
    )
    return f"Submission {of} lacks {missing} judge{'s' if missing > 1 else ''}{shared}."
