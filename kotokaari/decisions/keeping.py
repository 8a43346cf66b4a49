"""Two people, or two tabs, write the same text: what only one of them changed is kept, what both changed is shown.

Plain Python; no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import fingerprint


class EditConflict(DomainError):
    """Somebody else changed the same fields meanwhile, otherwise. Nothing was stored; ``theirs`` has their words."""

    def __init__(self, message: str, theirs: dict[str, str]) -> None:
        super().__init__(message)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Sent:
    """What an open form sends: its own name, and the mark of each field as it was shown there."""

    form: str = ""
    base: Mapping[str, str] = field(default_factory=dict)


def clean(text: str) -> str:
    """Line ends as the house keeps them."""
    return text.replace("\r\n", "\n").strip()


def merge(
    now: Mapping[str, str], typed: Mapping[str, str], sent: Sent, saved_by: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What to write of ``typed``, and what clashes (with the words that stand now).

    ``saved_by`` names the open form that last saved each field: one form never clashes with itself.
    """
    write: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for name, words in typed.items():
        mine, theirs, shown = fingerprint(words), fingerprint(now.get(name, "")), sent.base.get(name)
        if mine == theirs:
            continue
        own = bool(sent.form) and saved_by.get(name) == sent.form
        if shown is None or own or theirs == shown:
            write[name] = words
        elif mine != shown:
            clashes[name] = now.get(name, "")
    return write, clashes
