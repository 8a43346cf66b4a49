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
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Callable
from typing import Any

Run = Callable[[Namespace], int | None]

# Words that stand before a second word: `kotokaari import places FILE`.
GROUPS = {
    "import": "take in data from a file",
    "export": "write data to a file",
    "panel": "assign and calibrate an expert panel",
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

        ``example`` is shown by ``--help``, without the program's name.
        """
        first, _, rest = name.partition(" ")
        if rest:
            return self.group(first).add(rest, help, example=example, run=run, needs_django=needs_django)
        parser = self._level.add_parser(
            first,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            epilog=f"Example:\n  kotokaari {example}",
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
