"""Words and data as tagged PDF (PDF/UA-1).

The typesetter gets the words as JSON and never as source, so nothing a person wrote can be taken
for a command. It is imported when the first paper is made: it is large.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .drawn import letters_of

UNKNOWN = "\ufffd"
UNSEEN = "\n\u00a0\u00ad\u200b\u200e\u200f\u202f"
# Drawn by the typesetter's own fonts where ours has no drawing.
ALSO_DRAWN = frozenset("→✓")
LONG_WORD = re.compile(r"\S{36}(?=\S)")


def typeset(source: Path, data: dict[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """A tagged PDF of ``data`` (plain JSON) by the typesetter's ``source``, in our own typefaces.

    ``files``: pictures by the names under which the source finds them.
    """
    if files:
        with TemporaryDirectory(prefix="kotokaari-paper-") as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            beside = Path(folder) / source.name
            beside.write_bytes(source.read_bytes())
            return typeset(beside, data)
    try:
        return _typeset(source, _drawable(data, ALSO_DRAWN))
    except RuntimeError:  # typst's own errors are of this kind
        # A character we took for drawable was not: leave out all that our own font cannot write.
        return _typeset(source, _drawable(data, frozenset()))


def _typeset(source: Path, data: dict[str, Any]) -> bytes:
    """Raises RuntimeError (typst's own error is one) with what is wrong."""
    import typst

    return typst.compile(
        str(source),
        font_paths=[str(folder) for folder in _fonts()],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data)},
    )


@cache
def _fonts() -> list[Path]:
    """The folders of our two typefaces: Latin, Greek and Cyrillic; and Arabic."""
    import fontpkg_noto_sans
    import fontpkg_noto_sans_arabic

    return [Path(package.__file__).parent / "files" for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]


@cache
def _our_letters() -> frozenset[int]:
    """Every character that one of our typefaces can write."""
    return frozenset().union(*(letters_of(file) for folder in _fonts() for file in sorted(folder.glob("*.ttf"))))


def _drawable(value: Any, also: frozenset[str]) -> Any:
    """The same data with a mark in place of each character no font can write."""
    if isinstance(value, str):
        ours = _our_letters()
        return "".join(letter if ord(letter) in ours or letter in also else UNKNOWN for letter in value)
    if isinstance(value, dict):
        return {key: _drawable(part, also) for key, part in value.items()}
    return [_drawable(part, also) for part in value] if isinstance(value, list) else value


def breakable(text: str) -> str:
    """Words of any length can be broken, and nothing unseen stands in the text."""
    kept = "".join(letter for letter in text if letter.isprintable() or letter in UNSEEN)
    return LONG_WORD.sub(lambda found: found.group() + "\u200b", kept)
