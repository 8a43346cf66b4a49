"""How rooms put commands on the command line.

A room with commands has ``kotokaari/<room>/commands.py`` with ``register(commands)``. That module is
imported for every command, so it imports models and libraries inside the functions that run.

    def register(commands: Commands) -> None:
        command = commands.add("import places", "take in places", example="import places kunnat.csv", run=take_in)
        command.add_argument("file", type=Path)

    def take_in(options: Namespace) -> int | None: ...

``run`` is called with Django ready. It returns an exit code or None for 0, and raises ``BadInput``
(exit 2) or any other ``DomainError`` (exit 1) with one plain sentence.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import BadInput

Run = Callable[[Namespace], int | None]
Told = Callable[[float], None]  # how much is done, from 0 to 1

BAR = 24  # cells
REDRAWN = 0.1  # seconds between two looks of a bar

# Words that stand before a second word: `kotokaari import places FILE`.
GROUPS = {
    "import": "take in data from a file",
    "export": "write data to a file",
    "panel": "assign and calibrate an expert panel",
    "innovation": "make the groups of an innovation day",
    "needs": "find the themes in the answers to a survey",
}


class Commands:
    """The commands of the house: rooms add theirs, first words are shared."""

    def __init__(self, parser: ArgumentParser) -> None:
        self._level: _SubParsersAction[ArgumentParser] = parser.add_subparsers(
            dest="command", metavar="COMMAND", required=True
        )
        self._groups: dict[str, Commands] = {}
        self._program = parser.prog

    def add(self, name: str, help: str, *, example: str, run: Run, needs_django: bool = True) -> ArgumentParser:
        """Add a command of one or two words and return its parser, for arguments.

        ``example`` is shown by ``--help``, without the program's name; where it is several commands, a line each.
        """
        first, _, rest = name.partition(" ")
        if rest:
            return self.group(first).add(rest, help, example=example, run=run, needs_django=needs_django)
        parser = self._level.add_parser(
            first,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            epilog="Example:" + "".join(f"\n  kotokaari {line}" for line in example.splitlines()),
            formatter_class=RawDescriptionHelpFormatter,
        )
        parser.set_defaults(run=run, needs_django=needs_django)
        return parser

    def group(self, word: str) -> Commands:
        """The commands that begin with this word."""
        if word not in self._groups:
            help_text = GROUPS.get(word, word)
            self._groups[word] = Commands(self._level.add_parser(word, help=help_text, description=help_text))
        return self._groups[word]


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on standard output, readable and in UTF-8."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def progress(sentence: str) -> None:
    """Say something to the person who waits, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def add_example(commands: Commands, group: str, folder: Path) -> None:
    """Add ``kotokaari GROUP example FOLDER``, which writes this folder's CSV files to try the group's commands with."""
    names = ", ".join(file.name for file in sorted(folder.glob("*.csv")))
    command = commands.add(
        f"{group} example",
        f"write small files to try the commands of {group} with: {names}",
        example=f"{group} example .",
        run=lambda options: write_examples(folder, options.folder),
        needs_django=False,
    )
    command.add_argument("folder", type=Path, metavar="FOLDER", help="made when it is not there")


def write_examples(source: Path, folder: Path) -> int:
    """Put the example files of ``source`` into a folder. Raises BadInput rather than touch another file of such a name."""
    files = sorted(source.glob("*.csv"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            there = folder / file.name
            if there.exists() and there.read_bytes() != file.read_bytes():
                raise BadInput(f"{there} is there already and is another file: choose another folder.")
        for file in files:
            (folder / file.name).write_bytes(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{folder} cannot be written to: {error.strerror or error}.") from error
    progress(f"{', '.join(file.name for file in files)} are in {folder}: invented, to try the commands with.")
    return 0


def whole(least: int) -> Callable[[str], int]:
    """The type of an argument that is a whole number of ``least`` or more."""

    def number(text: str) -> int:
        if not text.strip().isdigit() or int(text) < least:
            raise ArgumentTypeError(f"{text!r} is not a whole number of {least} or more")
        return int(text)

    return number


@contextmanager
def bar(what: str) -> Iterator[Told]:
    """A bar for somebody who watches a terminal: ``with bar("Reading") as told: told(0.4)``. Elsewhere nothing.

    It stands on standard error and is gone afterwards.
    """
    if not sys.stderr.isatty():
        yield lambda share: None
        return
    full, empty = "█░" if (sys.stderr.encoding or "").lower().startswith("utf") else "#."
    last = 0.0

    def told(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if last and now - last < REDRAWN:
            return
        last = now
        cells = min(BAR, max(0, int(share * BAR)))
        sys.stderr.write(f"\r\x1b[K{what} {full * cells}{empty * (BAR - cells)} {min(1.0, share):4.0%}")
        sys.stderr.flush()

    told(0)
    try:
        yield told
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
