"""Commands of the panel."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kotokaari.foundation.commandline import Commands, add_example, bar, print_json, progress, whole
from kotokaari.foundation.errors import BadInput

if TYPE_CHECKING:
    from .logic.assigning import Assigned, Shortfall

COLUMNS = ("submission", "judge", "affinity")
EXAMPLES = Path(__file__).parent / "examples"
SHOWN = 5  # names in a sentence


def register(commands: Commands) -> None:
    """``kotokaari panel example`` and ``kotokaari panel assign``."""
    add_example(commands, "panel", EXAMPLES)
    command = commands.add(
        "panel assign",
        "give each submission its judges: the best assignment, proven best",
        example="panel example .\n"
        "panel assign affinity.csv --conflicts conflicts.csv --per-submission 3 --max-load 6 --out assignment.csv\n"
        "panel assign affinity.csv --per-submission 3 --max-load 6 --min-load 3 --objective fair --out fair.csv --json",
        run=assign_panel,
        needs_django=False,
    )
    command.add_argument(
        "file", type=Path, metavar="AFFINITY.csv", help="submission,judge,affinity; only these pairs may be assigned"
    )
    command.add_argument(
        "--per-submission", type=whole(1), required=True, metavar="K", help="judges of each submission"
    )
    command.add_argument("--max-load", type=whole(0), required=True, metavar="N", help="submissions of a judge at most")
    command.add_argument(
        "--min-load", type=whole(0), default=0, metavar="M", help="submissions of a judge at least (0)"
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


def assign_panel(options: Namespace) -> int:
    """Write the assignment and tell its figures. 1 when the demands cannot be met: then nothing is written."""
    from .logic.assigning import assign

    _refuse_options(options)
    pairs = list(_pairs(options.file))
    if not pairs:
        raise BadInput(f"{options.file}: there are no rows under the header; each is to be submission,judge,affinity.")
    progress(f"{len(pairs)} pairs read.")
    conflicts = dict(_conflicts(options.conflicts)) if options.conflicts else {}
    warnings = list(_unknown(options, pairs, conflicts))
    for warning in warnings:
        progress(warning)
    with bar("Looking for the best assignment") as told:
        result = assign(
            pairs,
            per_submission=options.per_submission,
            most=options.max_load,
            least=options.min_load,
            conflicts=conflicts,
            objective=options.objective,
            told=told,
        )
    if result.status == "optimal":
        from kotokaari.foundation.tables import write_table

        write_table(options.out, COLUMNS, result.pairs)
    _tell(options, result, warnings)
    return 0 if result.status == "optimal" else 1


def _refuse_options(options: Namespace) -> None:
    """Raises BadInput for what would only be found out after the work, or cannot be meant."""
    if options.min_load > options.max_load:
        raise BadInput(
            f"--min-load {options.min_load} is more than --max-load {options.max_load}; it is to be less or equal."
        )
    if not options.file.exists():
        raise BadInput(
            f"{options.file} is not there. Give the path of a CSV file; `kotokaari panel example .` writes one to try."
        )
    if not options.out.parent.is_dir():
        raise BadInput(f"{options.out} cannot be written: there is no folder {options.out.parent}.")
    for read in (options.file, options.conflicts):
        if read and options.out.exists() and read.exists() and options.out.samefile(read):
            raise BadInput(f"--out {options.out} is a file that is read; it is to be another.")


def _pairs(path: Path) -> Iterator[tuple[str, str, float]]:
    from kotokaari.foundation.tables import read_table

    seen: dict[str, str] = {}  # a name is kept once, however many rows have it
    met: set[int] = set()
    with bar(f"Reading {path.name}") as told:
        for row, (submission, judge, affinity) in read_table(path, COLUMNS, told):
            if not submission or not judge:
                _refuse_empty(path, row, submission)
            value = _number(path, row, affinity)
            pair = seen.setdefault(submission, submission), seen.setdefault(judge, judge)
            if hash(pair) in met and (before := _row_of(path, pair, row)):
                raise BadInput(
                    f"{path}, row {row}: submission {submission} and judge {judge} were there before, in row {before}; "
                    "each pair is to have one row."
                )
            met.add(hash(pair))
            yield *pair, value


def _number(path: Path, row: int, affinity: str) -> float:
    try:
        value = float(affinity)
    except ValueError:
        value = float("nan")
    if value - value != 0.0 or "_" in affinity:
        point = affinity.replace(",", ".")
        like = point if affinity.count(",") == 1 and point.replace(".", "", 1).isdigit() else "0.75"
        raise BadInput(f"{path}, row {row}: affinity {affinity!r} is not a number; write it like {like}.")
    return value


def _refuse_empty(path: Path, row: int, submission: str) -> None:
    empty = "judge" if submission else "submission"
    raise BadInput(f"{path}, row {row}: {empty} is empty; it is to be a name or number.")


def _row_of(path: Path, pair: tuple[str, str], until: int) -> int | None:
    """The row above in which this pair stood; None when only its hash was met."""
    from kotokaari.foundation.tables import read_table

    rows = read_table(path, COLUMNS[:2])
    return next((row for row, values in rows if row < until and tuple(values) == pair), None)


def _conflicts(path: Path) -> Iterator[tuple[tuple[str, str], int]]:
    """Each pair with its row."""
    from kotokaari.foundation.tables import read_table

    for row, (submission, judge) in read_table(path, COLUMNS[:2]):
        if not submission or not judge:
            _refuse_empty(path, row, submission)
        yield (submission, judge), row


def _unknown(
    options: Namespace, pairs: Iterable[tuple[str, str, float]], conflicts: dict[tuple[str, str], int]
) -> Iterator[str]:
    """A sentence for each name among the conflicts that no pair has: a slip of the keyboard would not be heeded."""
    if not conflicts:
        return
    known = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    for place, column in enumerate(COLUMNS[:2]):
        rows: dict[str, int] = {}
        for pair, row in conflicts.items():
            if pair[place] not in known[place]:
                rows.setdefault(pair[place], row)
        for name, row in list(rows.items())[:SHOWN]:
            yield (
                f"{options.conflicts}, row {row}: {column} {name} is not in {options.file}, so this conflict changes "
                "nothing; look whether the name is right."
            )
        if len(rows) > SHOWN:
            yield f"{options.conflicts}: {len(rows) - SHOWN} more of {column} are not in {options.file}."


def _tell(options: Namespace, result: Assigned, warnings: list[str]) -> None:
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
        "warnings": warnings,
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
