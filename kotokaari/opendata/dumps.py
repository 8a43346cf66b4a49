"""The open files: everything public as JSON-LD and CSV, with a manifest and a DCAT-AP description.

They are written into a folder beside the old ones and put in its place in one step, so that whoever
fetches them gets a whole set.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from kotokaari import __version__
from kotokaari.foundation.dataversion import steady
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.tables import harmless
from kotokaari.foundation.text import LANGUAGES, TranslatedText

from . import linked, queries, tables

FOLDER = "open-data"
MANIFEST = "manifest.json"
LICENCE = "CC-BY-4.0"
Say = Callable[[str], None]
Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A kind of thing: where it comes from, how one is told as linked data and as a row."""

    name: str
    things: Callable[[], QuerySet[Any]]
    linked: Callable[[Any], dict[str, Any]]
    row: Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    name: str
    dataset: str
    media_type: str
    things: int
    bytes: int
    sha256: str


DATASETS = (
    Dataset("practices", queries.practices, lambda thing: linked.practice(thing, thing.current), tables.practice),
    Dataset("versions", queries.versions, linked.version, tables.version),
    Dataset("withdrawn", queries.withdrawn, linked.tombstone, tables.tombstone),
    Dataset("adoptions", queries.adoptions, linked.adoption, tables.adoption),
    Dataset("organisations", queries.organisations, linked.organisation, tables.organisation),
    Dataset("concepts", queries.concepts, linked.concept, tables.concept),
    Dataset("places", queries.places, linked.place, tables.place),
)
MEDIA_TYPES = {
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "json": "application/json",
    "ttl": "text/turtle",
}


def folder() -> Path:
    """Where the house keeps the files it hands out."""
    return Path(settings.DATA) / FOLDER


def write(target: Path, day: datetime.date | None = None, say: Say = lambda sentence: None) -> dict[str, Any]:
    """Write the files into ``target``, whole or not at all; gives the manifest.

    Raises BadInput when the folder holds something that is not ours, or cannot be written.
    """
    refuse_foreign(target)
    fresh, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    try:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh.mkdir(parents=True)
        with steady():  # what is remembered is remembered for the length of it
            manifest = write_into(fresh, day or timezone.localdate(), say)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return manifest


def refuse_foreign(target: Path) -> None:
    """Raises BadInput when there is a folder that these files did not make, so that nobody's work is replaced."""
    if target.exists() and not target.is_dir():
        raise BadInput(f"{target} is a file; name a folder that does not exist yet.")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).exists():
        raise BadInput(f"{target} holds other files; name an empty folder, or one that does not exist yet.")


def as_it_is(text: str) -> str:
    """The text unchanged."""
    return text


def write_into(folder: Path, day: datetime.date, say: Say, clean: Clean = as_it_is) -> dict[str, Any]:
    """Write every file into a folder that is there; ``clean`` may take something out of the JSON of each thing."""
    files: list[Written] = []
    for dataset in DATASETS:
        made = _write_dataset(folder, dataset, clean)
        say(f"{dataset.name}: {made[0].things}")
        files += made
    from . import catalog

    catalogue = catalog.graph(files, day)
    for name, form in (("catalog.ttl", "turtle"), ("catalog.jsonld", "json-ld")):
        (folder / name).write_text(catalogue.serialize(format=form), encoding="utf-8")
        files.append(_written(folder / name, "catalog", 1))
    manifest = {
        "title": "Kotokaari: open data",
        "site": settings.BASE_URL,
        "written_on": day.isoformat(),
        "made_by": f"Kotokaari {__version__}",
        "licence": LICENCE,
        "licence_note": "A practice whose own licence is another says so in its record.",
        "counts": {file.dataset: file.things for file in files if file.name.endswith(".csv")},
        "files": [asdict(file) for file in files],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def _write_dataset(folder: Path, dataset: Dataset, clean: Clean) -> list[Written]:
    """A kind of thing as JSON-LD and CSV, a few hundred things in memory at a time. Columns are those that are used."""
    paths = [folder / f"{dataset.name}.jsonld", folder / f"{dataset.name}.csv"]
    count, columns, rows = 0, {"id": None}, folder / f".{dataset.name}.rows"
    with ExitStack() as stack:
        graph = stack.enter_context(_open(paths[0]))
        kept = stack.enter_context(_open(rows))
        graph.write(f'{{"@context": {json.dumps(linked.CONTEXT)},\n"@graph": [')
        for thing in queries.in_batches(dataset.things()):
            graph.write((",\n" if count else "\n") + clean(json.dumps(dataset.linked(thing), ensure_ascii=False)))
            row = flat(dataset.row(thing))
            columns.update(dict.fromkeys(row))
            kept.write(clean(json.dumps(row, ensure_ascii=False)) + "\n")
            count += 1
        graph.write("\n]}\n")
    with _open(rows) as kept, _open(paths[1]) as table:
        table.writelines(csv_lines(columns, (json.loads(line) for line in kept)))
    rows.unlink()
    return [_written(path, dataset.name, count) for path in paths]


def _open(path: Path) -> IO[str]:
    return path.open("r" if path.exists() else "w", encoding="utf-8", newline="")


def flat(row: Mapping[str, Any]) -> dict[str, str]:
    """Every value as text; a translated one becomes a column a language."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, TranslatedText):
            languages = dict.fromkeys((*LANGUAGES, *value.renderings))
            cells |= {f"{name}_{code}": value.text(code) for code in languages}
        elif isinstance(value, list | tuple | set | frozenset):
            cells[name] = "|".join(map(str, value))
        else:
            cells[name] = "" if value is None else str(int(value) if isinstance(value, bool) else value)
    return cells


def csv_lines(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A CSV file line by line: UTF-8 with a mark, so that spreadsheets read it right; no cell is a formula."""
    names = list(columns)
    yield "\ufeff" + _csv_line(names)
    for row in rows:
        cells = (row.get(name, "") for name in names)
        yield _csv_line([harmless(cell) for cell in cells])


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _written(path: Path, dataset: str, things: int) -> Written:
    content = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            content.update(block)
    media_type = MEDIA_TYPES[path.suffix[1:]]
    return Written(path.name, dataset, media_type, things, path.stat().st_size, content.hexdigest())


def manifest() -> dict[str, Any] | None:
    """What was written last; None while nothing was."""
    try:
        found: dict[str, Any] = json.loads((folder() / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def daily(day: datetime.date) -> str:
    """The day's work: the files anew."""
    made = write(folder(), day)
    return f"{len(made['files'])} open files written, {made['counts']['practices']} practices"
