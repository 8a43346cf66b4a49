"""Commands of surveys and themes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kotokaari.foundation.commandline import Commands, add_example, bar, print_json, progress, whole
from kotokaari.foundation.errors import BadInput

if TYPE_CHECKING:
    from .logic.themes import Answer, Found, Item

COLUMNS = ("respondent", "profession", "municipality", "item", "importance", "current")
EXAMPLES = Path(__file__).parent / "examples"


def register(commands: Commands) -> None:
    """``kotokaari needs themes`` and ``needs letters``."""
    add_example(commands, "needs", EXAMPLES)
    letters = commands.add(
        "needs letters",
        "send the invitations or reminders of a survey that wait (the web does this by itself)",
        example="needs letters 12",
        run=send_letters,
    )
    letters.add_argument("number", type=whole(1), metavar="NUMBER", help="of the sending")
    command = commands.add(
        "needs themes",
        "find the themes that matter most and work worst, and how sure that is",
        example="needs example .\n"
        "needs themes responses.csv --top 5\n"
        "needs themes responses.csv --top 5 --sizes sizes.csv --json",
        run=find,
        needs_django=False,
    )
    command.add_argument(
        "file",
        type=Path,
        metavar="RESPONSES.csv",
        help="respondent,profession,municipality,item,importance,current; marks are 1 to 5, empty where not answered",
    )
    command.add_argument("--top", type=whole(1), default=5, metavar="K", help="how many themes to propose (5)")
    command.add_argument(
        "--sizes",
        type=Path,
        metavar="FILE",
        help="profession,size: how many work in each profession (else all professions count alike)",
    )
    command.add_argument(
        "--unweighted", action="store_true", help="let each respondent count alike, whatever the profession"
    )
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    _register_files(commands)


def _register_files(commands: Commands) -> None:
    """``kotokaari import survey`` and ``kotokaari export survey``."""
    command = commands.add(
        "import survey",
        "begin a survey from a file: XLSForm (.xlsx), SurveyJS (.json), LimeSurvey (tab-separated .txt)",
        example="import survey needs.xlsx --organisation tornio --dry-run\nimport survey needs.xlsx --organisation tornio",
        run=take_in,
    )
    command.add_argument("file", type=Path)
    command.add_argument("--organisation", required=True, metavar="CODE", help="who asks")
    command.add_argument("--name", default="", help="name of the survey, where the file has none")
    command.add_argument(
        "--by", default="", metavar="EMAIL", help="who makes it from now on (else administrators only)"
    )
    command.add_argument("--dry-run", action="store_true", help="only tell what would come")
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command = commands.add(
        "export survey",
        "write a survey as XLSForm, with all its languages",
        example="export survey k3m7qx --out survey.xlsx",
        run=write_out,
    )
    command.add_argument("key", help="the six letters at the end of the survey's address")
    command.add_argument("--out", type=Path, required=True, metavar="FILE")


def take_in(options: Namespace) -> int:
    """Begin a survey from a file; nothing is kept of a file that is refused."""
    from kotokaari.foundation.text import TranslatedText
    from kotokaari.people.public import Organisation, User

    from .formats.taking_in import plan_from_file
    from .making.actions import create_survey

    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise BadInput(f"{options.file}: the file cannot be read ({error.strerror or error}).") from error
    plan = plan_from_file(options.file.name, data)
    organisation = Organisation.objects.filter(code=options.organisation).first()
    if organisation is None:
        raise BadInput(f"--organisation {options.organisation}: there is no organisation with this code.")
    by = User.objects.filter(email__iexact=options.by, is_active=True).first() if options.by else None
    if options.by and by is None:
        raise BadInput(f"--by {options.by}: nobody uses Kotokaari with this address.")
    name = TranslatedText.of(plan.languages[0], options.name) if options.name else plan.texts.get("name")
    if not name:
        raise BadInput(f"{options.file}: the survey has no name; give one with --name.")
    told: dict[str, Any] = {
        "questions": sum(1 for _one in plan.questions()),
        "languages": plan.languages,
        "remarks": plan.remarks,
    }
    for remark in plan.remarks:
        progress(remark)
    if not options.dry_run:
        survey = create_survey(organisation, name=name, plan=plan, by=by)
        told |= {"key": survey.key, "id": str(survey.uuid)}
    progress(f"{told['questions']} questions {'would be taken in' if options.dry_run else 'are a draft now'}.")
    if options.json:
        print_json(told)
    elif "key" in told:
        print(told["key"])
    return 0


def write_out(options: Namespace) -> int:
    """Write a survey as an XLSForm workbook."""
    from .formats.xlsform_out import workbook
    from .making.taking import plan_of
    from .models import Survey

    survey = Survey.objects.filter(key=options.key).first()
    if survey is None:
        raise BadInput(
            f"{options.key}: there is no survey with this key; it stands at the end of the survey's address."
        )
    try:
        options.out.write_bytes(workbook(plan_of(survey), form_id=survey.key))
    except OSError as error:
        raise BadInput(f"{options.out}: cannot be written ({error.strerror or error}).") from error
    progress(f"{options.out} is written.")
    return 0


def send_letters(options: Namespace) -> int:
    """Send what waits. 1 when it failed. Raises BadInput when there is no such sending."""
    from .answering import sending
    from .models import Mailing

    if not Mailing.objects.filter(pk=options.number).exists():
        raise BadInput(f"There is no sending {options.number} in this house.")
    mailing = sending.work(options.number)
    if mailing is None:
        progress("Nothing waits there.")
        return 0
    progress(f"Letters: {mailing.state}.")
    return 1 if mailing.state == Mailing.State.FAILED else 0


def find(options: Namespace) -> int:
    """Tell the items by their gap."""
    from .logic.themes import find_themes

    answers = list(_answers(options.file))
    if not answers:
        raise BadInput(f"{options.file}: there are no rows under the header; each is to be {','.join(COLUMNS)}.")
    sizes = _sizes(options.sizes) if options.sizes else None
    if sizes is not None:
        missing = sorted({answer.profession for answer in answers} - set(sizes))
        if missing:
            raise BadInput(f"{options.sizes}: there is no row for profession {missing[0]}; give its size.")
    progress(f"{len(answers)} answers read.")
    with bar("Drawing respondents anew") as told:
        found = find_themes(answers, options.top, sizes=sizes, weighted=not options.unweighted, progress=told)
    _tell(options, found)
    return 0


def _answers(path: Path) -> Iterator[Answer]:
    from kotokaari.foundation.tables import read_table

    from .logic.themes import Answer

    rows: dict[tuple[str, str], int] = {}
    first: dict[str, tuple[int, str, str]] = {}
    for row, values in read_table(path, COLUMNS):
        respondent, profession, municipality, item, importance, current = values
        for field in ("respondent", "profession", "item"):
            if not values[COLUMNS.index(field)]:
                raise BadInput(f"{path}, row {row}: {field} is empty; it is to be a name or number.")
        before, *told = first.setdefault(respondent, (row, profession, municipality))
        for field, value, was in zip(("profession", "municipality"), (profession, municipality), told, strict=True):
            if value != was:
                raise BadInput(
                    f"{path}, row {row}: {field} {value or 'empty'} of respondent {respondent} is {was or 'empty'} in row {before}; "
                    "it is to be the same in all of a respondent's rows."
                )
        if (respondent, item) in rows:
            raise BadInput(
                f"{path}, row {row}: respondent {respondent} answers item {item} in row {rows[respondent, item]} too; each is to have one row."
            )
        rows[respondent, item] = row
        marks = _mark(path, row, "importance", importance), _mark(path, row, "current", current)
        yield Answer(respondent, profession, municipality, item, *marks)


def _mark(path: Path, row: int, field: str, text: str) -> int | None:
    if not text:
        return None
    number = text.removesuffix(".0").removesuffix(",0")
    if number not in {"1", "2", "3", "4", "5"}:
        raise BadInput(
            f"{path}, row {row}: {field} {text!r} is not a mark; write a whole number from 1 to 5, or leave it empty."
        )
    return int(number)


def _sizes(path: Path) -> dict[str, float]:
    from kotokaari.foundation.tables import read_table

    found: dict[str, float] = {}
    for row, (profession, size) in read_table(path, ("profession", "size")):
        try:
            value = float(size)
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            raise BadInput(f"{path}, row {row}: size {size!r} is not a number above zero; write it like 120.")
        if profession in found:
            raise BadInput(f"{path}, row {row}: profession {profession} was there before; each is to have one row.")
        found[profession] = value
    return found


def as_data(item: Item) -> dict[str, Any]:
    """An item as the command prints it."""
    return {
        "item": item.item,
        "n": item.n,
        **{name: round(getattr(item, name), 4) for name in ("importance", "current", "gap", "low", "high")},
        "rank": item.rank,
        "stability": round(item.stability, 4),
        "raw_gap": round(item.raw_gap, 4),
        "disagreement": None if item.disagreement is None else round(item.disagreement, 4),
        "professions": [
            {"profession": name, "n": n, "gap": round(gap, 4), "low": round(low, 4), "high": round(high, 4)}
            for name, n, gap, low, high in item.professions
        ],
    }


def _tell(options: Namespace, found: Found) -> None:
    for name in found.withheld:
        progress(f"{name} has fewer than five answers and is withheld.")
    if options.json:
        print_json(
            {
                "items": [as_data(item) for item in found.items],
                "top": list(found.top),
                "withheld": list(found.withheld),
                "respondents": found.respondents,
                "draws": found.draws,
            }
        )
        return
    for item in found.items:
        print(
            f"{item.rank}. {item.item}: gap {item.gap:.2f} ({item.low:.2f} to {item.high:.2f}), importance {item.importance:.2f}, "
            f"today {item.current:.2f}, {item.n} answers, among the first {options.top} in {item.stability:.0%} of resamples"
        )
