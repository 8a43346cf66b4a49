"""Text files: which encoding they are in, said aloud when it had to be guessed."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "cp1252"
CHUNK = 1 << 20


def open_text(path: Path, name: str, encoding: str, notes: list[str]) -> io.TextIOWrapper:
    """The file as text, line ends as they are. Adds a note where the encoding is a guess. Raises BadInput."""
    chosen = encoding or _encoding_of(path)
    if not chosen:
        chosen = FALLBACK
        notes.append(
            _("%(file)s is not UTF-8 and was read as Windows-1252. If letters look wrong, save it as UTF-8.")
            % {"file": name}
        )
    try:
        codecs.lookup(chosen)
    except LookupError as error:
        raise BadInput(
            _("“%(encoding)s” is no encoding: utf-8, utf-16, cp1252 and iso-8859-1 are.") % {"encoding": chosen}
        ) from error
    _check(path, name, chosen)
    return path.open("r", encoding=chosen, newline="")


def _encoding_of(path: Path) -> str:
    """The encoding the bytes speak of; "" when they are not UTF of any kind."""
    with path.open("rb") as file:
        start = file.read(4096)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    return "utf-8" if _first_wrong(path, "utf-8") is None else ""


def _check(path: Path, name: str, encoding: str) -> None:
    wrong = _first_wrong(path, encoding)
    if wrong is not None:
        raise BadInput(
            _("%(file)s, line %(line)d: the letters cannot be read as %(encoding)s. Save the file as UTF-8.")
            % {"file": name, "line": wrong, "encoding": encoding}
        )


def _first_wrong(path: Path, encoding: str) -> int | None:
    """The line of the first byte that the encoding does not know, or that is no text; None when all is well."""
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as error:
                return lines + chunk[: getattr(error, "start", 0)].count(b"\n")
            if "\x00" in text:
                return lines + text[: text.index("\x00")].count("\n")
            if not chunk:
                return None
            lines += text.count("\n")
