"""Commands of the assessment room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kotokaari.foundation.commandline import Commands, bar, print_json, progress
from kotokaari.foundation.errors import BadInput

if TYPE_CHECKING:
    from .logic.rasch import Refused
    from .logic.ratings import Ratings

COLUMNS = ("submission", "judge", "criterion", "score")
FARTHEST = 100  # levels apart: a score beyond is a slip of the keyboard
SHOWN = 5  # names in a sentence


def register(commands: Commands) -> None:
    """``kotokaari panel calibrate``."""
    command = commands.add(
        "panel calibrate",
        "compare judges who scored different submissions: a many-facet Rasch model and agreement on each criterion",
        example="panel example .\n"
        "panel calibrate ratings.csv\n"
        "panel calibrate ratings.csv --model partial-credit --estimator jml --json",
        run=calibrate_panel,
        needs_django=False,
    )
    command.add_argument(
        "file", type=Path, metavar="RATINGS.csv",
        help="submission,judge,criterion,score; scores are whole numbers from the lowest level, empty: cannot judge",
    )  # fmt: skip
    command.add_argument(
        "--model", choices=("rating-scale", "partial-credit"), default="rating-scale",
        help="one set of thresholds for all criteria, or one for each (rating-scale)",
    )  # fmt: skip
    command.add_argument(
        "--estimator", choices=("jml",), default="jml", help="jml: joint maximum likelihood, without bias correction"
    )
    command.add_argument("--json", action="store_true", help="print everything as one JSON object")


def calibrate_panel(options: Namespace) -> int:
    """Print the calibration. 1 when the scores do not allow one; the JSON then says why. Raises BadInput."""
    from .logic.rasch import Refused
    from .logic.told import refusal, report

    if not options.file.exists():
        raise BadInput(
            f"{options.file} is not there. Give the path of a CSV file; `kotokaari panel example .` writes one to try."
        )
    ratings = read_ratings(options.file)
    progress(
        f"{len(ratings)} scores read: {_count(len(ratings.submissions), 'submission')}, "
        f"{_count(len(ratings.judges), 'judge')}, {_count(len(ratings.criteria), 'criterion', 'criteria')}."
    )
    if len(ratings) and ratings.levels[0] < 0:
        progress(
            f"The lowest score is {ratings.levels[0]} and counts as a level; where nobody could judge, leave it empty."
        )
    try:
        with bar("Estimating") as told:
            found = report(ratings, options.model, told)
    except Refused as refused:
        if options.json:
            print_json(refusal(ratings, options.model, refused))
        progress(why_refused(refused))
        return 1
    for note in found["notes"]:
        progress(note_in_words(note))
    if options.json:
        print_json(found)
    else:
        _tell(found)
    return 0


def read_ratings(path: Path) -> Ratings:
    """The scores of a file; "cannot judge" is left out. Raises BadInput."""
    from kotokaari.foundation.tables import read_table

    from .logic.ratings import Ratings

    met: dict[tuple[str, str, str], int] = {}
    rows: list[tuple[str, str, str, int]] = []
    with bar(f"Reading {path.name}") as told:
        for row, (submission, judge, criterion, score) in read_table(path, COLUMNS, told):
            names = (submission, judge, criterion)
            for name, value in zip(COLUMNS, names, strict=False):
                if not value:
                    raise BadInput(f"{path}, row {row}: {name} is empty; it is to be a name or number.")
            if names in met:
                raise BadInput(
                    f"{path}, row {row}: submission {submission}, judge {judge} and criterion {criterion} were there "
                    f"before, in row {met[names]}; each score is to have one row."
                )
            met[names] = row
            if score:
                rows.append((*names, _level(path, row, score)))
    if not rows:
        raise BadInput(f"{path}: there are no scores under the header; each row is to be {','.join(COLUMNS)}.")
    _refuse_far(path, rows, met)
    return Ratings.of(rows, known=met)


def _level(path: Path, row: int, score: str) -> int:
    try:
        return int(score) if score.isascii() and "_" not in score else int("x")
    except ValueError as error:
        raise BadInput(
            f"{path}, row {row}: score {score!r} is not a whole number; write a level like 3, or nothing for cannot judge."
        ) from error


def _refuse_far(path: Path, rows: list[tuple[str, str, str, int]], met: dict[tuple[str, str, str], int]) -> None:
    lowest = min(row[3] for row in rows)
    highest = max(rows, key=lambda row: row[3])
    if highest[3] - lowest > FARTHEST:
        raise BadInput(
            f"{path}, row {met[highest[:3]]}: score {highest[3]} is more than {FARTHEST} levels above the lowest, {lowest}; "
            "it is to be a level of the same scale."
        )


def why_refused(refused: Refused) -> str:
    """One sentence in English."""
    simple = {
        "too-few": "There is nothing to compare: scores of two submissions or more are needed.",
        "one-level": "All scores are the same level, so nothing can be told apart.",
        "all-extreme": "Every submission, judge or criterion has only lowest or only highest scores, so nothing can be compared.",
    }
    if refused.reason in simple:
        return simple[refused.reason]
    return _unconnected(refused)


def _unconnected(refused: Refused) -> str:
    one, other = refused.connection.between
    start = (
        "Once all-lowest and all-highest scores are set aside, the scores"
        if refused.reason == "unconnected-inside"
        else "The scores"
    )
    parts = refused.connection.parts
    if not parts:
        return f"{start} cannot tell {one} and {other} apart: no estimate is unique. Let judges score several criteria of shared submissions."
    told = "; ".join(
        f"({i}) {one} {_some(part[one])} with {other} {_some(part[other])}" for i, part in enumerate(parts[:SHOWN], 1)
    )
    more = f"; and {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    return (
        f"{start} fall into {len(parts)} parts that share no {one} and no {other}, so that severity and quality cannot "
        f"be compared between them: {told}{more}. Let somebody score in two of the parts."
    )


def note_in_words(note: dict[str, Any]) -> str:
    """One sentence in English."""
    code = note["code"]
    if code.startswith("extreme-"):
        _extreme, facet, where = code.split("-")
        return (
            f"All scores of {facet} {_some(note['ids'])} are the {where} level: the estimate is from a score 0.3 of a level "
            "inwards, and has no fit."
        )
    if code == "no-scores":
        return f"Nobody could judge {note['facet']} {_some(note['ids'])}: nothing is estimated."
    if code == "held":
        return (
            "Some submissions are ranked wholly above others, so no finite estimate fits best: all are held by a weak "
            "prior (normal around 0, standard deviation 3.2 logits); read them as directions more than distances."
        )
    if code == "unused-levels":
        return (
            f"Nobody used level {_some(note['levels'])}: it keeps its place in the scoring and its thresholds are null."
        )
    if code == "levels-of-extremes":
        return f"Level {_some(note['levels'])} was given only where all scores are lowest or all highest: it has no threshold."
    return f"The estimates had not settled after {note['iterations']} rounds: read them with care."


def _some(names: list[Any]) -> str:
    shown = ", ".join(str(name) for name in names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _tell(found: dict[str, Any]) -> None:
    """The same for reading: judges and criteria in full, submissions from the best."""
    for title, word in (("judges", "severity"), ("criteria", "difficulty"), ("submissions", "measure")):
        print(f"\n{title.upper()}\n{'':<24}{word:>10}{'se':>8}{'infit':>8}{'outfit':>8}")
        for row in sorted(found[title], key=lambda row: -(row[word] if row[word] is not None else -99)):
            figures = "".join(
                _figure(row[key], width) for key, width in ((word, 10), ("se", 8), ("infit", 8), ("outfit", 8))
            )
            fair = (
                f"  fair {_figure(row['fair_average'], 0)}, raw {_figure(row['raw_average'], 0)}"
                if title == "submissions"
                else ""
            )
            print(f"{row['id'][:24]:<24}{figures}{fair}")
    print("\nAGREEMENT (Krippendorff's alpha, ordinal)")
    for name, its in found["alpha"].items():
        print(f"{name[:24]:<24}{_figure(its['value'], 10)}   ({_figure(its['low'], 0)} to {_figure(its['high'], 0)})")
    reliability = found["reliability"]
    print(
        f"\nSeparation {_figure(reliability['separation'], 0)}, reliability {_figure(reliability['reliability'], 0)}; "
        f"{found['iterations']} rounds."
    )


def _figure(value: float | None, width: int) -> str:
    return f"{'–' if value is None else f'{value:.2f}':>{width}}"
