"""Commands of the rubrics room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput, DomainError


def register(commands: Commands) -> None:
    """`kotokaari import rubrics` and `kotokaari export rubric`."""
    command = commands.add(
        "import rubrics", "take in the rubrics that come with the house", example="import rubrics", run=import_rubrics
    )
    command.add_argument("--json", action="store_true", help="the report as one JSON object")

    out = commands.add(
        "export rubric",
        "write a version of a rubric in the EU's criterion vocabulary (CCCEV)",
        example="export rubric good-practice --number 2 --format turtle --out good-practice-2.ttl",
        run=export_rubric,
    )
    out.add_argument("code", metavar="CODE", help="the rubric's code, e.g. good-practice")
    out.add_argument("--number", type=int, metavar="N", help="which version (the newest in force)")
    out.add_argument("--format", required=True, choices=("jsonld", "turtle"))
    out.add_argument("--out", required=True, type=Path, metavar="FILE")


def import_rubrics(options: Namespace) -> None:
    """Make the versions that are not here yet."""
    from .loading import load_house_rubrics

    report = load_house_rubrics(by=None).as_dict()
    if options.json:
        print_json(report)
    else:
        progress("{created} versions of rubrics made, {unchanged} were here.".format(**report))


def export_rubric(options: Namespace) -> None:
    """Write the file. Raises BadInput for a rubric that is not here, DomainError where nothing can be written."""
    from . import cccev
    from .models import Rubric

    versions = Rubric.objects.public().whole().filter(code=options.code).order_by("-number")
    if not versions:
        known = ", ".join(Rubric.objects.public().order_by("code").values_list("code", flat=True).distinct()) or "none"
        raise BadInput(f"CODE: there is no rubric “{options.code}” here. There are: {known}.")
    chosen = next((one for one in versions if options.number in (None, one.number)), None)
    if chosen is None:
        known = ", ".join(str(one.number) for one in versions)
        raise BadInput(f"--number: “{options.code}” has no version {options.number}. There are: {known}.")
    try:
        options.out.write_text(cccev.export_rubric(chosen, cccev.FORMATS[options.format]), "utf-8")
    except OSError as error:
        raise DomainError(f"{options.out}: cannot be written ({error.strerror}).") from error
