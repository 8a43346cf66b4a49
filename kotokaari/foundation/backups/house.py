"""Saving the house and putting it back."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kotokaari import __version__
from kotokaari.foundation.errors import BadInput, DomainError

from . import archive, postgresql, sqlite
from .archive import Manifest, Tell

BEFORE = "before-restore.zip"
UNFINISHED = "restore-unfinished"


def engine() -> ModuleType:
    """How this house's database is saved and replaced. Raises DomainError for one that cannot be."""
    engines = {"sqlite": sqlite, "postgresql": postgresql}
    if connection.vendor not in engines:
        raise DomainError(f"Backup knows SQLite and PostgreSQL, not {connection.vendor}.")
    return engines[connection.vendor]


def applied_migrations() -> list[str]:
    """The migrations the database has had, as ``room.name``."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def back_up(file: Path, tell: Tell) -> Manifest:
    """Save database and uploaded files into one archive, while the house runs. Raises BadInput or DomainError.

    The database comes first: every file it names is in the folder then. Files that come later are extra.
    """
    file = file.absolute()
    refuse_target(file)
    if not engine().exists():
        raise DomainError("There is no house to save yet: its database is empty. `kotokaari migrate` makes one.")
    manifest = Manifest(__version__, connection.vendor, datetime.now(UTC).isoformat(), applied_migrations())
    with side_folder(file.with_name(f".{file.name}.parts")) as folder, archive.writing(file, manifest) as writer:
        tell("Saving the database …")
        engine().dump(folder / manifest.database, tell)
        writer.add(manifest.database, folder / manifest.database)
        tell("Saving the uploaded files …")
        for number, (name, path) in enumerate(archive.files_in(Path(settings.MEDIA_ROOT)), start=1):
            writer.add(f"files/{name}", path)
            if number % 500 == 0:
                tell(f"{number} files …")
    tell(f"Saved the database and {len(manifest.files)} files in {file} ({in_words(file.stat().st_size)}).")
    return manifest


def refuse_target(file: Path) -> None:
    """Raises BadInput when nothing may be written there, or something else would be lost."""
    if not file.parent.is_dir():
        raise BadInput(f"{file.parent}: there is no such folder.")
    if file.is_dir():
        raise BadInput(f"{file} is a folder: name the file to write, like {file / 'kotokaari.zip'}.")
    if file.exists() and not archive.is_archive(file):
        raise BadInput(f"{file} is there already and is no backup: choose another name.")
    if not os.access(file.parent, os.W_OK):
        raise BadInput(f"{file.parent} cannot be written to.")


def restore(file: Path, tell: Tell) -> Manifest:
    """Put an archive into the place of this house. Raises BadInput or DomainError; then nothing has changed.

    Everything is unpacked to the side and checked first. The house as it was stays in ``before-restore.zip``.
    """
    file, data = file.absolute(), Path(settings.DATA)
    with archive.opened(file) as (zip_file, manifest):
        refuse_foreign(file, manifest)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_full_disk(data, manifest)
        with side_folder(data / ".restore.parts") as folder:
            tell("Checking the archive …")
            archive.unpack(file, zip_file, manifest, folder, tell)
            dumped = folder / manifest.database
            engine().check(dumped, file)
            bring_up_to_date(dumped, manifest)
            keep_former(data, tell)
            tell("Replacing …")
            swap(dumped, folder / "files", manifest)
    tell(f"Restored the house as it was on {manifest.made_at[:16].replace('T', ' ')} UTC.")
    return manifest


def refuse_foreign(file: Path, manifest: Manifest) -> None:
    """Raises BadInput when this house cannot take the archive."""
    if manifest.engine != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BadInput(
            f"{file} was made from {names.get(manifest.engine, manifest.engine)}, this house uses "
            f"{names[connection.vendor]}: set KOTOKAARI_DATABASE_URL for the kind it was made from."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise BadInput(
            f"{file} was made by Kotokaari {manifest.version}, newer than this {__version__} "
            f"(it has {newer[0]}): install that version, then restore."
        )


def refuse_full_disk(data: Path, manifest: Manifest) -> None:
    """Raises DomainError when the archive would not fit beside the house: unpacked, in place, and the former one."""
    needed, free = 3 * manifest.bytes, shutil.disk_usage(data).free
    if needed > free:
        raise DomainError(f"{data} has {in_words(free)} free; restoring needs {in_words(needed)}.")


def bring_up_to_date(dumped: Path, manifest: Manifest) -> None:
    """Migrate an older SQLite database while it is still at the side. Raises DomainError."""
    if connection.vendor != "sqlite" or is_up_to_date(manifest):
        return
    migrate({"KOTOKAARI_DATABASE_URL": f"sqlite:///{dumped}"})


def is_up_to_date(manifest: Manifest) -> bool:
    """True when the archive has every migration of this version."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations} <= set(manifest.migrations)


def migrate(environment: dict[str, str]) -> None:
    """Migrate in a process of its own. Raises DomainError with its last line."""
    command = [sys.executable, "-m", "kotokaari", "migrate"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise DomainError(f"The older database could not be brought up to date: {said[-1] if said else ''}")


def keep_former(data: Path, tell: Tell) -> None:
    """Save the house that is there, so that restoring can be undone."""
    if engine().exists():
        tell("Keeping the house as it is now …")
        back_up(data / BEFORE, lambda _sentence: None)
        tell(f"It lies in {data / BEFORE}: restore that to undo this.")


def swap(dumped: Path, files: Path, manifest: Manifest) -> None:
    """Files first, then the database in one transaction, then what is left over.

    At every moment all files that the database names are there. A process that dies midway leaves a note,
    and restoring again finishes it.
    """
    note = Path(settings.DATA) / UNFINISHED
    note.write_text("A restore was interrupted. Run it again.\n")
    place = Path(settings.MEDIA_ROOT)
    added = move_in(files, place, manifest, replacing=False)
    connection.close()
    try:
        engine().replace(dumped)
    except DomainError:
        for path in added:
            path.unlink()
        note.unlink()
        raise
    move_in(files, place, manifest, replacing=True)
    remove_others(place, set(manifest.files))
    if connection.vendor == "postgresql" and not is_up_to_date(manifest):
        migrate_or_go_back()
    note.unlink()


def move_in(files: Path, place: Path, manifest: Manifest, *, replacing: bool) -> list[Path]:
    """Put unpacked files into the folder of uploads, ``replacing`` those of the same name too. Returns where."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    moved = []
    for name in manifest.files:
        source, target = files / name, place / name
        if source.exists() and (replacing or not target.exists()):
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.replace(source, target)
            moved.append(target)
    return moved


def remove_others(place: Path, kept: set[str]) -> None:
    """Remove uploads that the restored house does not have."""
    for name, path in list(archive.files_in(place)):
        if name not in kept:
            path.unlink()


def migrate_or_go_back() -> None:
    """Bring PostgreSQL up to date after the swap. Raises DomainError, with the former house back in place."""
    try:
        migrate({})
    except DomainError as error:
        former = Path(settings.DATA) / BEFORE
        if former.exists():
            put_back(former)
        raise DomainError(f"{error} The house is as it was before.") from error


def put_back(former: Path) -> None:
    """Undo a swap from the archive of the former house."""
    with archive.opened(former) as (zip_file, manifest), side_folder(former.with_name(".back.parts")) as folder:
        archive.unpack(former, zip_file, manifest, folder, lambda _sentence: None)
        engine().replace(folder / manifest.database)
        move_in(folder / "files", Path(settings.MEDIA_ROOT), manifest, replacing=True)


@contextmanager
def side_folder(path: Path) -> Iterator[Path]:
    """A folder that only the owner may read, gone afterwards; what a killed one left is swept first.

    Raises DomainError while another process uses it.
    """
    path.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for inside in path.iterdir():
            shutil.rmtree(inside) if inside.is_dir() else inside.unlink()
        yield path
        shutil.rmtree(path)
    except BlockingIOError as error:
        raise DomainError("Another backup or restore is under way here: wait until it is done.") from error
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    finally:
        os.close(handle)


def in_words(size: float) -> str:
    """A number of bytes as people read it."""
    units = ["bytes", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{size:.0f} {units[0]}" if units[0] in ("bytes", "kB") else f"{size:.1f} {units[0]}"
