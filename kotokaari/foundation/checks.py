"""What an operator can get wrong, found by `kotokaari check --deploy`, each with the way out."""

from __future__ import annotations

import os
import smtplib
import sqlite3
import time
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from .errors import DomainError

PACKAGE = Path(__file__).resolve().parent.parent
LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "ceph",
    "glusterfs",
    "afs",
    "fuse.sshfs",
    "fuse.s3fs",
}
ROOM_WANTED = 500_000_000
SKEW_SECONDS = 5


def wrong(number: int, sentence: str, hint: str) -> Error:
    """Something that must be mended before people come."""
    return Error(sentence, hint=hint, id=f"kotokaari.E{number:03}")


def doubtful(number: int, sentence: str, hint: str) -> Warning:
    """Something that is seldom meant."""
    return Warning(sentence, hint=hint, id=f"kotokaari.W{number:03}")


@register(deploy=True)
def secrets(**_: Any) -> list[CheckMessage]:
    """A key of its own, that nobody else may read; no debugging, no demo."""
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.INSECURE_SECRET_KEY:
        hint = "Run `kotokaari migrate`, which makes one in the data folder, or set KOTOKAARI_SECRET_KEY."
        found.append(wrong(1, "This house has no secret key of its own: anybody could forge a sign-in.", hint))
    key = Path(settings.DATA) / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        found.append(doubtful(1, f"Others on this machine may read {key}.", f"chmod 600 {key}"))
    if settings.DEBUG:
        found.append(wrong(2, "KOTOKAARI_DEBUG is on: error pages show settings and data.", "Unset KOTOKAARI_DEBUG."))
    if settings.DEMO:
        hint = "Unset KOTOKAARI_DEMO, and use another data folder than the demo's: its passwords are known to all."
        found.append(doubtful(2, "KOTOKAARI_DEMO is on: this is a demo.", hint))
    return found


@register(deploy=True)
def addresses(**_: Any) -> list[CheckMessage]:
    """The address people use, in full and secure, and answered."""
    found: list[CheckMessage] = []
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        hint = "Set it to the address people use, like https://kotokaari.example.org"
        return [wrong(3, f"KOTOKAARI_BASE_URL is no address: {settings.BASE_URL!r}.", hint)]
    if "*" in settings.ALLOWED_HOSTS:
        found.append(wrong(4, "KOTOKAARI_HOSTS lets in every host name.", f"Set KOTOKAARI_HOSTS={host}"))
    elif not any(_covers(allowed, host) for allowed in settings.ALLOWED_HOSTS):
        sentence = f"KOTOKAARI_BASE_URL says {host}, but that host name is not answered."
        found.append(wrong(5, sentence, f"Add {host} to KOTOKAARI_HOSTS."))
    if host in LOCAL:
        hint = "Set KOTOKAARI_BASE_URL=https://… and KOTOKAARI_HOSTS: links in letters are made from it."
        found.append(doubtful(3, "KOTOKAARI_BASE_URL is an address of this machine only.", hint))
    if parts.scheme == "http":
        hint = "Put a proxy with a certificate before the house and set KOTOKAARI_BASE_URL=https://…"
        found.append(doubtful(4, "People would sign in without encryption (http).", hint))
    elif settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        hint = "Set KOTOKAARI_BEHIND_PROXY=1 when the proxy sets X-Forwarded-Proto, else KOTOKAARI_SSL_REDIRECT=0."
        found.append(doubtful(5, "Behind a proxy, every page would redirect to itself for ever.", hint))
    return found


def _covers(allowed: str, host: str) -> bool:
    allowed = allowed.lower().strip("[]")
    return host == allowed or (allowed.startswith(".") and (host.endswith(allowed) or host == allowed[1:]))


@register(deploy=True)
def letters(**_: Any) -> list[CheckMessage]:
    """Invitations and passwords arrive by mail."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        hint = "Set KOTOKAARI_SMTP_HOST (and _PORT, _USER, _PASSWORD): invitations would only be printed to the log."
        return [doubtful(6, "Letters go nowhere: there is no mail server.", hint)]
    found: list[CheckMessage] = []
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        hint = "Set KOTOKAARI_MAIL_FROM='Kotokaari <no-reply@example.org>'."
        found.append(doubtful(7, "Letters come from localhost: most mail servers refuse them.", hint))
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        with smtplib.SMTP(host, port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        hint = "Check KOTOKAARI_SMTP_HOST and KOTOKAARI_SMTP_PORT, and that this machine may reach it."
        found.append(doubtful(8, f"The mail server {host}, port {port}, does not answer: {error}.", hint))
    return found


@register(deploy=True)
def folder(**_: Any) -> list[CheckMessage]:
    """The data folder: there, ours, roomy, and nobody else's to read."""
    data = Path(settings.DATA)
    if not data.is_dir():
        return [wrong(6, f"The data folder {data} is not there.", "Run `kotokaari migrate`, or set KOTOKAARI_DATA.")]
    found: list[CheckMessage] = []
    if not os.access(data, os.W_OK | os.X_OK):
        hint = f"Give it to the user the house runs as: chown -R USER {data}"
        found.append(wrong(7, f"The data folder {data} cannot be written to.", hint))
    if data.stat().st_mode & 0o007:
        found.append(doubtful(9, f"Everybody on this machine may look into {data}.", f"chmod 700 {data}"))
    if (free := _free(data)) < ROOM_WANTED:
        hint = "Make room: a full disk stops every writing."
        found.append(doubtful(10, f"The disk of {data} has only {free // 1_000_000} MB left.", hint))
    return found


def _free(data: Path) -> int:
    disk = os.statvfs(data)
    return disk.f_bavail * disk.f_frsize


@register()
def unfinished(**_: Any) -> list[CheckMessage]:
    """A restore that was cut short must be run again."""
    note = Path(settings.DATA) / "restore-unfinished"
    if not note.exists():
        return []
    return [wrong(8, "A restore was interrupted.", "Run `kotokaari restore FILE` again with the same file.")]


@register(deploy=True)
def database(**_: Any) -> list[CheckMessage]:
    """The database answers, suits the house, and is up to date."""
    try:
        particular = list(_sqlite() if connection.vendor == "sqlite" else _postgresql())
        return [*particular, *_migrations()]
    except (DatabaseError, sqlite3.Error) as error:
        hint = "Check KOTOKAARI_DATABASE_URL (or KOTOKAARI_DATA), and that the database runs."
        return [wrong(9, f"The database cannot be used: {str(error).strip().splitlines()[0]}.", hint)]


def _sqlite() -> Iterator[CheckMessage]:
    file = Path(settings.DATABASES["default"]["NAME"])
    if not file.parent.is_dir():
        yield wrong(10, f"There is no folder {file.parent} for the database.", "Run `kotokaari migrate`.")
        return
    if (kind := file_system_of(file.parent)) in NETWORK_FILE_SYSTEMS:
        hint = "Keep it on a disk of this machine, or use PostgreSQL (KOTOKAARI_DATABASE_URL): SQLite's locks do not hold there."
        yield wrong(11, f"The SQLite database lies on a network drive ({kind}).", hint)
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        hint = "Give file and folder to the user the house runs as: SQLite writes beside the file too."
        yield wrong(12, f"The database {file} or its folder cannot be written to.", hint)
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode != "wal":
        hint = "This file system cannot share memory between processes: use a disk of this machine."
        yield wrong(13, f"SQLite's write-ahead log is not on (journal mode {mode}).", hint)


def file_system_of(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system a folder lies on; "" where nobody can tell."""
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text().splitlines():
        where, what = line.split()[1:3]
        where = where.replace("\\040", " ")
        if folder.resolve().is_relative_to(where) and len(where) >= len(best):
            best, kind = where, what
    return kind


def _postgresql() -> Iterator[CheckMessage]:
    from .backups import postgresql

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), extract(epoch FROM clock_timestamp())::float")
        encoding, then = cursor.fetchone()
    if encoding != "UTF8":
        hint = "Make it anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        yield wrong(14, f"The database's encoding is {encoding}, not UTF8.", hint)
    if abs(time.time() - then) > SKEW_SECONDS:
        hint = "Let both machines follow a time server (timedatectl set-ntp true)."
        yield doubtful(
            11, f"The clocks of this machine and of the database differ by {abs(time.time() - then):.0f} s.", hint
        )
    try:
        postgresql.program("pg_dump")
    except DomainError as error:
        yield doubtful(12, f"`kotokaari backup` would not work: {error}", "Install it on this machine.")


def _migrations() -> Iterator[CheckMessage]:
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        hint = "Take a backup, then run `kotokaari migrate`."
        yield wrong(15, f"The database lacks {len(missing)} migrations (first {missing[0][0]}).", hint)


@register(deploy=True)
def made_files(**_: Any) -> list[CheckMessage]:
    """What the build makes is there: styles, scripts, words."""
    found: list[CheckMessage] = []
    if not finders.find("ui/build/main.css"):
        hint = "Install the wheel, or run `make assets` in a clone."
        found.append(wrong(16, "Styles and scripts are not built: pages would be bare.", hint))
    if missing := [str(path.relative_to(PACKAGE)) for path in uncompiled()]:
        hint = "Install the wheel, or run `make messages` in a clone."
        found.append(wrong(17, f"{len(missing)} message catalogues are not compiled (first {missing[0]}).", hint))
    return found


def uncompiled() -> list[Path]:
    """Message catalogues whose compiled file is missing or older."""
    folders = [folder for folder in PACKAGE.glob("*/locale/*/LC_MESSAGES") if folder.is_dir()]
    return [folder / "django.mo" for folder in folders if not _is_compiled(folder)]


def _is_compiled(folder: Path) -> bool:
    source, made = folder / "django.po", folder / "django.mo"
    return made.exists() and (not source.exists() or made.stat().st_mtime >= source.stat().st_mtime)


@register(deploy=True)
def clock(**_: Any) -> list[CheckMessage]:
    """The clock goes right, as far as one can tell, and time zones are known."""
    found: list[CheckMessage] = []
    newest = max(path.stat().st_mtime for path in PACKAGE.glob("*/*.py"))
    if time.time() < newest - 86_400:
        hint = "Let the machine follow a time server (timedatectl set-ntp true): sign-in codes and dates depend on it."
        found.append(wrong(18, "The clock of this machine is behind the day this program was made.", hint))
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        hint = "Install the time zones (Debian: sudo apt-get install tzdata)."
        found.append(wrong(19, f"The time zone {settings.TIME_ZONE} is not known to this machine.", hint))
    return found


@register(deploy=True)
def several_processes(**_: Any) -> list[CheckMessage]:
    """Limits are counted in the cache: several processes need one they share."""
    many = os.environ.get("KOTOKAARI_WORKERS", "1").strip() not in ("", "1")
    if many and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        hint = "Set KOTOKAARI_CACHE_URL=redis://… when limits must hold exactly."
        return [doubtful(13, "Each process counts limits by itself.", hint)]
    return []
