"""What changed between two texts, word by word, and between two records, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from kotokaari.foundation.text import TranslatedText

from ..record import FIELDS, TRANSLATED_TYPES, Field, Type

Kind = Literal["same", "added", "removed"]
# A word, a mark, or white space: every character belongs to exactly one, in any script.
TOKEN = re.compile(r"\s+|[^\s.,;:!?()\[\]«»“”„\"'’–—/]+|[.,;:!?()\[\]«»“”„\"'’–—/]")
MOST_TOKENS = 6_000  # beyond this whole lines are compared: a page must answer


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs. Texts carry ``pieces``; other values ``before`` and ``after``; items ``parts``."""

    field: Field
    kind: Literal["added", "removed", "changed", "moved"]
    pieces: tuple[Piece, ...] = ()
    before: Any = None
    after: Any = None
    parts: tuple[Change, ...] = ()
    place: int | None = None
    languages: tuple[str, str] = ("", "")


def word_difference(before: str, after: str) -> list[Piece]:
    """``before`` and ``after`` as pieces: without the added ones it reads ``before``, without the removed ``after``."""
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for _tag, i1, i2, j1, j2 in _joined(matcher.get_opcodes(), old):
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if _tag == "equal":
            pieces.append(Piece("same", gone))
            continue
        pieces += [Piece("removed", gone)] if gone else []
        pieces += [Piece("added", come)] if come else []
    return pieces


def _tokens(text: str) -> list[str]:
    tokens = TOKEN.findall(text)
    return tokens if len(tokens) <= MOST_TOKENS else text.splitlines(keepends=True)


Opcode = tuple[str, int, int, int, int]


def _joined(opcodes: Sequence[Opcode], old: list[str]) -> Iterator[Opcode]:
    """Neighbouring changes with only white space between them as one: people read phrases, not crumbs."""
    held: Opcode | None = None
    for index, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        crumb = tag == "equal" and not "".join(old[i1:i2]).strip() and 0 < index < len(opcodes) - 1
        if tag == "equal" and not crumb:
            if held:
                yield held
                held = None
            yield (tag, i1, i2, j1, j2)
        else:
            held = ("replace", held[1], i2, held[3], j2) if held else ("replace", i1, i2, j1, j2)
    if held:
        yield held


def compare(before: Mapping[str, Any], after: Mapping[str, Any], language: str = "") -> list[Change]:
    """The fields in which two records differ, in the record's order.

    With ``language`` the texts of that language are compared, else the words each was written in.
    """
    changes = (_change(spec, before.get(name), after.get(name), language) for name, spec in FIELDS.items())
    return [change for change in changes if change]


def _change(spec: Field, old: Any, new: Any, language: str) -> Change | None:
    if spec.type in TRANSLATED_TYPES:
        return _text_change(spec, old, new, language)
    if spec.type is Type.ITEMS:
        return _items_change(spec, old or [], new or [], language)
    if old == new or (_is_nothing(old) and _is_nothing(new)):
        return None
    return Change(spec, _kind(old, new), before=old, after=new)


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _kind(old: Any, new: Any) -> Literal["added", "removed", "changed"]:
    if _is_nothing(old):
        return "added"
    return "removed" if _is_nothing(new) else "changed"


def _text_change(spec: Field, old: Any, new: Any, language: str) -> Change | None:
    was, now = TranslatedText.from_json(old), TranslatedText.from_json(new)
    tongues = (language or was.source, language or now.source)
    before, after = was.text(tongues[0]), now.text(tongues[1])
    if before == after:
        return None
    pieces = tuple(word_difference(before, after))
    return Change(spec, _kind(before, after), pieces, before, after, languages=tongues)


def _items_change(spec: Field, old: list[Any], new: list[Any], language: str) -> Change | None:
    """Items are matched by their ids: one that only moved says so."""
    was = {item.get("id", place): (place, item) for place, item in enumerate(old, 1)}
    now = {item.get("id", place): (place, item) for place, item in enumerate(new, 1)}
    parts = [_item_change(spec, was.get(key), now[key], language) for key in now]
    parts += [_item_change(spec, was[key], None, language) for key in was if key not in now]
    stayed = [key for key in was if key in now]
    kept_order = stayed == [key for key in now if key in was]
    found = tuple(part for part in parts if part and (part.kind != "moved" or not kept_order))
    return Change(spec, _kind(old, new), parts=found) if found else None


Placed = tuple[int, Mapping[str, Any]]


def _item_change(spec: Field, old: Placed | None, new: Placed | None, language: str) -> Change | None:
    was, now = (old[1] if old else {}), (new[1] if new else {})
    found = tuple(
        change for part in spec.items if (change := _change(part, was.get(part.name), now.get(part.name), language))
    )
    place = (new or old or (0, {}))[0]
    if not old or not new:
        return Change(spec, "removed" if old else "added", parts=found, place=place)
    if found:
        return Change(spec, "changed", parts=found, place=place)
    return Change(spec, "moved", place=place) if old[0] != new[0] else None
