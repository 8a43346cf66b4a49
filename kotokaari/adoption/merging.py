"""Two people with the same form open: what only one of them changed is kept, what both changed is shown.

As in the catalogue's drafts (docs/decisions/0010): a form carries a mark of every field as it was shown.
Plain Python; no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText, fingerprint


class EditConflict(DomainError):
    """Somebody else changed the same fields meanwhile, otherwise. Nothing was stored; ``theirs`` has their values."""

    def __init__(self, message: str, theirs: dict[str, Any]) -> None:
        super().__init__(message)
        self.theirs = theirs


def plain(value: Any) -> str:
    """A value as the words that stand on a form; a text in the language it was written in."""
    if value is None:
        return ""
    if isinstance(value, TranslatedText):
        return value.source_text.replace("\r\n", "\n").strip()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "pk"):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()


def mark(value: Any) -> str:
    """Twelve hexadecimal digits that change when the value does."""
    return fingerprint(plain(value))


def marks(thing: Any, names: Any) -> dict[str, str]:
    """The marks of a thing's fields as they are now."""
    return {name: mark(getattr(thing, name)) for name in names}


def merge(
    thing: Any, wanted: Mapping[str, Any], base: Mapping[str, str] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to write of ``wanted``, and what clashes (with the values that stand now).

    Without ``base`` everything that differs is written. A field left as it was shown keeps what somebody
    else wrote; a field both changed, differently, clashes.
    """
    write: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for name, value in wanted.items():
        now = getattr(thing, name)
        mine, theirs = mark(value), mark(now)
        if mine == theirs and not _more(value, now):
            continue
        shown = (base or {}).get(name)
        if shown is not None and mine == shown and mine != theirs:
            continue
        if shown is not None and theirs not in (shown, mine):
            clashes[name] = now
        else:
            write[name] = value
    return write, clashes


def _more(value: Any, now: Any) -> bool:
    """The same source words can still differ in their translations."""
    return isinstance(value, TranslatedText) and value != now


def put_words(now: TranslatedText, words: str, language: str) -> TranslatedText:
    """What a form says about a text: at its source when there is one, its translations kept; else in ``language``."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        return TranslatedText()
    if now.source_text.strip():
        return now if now.source_text.strip() == words else now.with_source(words)
    return TranslatedText.of(language, words)
