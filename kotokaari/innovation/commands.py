"""Commands of the innovation day."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kotokaari.foundation.commandline import Commands, add_example, print_json, progress, whole
from kotokaari.foundation.errors import BadInput

if TYPE_CHECKING:
    from .logic.grouping import Grouping, Person, Reason

COLUMNS = ("id", "profession", "municipality", "languages", "wish1", "wish2", "wish3")
EXAMPLES = Path(__file__).parent / "examples"


def register(commands: Commands) -> None:
    """``kotokaari innovation groups``."""
    add_example(commands, "innovation", EXAMPLES)
    command = commands.add(
        "innovation groups",
        "mix people into groups by profession and municipality, with their wishes honoured",
        example="innovation example .\n"
        "innovation groups people.csv --groups 5\n"
        "innovation groups people.csv --groups 5 --themes themes.csv --together together.csv --apart apart.csv --json",
        run=make_groups,
        needs_django=False,
    )
    command.add_argument(
        "file",
        type=Path,
        metavar="PEOPLE.csv",
        help="id,profession,municipality,languages,wish1,wish2,wish3; languages like fi|en; wishes may be empty",
    )
    command.add_argument("--groups", type=whole(1), required=True, metavar="G", help="how many groups to make")
    command.add_argument(
        "--themes", type=Path, metavar="FILE", help="theme: what the groups work on (else all that somebody wished for)"
    )
    command.add_argument(
        "--together", type=Path, metavar="FILE", help="pairs of ids that are to be in one group, under a header"
    )
    command.add_argument(
        "--apart", type=Path, metavar="FILE", help="pairs of ids that are not to be in one group, under a header"
    )
    command.add_argument("--json", action="store_true", help="print the result as JSON")


def make_groups(options: Namespace) -> int:
    """Tell the groups and why they are so. 1 when the pairs contradict each other."""
    from .logic.grouping import group

    people = _people(options.file)
    if options.groups > len(people):
        raise BadInput(f"{options.file}: {len(people)} people cannot make {options.groups} groups; ask for fewer.")
    themes = _themes(options.themes) if options.themes else None
    if themes is not None:
        _check_wishes(options.file, people, themes)
    known = {str(person.name) for _row, person in people}
    together = _pairs(options.together, known, options.file) if options.together else []
    apart = _pairs(options.apart, known, options.file) if options.apart else []
    progress(f"{len(people)} people read.")
    result = group([person for _row, person in people], options.groups, themes=themes, together=together, apart=apart)
    _tell(options, result)
    return 0 if result.status != "infeasible" else 1


def _people(path: Path) -> list[tuple[int, Person]]:
    from kotokaari.foundation.tables import read_table

    from .logic.grouping import Person

    found: dict[str, tuple[int, Person]] = {}
    for row, (name, profession, municipality, languages, *wishes) in read_table(path, COLUMNS):
        if not name:
            raise BadInput(f"{path}, row {row}: id is empty; it is to be a name or number.")
        if name in found:
            raise BadInput(
                f"{path}, row {row}: id {name} was there in row {found[name][0]}; each person is to have one row."
            )
        wished = [wish for wish in wishes if wish]
        for place, wish in enumerate(wishes, 1):
            if wish and wishes.index(wish) + 1 < place:
                raise BadInput(f"{path}, row {row}: wish{place} is {wish} once more; each wish is to be another theme.")
        spoken = frozenset(language.strip().lower() for language in languages.split("|") if language.strip())
        for language in spoken:
            if not language.replace("-", "").isalpha():
                raise BadInput(f"{path}, row {row}: languages {languages!r} are not codes; write them like fi|en.")
        found[name] = row, Person(name, profession, municipality, spoken, tuple(wished))
    if not found:
        raise BadInput(f"{path}: there are no rows under the header; each is to be {','.join(COLUMNS)}.")
    return list(found.values())


def _themes(path: Path) -> list[str]:
    from kotokaari.foundation.tables import read_table

    found: list[str] = []
    for row, (theme,) in read_table(path, ("theme",)):
        if not theme:
            raise BadInput(f"{path}, row {row}: theme is empty; it is to be a name.")
        if theme in found:
            raise BadInput(f"{path}, row {row}: theme {theme} was there before; each is to have one row.")
        found.append(theme)
    if not found:
        raise BadInput(f"{path}: there are no rows under the header; each is to be a theme.")
    return found


def _check_wishes(path: Path, people: Sequence[tuple[int, Person]], themes: Sequence[str]) -> None:
    for row, person in people:
        for place, wish in enumerate(person.wishes, 1):
            if wish not in themes:
                raise BadInput(
                    f"{path}, row {row}: wish{place} {wish} is not a theme; the themes are {', '.join(themes)}."
                )


def _pairs(path: Path, known: set[str], people: Path) -> list[tuple[str, str]]:
    from kotokaari.foundation.tables import header_of, read_table

    names = header_of(path)[:2]
    if len(names) < 2:
        raise BadInput(f"{path}, row 1: there is one column; the header is to be two, like id,with.")
    found = []
    for row, pair in read_table(path, names):
        for field, name in zip(names, pair, strict=True):
            if not name:
                raise BadInput(f"{path}, row {row}: {field} is empty; it is to be an id of {people}.")
            if name not in known:
                raise BadInput(f"{path}, row {row}: {field} {name} is not in {people}; write an id that is there.")
        if pair[0] == pair[1]:
            raise BadInput(f"{path}, row {row}: both are {pair[0]}; a pair is two people.")
        found.append((pair[0], pair[1]))
    return found


def _tell(options: Namespace, result: Grouping) -> None:
    said = [in_words(reason, result) for reason in result.reasons]
    if result.status == "feasible":
        said.append("A somewhat better way may exist: the search ended when its time was up.")
    if options.json:
        print_json(
            {
                "status": result.status,
                "groups": [
                    {"theme": one.theme, "language": one.language, "members": list(one.members)}
                    for one in result.groups
                ],
                "mix": {of: round(result.mix(of), 4) for of in ("profession", "municipality")}
                if result.groups
                else None,
                "wishes": result.wishes,
                "reasons": said,
                "price": round(result.price, 6),
                "bound": round(result.bound, 6),
                "seconds": round(result.seconds, 3),
            }
        )
        return
    for number, one in enumerate(result.groups, 1):
        about = ", ".join(word for word in (one.theme, one.language) if word)
        print(f"Group {number}{f' ({about})' if about else ''}: {', '.join(map(str, one.members))}")
    for sentence in said:
        progress(sentence)
    if result.status == "infeasible":
        progress("No groups were made: what is asked cannot be had together.")


def _because(reason: Reason) -> str:
    asked, places = reason.figures
    return {
        "full": f"{asked} people wished first for {reason.theme}, which has places for {places}",
        "theme": f"{reason.theme} has no group",
        "language": "no group of a wished theme works in a language this person understands",
        "mix": "with a wished theme the groups would be less mixed, of uneven size, or somebody else would lose more",
    }[reason.because]


def in_words(reason: Reason, result: Grouping) -> str:
    """A reason as a sentence in English."""
    of, figures = reason.of, reason.figures
    say: dict[str, Callable[[], str]] = {
        "unwished": lambda: f"{of} did not get a wished theme, because {_because(reason)}.",
        "language": lambda: f"{of} does not understand {reason.because}, the language of the group: no group fits.",
        "mix": lambda: (
            f"Group {figures[2]} has {figures[0]} of {reason.because} {of}, more than its even share of {figures[1]}."
        ),
        "theme": lambda: f"{of} has no group, though {figures[0]} wished for it first: others were wished for more.",
        "size": lambda: (
            f"{', '.join(map(str, of))} are to be together, but {figures[0]} are more than a group of {figures[1]} takes."
        ),
        "together": lambda: f"{of[0]} and {of[1]} are to be together, which contradicts the other pairs named here.",
        "apart": lambda: (
            f"{of[0]} and {of[1]} are to be apart, but pairs that are to be together join them."
            if reason.because
            else f"{of[0]} and {of[1]} are to be apart, which contradicts the other pairs named here."
        ),
    }
    return say[reason.what]()
