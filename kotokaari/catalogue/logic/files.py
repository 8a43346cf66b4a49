"""What an uploaded file really is, whatever its name says."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

MOST_PIXELS = 40_000_000
MOST_ENTRIES = 5_000
MOST_UNPACKED = 400 * 1024 * 1024
HIGHEST_RATIO = 200  # office files pack 5–30 times
LONGEST_NAME = 120
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


class FileRefused(ValueError):
    """A file cannot be taken; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file we take."""

    extension: str
    media_type: str
    extensions: tuple[str, ...] = ()

    def fits(self, extension: str) -> bool:
        """True when a file of this kind may bear this extension."""
        return extension in (self.extension, *self.extensions)


OOXML = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("pdf", "application/pdf")
PICTURES = {
    "PNG": FileKind("png", "image/png"),
    "JPEG": FileKind("jpg", "image/jpeg", ("jpeg",)),
    "WEBP": FileKind("webp", "image/webp"),
}
DOCUMENTS = {
    "word/document.xml": FileKind("docx", f"{OOXML}.wordprocessingml.document"),
    "xl/workbook.xml": FileKind("xlsx", f"{OOXML}.spreadsheetml.sheet"),
    "ppt/presentation.xml": FileKind("pptx", f"{OOXML}.presentationml.presentation"),
}
ODT = FileKind("odt", "application/vnd.oasis.opendocument.text")
TXT = FileKind("txt", "text/plain; charset=utf-8")
CSV = FileKind("csv", "text/csv; charset=utf-8")
ACCEPTED = "pdf, png, jpg, webp, docx, xlsx, pptx, odt, txt, csv"


def clean_name(name: str) -> str:
    """A name that is only a name: no folders, control or direction characters, no leading dots."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C")
    name = re.sub(r'[<>:"|?*/]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    if RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    stem = stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .") or "file"
    return f"{stem}.{extension.lower()}" if extension else stem


def check_file(file: IO[bytes] | Any, name: str, *, limit: int) -> FileKind:
    """The kind of a file by its content. Raises FileRefused: too large, not a kind we take, or a trap."""
    size = getattr(file, "size")  # noqa: B009 - Django's files have one, IO has not
    if size > limit:
        raise FileRefused(
            _("The file is %(size)s MB. The largest that can be taken is %(limit)s MB.")
            % {"size": f"{size / 1048576:.0f}", "limit": limit // 1048576}
        )
    if size == 0:
        raise FileRefused(_("The file is empty."))
    extension = name.rpartition(".")[2].lower()
    file.seek(0)
    kind = _kind_of(file, file.read(16), extension)
    file.seek(0)
    if kind is None:
        raise FileRefused(_("This kind of file cannot be taken. These can: %(kinds)s.") % {"kinds": ACCEPTED})
    if not kind.fits(extension):
        raise FileRefused(
            _("The file’s name ends in “%(extension)s” but its content is %(kind)s. Rename it or save it again.")
            % {"extension": f".{extension}", "kind": kind.extension}
        )
    return kind


def _kind_of(file: Any, start: bytes, extension: str) -> FileKind | None:
    for signature, look in SIGNATURES:
        if start.startswith(signature):
            return look(file)
    return _text(file, extension)


def _pdf(file: Any) -> FileKind | None:
    file.seek(max(0, file.size - 2048))
    if b"%%EOF" not in file.read():
        raise FileRefused(_("The PDF is cut short. Save it again."))
    _no_hidden_archive(file)
    return PDF


def _picture(file: Any) -> FileKind | None:
    from PIL import Image

    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(PICTURES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise FileRefused(_("The picture is too large to open. Make it smaller."))
                name = picture.format or ""
                picture.load()
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(_("The picture is too large to open. Make it smaller.")) from error
    except Exception as error:  # a broken picture can fail in any way inside the decoder
        raise FileRefused(_("The picture is broken. Save it again.")) from error
    _no_hidden_archive(file)
    return PICTURES.get(name)


def _no_hidden_archive(file: Any) -> None:
    """A picture or PDF that is also a ZIP archive is made to be taken for something else."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise FileRefused(_("The file pretends to be two kinds at once. Save it again from its own program."))


def _document(file: Any) -> FileKind | None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _no_bomb(entries, file.size)
            names = {entry.filename for entry in entries}
            kind = next((kind for part, kind in DOCUMENTS.items() if part in names), None)
            if kind and "[Content_Types].xml" in names:
                _no_macros(names)
                return kind
            if "mimetype" in names and archive.read("mimetype")[:100].strip() == ODT.media_type.encode():
                return ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileRefused(_("The document is broken or locked with a password. Save it again.")) from error
    return None


def _no_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    steep = any(
        entry.file_size > 1048576 and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * size or steep:
        raise FileRefused(_("The document would unpack to far more than it seems. It cannot be taken."))
    if any(entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename) for entry in entries):
        raise FileRefused(_("The document holds files that point outside it. It cannot be taken."))


def _no_macros(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("The document holds macros. Save it without them."))


def _text(file: Any, extension: str) -> FileKind | None:
    if extension not in ("txt", "csv"):
        return None
    file.seek(0)
    try:
        text = io.TextIOWrapper(io.BytesIO(file.read()), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise FileRefused(_("The text is not in UTF-8. Save it again with the encoding UTF-8.")) from error
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f" for letter in text):
        return None
    if re.match(r"\s*<(!doctype|html|svg|\?xml|script)", text, re.IGNORECASE):
        return None
    return CSV if extension == "csv" else TXT


SIGNATURES: tuple[tuple[bytes, Callable[[Any], FileKind | None]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _picture),
    (b"\xff\xd8\xff", _picture),
    (b"RIFF", _picture),
    (b"PK\x03\x04", _document),
)
