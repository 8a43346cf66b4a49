"""The archive: a zip with a manifest, the database and the uploaded files.

It appears under its name when it is whole, and nothing of it is believed before its sums are checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kotokaari.foundation.errors import BadInput

MANIFEST = "manifest.json"
FORMAT = "kotokaari-backup"
FORMAT_VERSION = 1
LARGEST_MANIFEST = 200 * 1024 * 1024
BLOCK = 1024 * 1024
Tell = Callable[[str], None]


@dataclass
class Manifest:
    """What the archive says about itself; ``parts`` maps a name to sha256 and size in bytes."""

    version: str
    engine: str
    made_at: str
    migrations: list[str]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """The name of the part that is the database."""
        return f"database.{self.engine}"

    @property
    def files(self) -> list[str]:
        """The names of the uploaded files, without the folder they stand in."""
        return [name.removeprefix("files/") for name in self.parts if name.startswith("files/")]

    @property
    def bytes(self) -> int:
        """How much room everything takes when unpacked."""
        return sum(part["bytes"] for part in self.parts.values())


class Writer:
    """Puts parts into an archive and remembers their sums."""

    def __init__(self, zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = zip_file
        self.manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Add a file under this name. A file that has gone meanwhile is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        # From 1980 on is all a zip knows; the time of the file is of no use to anybody.
        entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with source, self._zip.open(entry, "w", force_zip64=True) as target:
            digest, size = copy(source, target)
        self.manifest.parts[name] = {"sha256": digest, "bytes": size}

    def close(self) -> None:
        """Write the manifest, the last of all."""
        content = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self.manifest)}
        self._zip.writestr(MANIFEST, json.dumps(content, indent=1, ensure_ascii=False))


def copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    """Copy all, and return sha256 and number of bytes."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
        target.write(block)
    return digest.hexdigest(), size


@contextmanager
def writing(file: Path, manifest: Manifest) -> Iterator[Writer]:
    """An archive that takes its name when the block ends well, and leaves nothing behind when it does not."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", compresslevel=6) as zip_file:
                writer = Writer(zip_file, manifest)
                yield writer
                writer.close()
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(partial, file)
        sync_folder(file.parent)
    finally:
        partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make sure the names in this folder are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive and what it says. Raises BadInput when it is not there, damaged or none of ours."""
    try:
        zip_file = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise BadInput(f"{file}: there is no such file.") from error
    except (IsADirectoryError, PermissionError) as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(f"{file} is damaged or was not made by `kotokaari backup`: its end is missing.") from error
    with zip_file:
        yield zip_file, read_manifest(file, zip_file)


def read_manifest(file: Path, zip_file: zipfile.ZipFile) -> Manifest:
    """The manifest of an opened archive. Raises BadInput when it is none of ours."""
    try:
        if zip_file.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise KeyError(MANIFEST)
        content = json.loads(zip_file.read(MANIFEST))
        if content.pop("format") != FORMAT:
            raise KeyError("format")
        newer = content.pop("format_version") > FORMAT_VERSION
        manifest = Manifest(**content) if not newer else None
    except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile, OSError) as error:
        raise BadInput(f"{file} was not made by `kotokaari backup`, or its manifest is damaged.") from error
    if manifest is None:
        raise BadInput(f"{file} was made by a newer Kotokaari: install that version, then restore.")
    return manifest


def is_archive(file: Path) -> bool:
    """True when the file is an archive of ours that may be replaced by a newer one."""
    try:
        with opened(file):
            return True
    except BadInput:
        return False


def unpack(file: Path, zip_file: zipfile.ZipFile, manifest: Manifest, folder: Path, tell: Tell) -> None:
    """Unpack every part into a folder, checking each sum. Raises BadInput at the first wrong one."""
    found = {entry.filename: entry for entry in zip_file.infolist()} if zip_file else {}
    if missing := sorted({manifest.database, *manifest.parts} - set(found)):
        raise BadInput(f"{file} is damaged: {missing[0]} is missing.")
    if manifest.database not in manifest.parts:
        raise BadInput(f"{file} is damaged: its manifest names no database.")
    for number, (name, part) in enumerate(manifest.parts.items(), start=1):
        target = place_of(file, folder, name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with zip_file.open(found[name]) as source, target.open("xb") as out:
                digest, size = copy(source, out)
        except (zipfile.BadZipFile, EOFError, ValueError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise BadInput(f"{file} is damaged: {name} cannot be read.") from error
        if (digest, size) != (part["sha256"], part["bytes"]):
            raise BadInput(f"{file} is damaged: {name} is not what was saved.")
        os.chmod(target, 0o600)
        if number % 500 == 0:
            tell(f"Checked {number} of {len(manifest.parts)} parts …")


def place_of(file: Path, folder: Path, name: str) -> Path:
    """Where a part is unpacked to. Raises BadInput for a name that would lead out of the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise BadInput(f"{file} is refused: it wants to write outside its folder ({name!r}).")
    return folder.joinpath(*parts)


def files_in(folder: Path) -> Iterable[tuple[str, Path]]:
    """Every uploaded file: its name inside the folder, and where it is."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path
