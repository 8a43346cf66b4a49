"""Going from page to page of the house, as anybody may, and writing each down."""

from __future__ import annotations

import datetime
import json
import logging
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import timezone, translation

from kotokaari import __version__
from kotokaari.foundation.dataversion import data_version, steady
from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import LANGUAGES

from .. import dumps
from . import checking, extras, finder
from .addresses import Plan, Target
from .checking import IN_STYLE
from .pages import Copier, redirect_page, without_links
from .personal import Persons

MARK = "kotokaari-copy.json"
JOURNAL = ".journal"
TEXTS = ("application/json", "application/ld+json", "text/")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What is wanted of a copy."""

    pdf: bool = False
    resume: bool = False
    address: str = ""  # where it will be served; that of the living site when nothing is said


@dataclass(slots=True)
class Kept:
    """What became of it."""

    pages: int = 0
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    unlinked: int = 0
    broken: list[str] = field(default_factory=list)
    is_unchanged: bool = False


class Visitor:
    """Somebody who has not signed in, asking the house in this very process."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*", "["))]
        self.requests = RequestFactory(SERVER_NAME=hosts[0] if hosts else "localhost")

    def get(self, address: str, language: str) -> tuple[HttpResponseBase, bytes]:
        """The answer and its body."""
        request = self.requests.get(address, secure=settings.HTTPS, HTTP_ACCEPT_LANGUAGE=language)
        response = self.handler.get_response(request)
        body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        response.close()
        return response, body


def keep(target: Path, options: Options, say: Say) -> Kept:
    """Write the whole public site into the folder ``target``, all of it or nothing.

    With ``resume`` a copy that was stopped goes on where it was, as long as the data is the same. Raises
    BadInput when the folder holds something else, or cannot be written.
    """
    refuse_foreign(target)
    state = {"data": data_version(), "release": __version__, "pdf": options.pdf, "address": options.address}
    state["day"] = timezone.localdate().isoformat()
    if options.resume and mark_of(target).get("state") == state:
        return Kept(is_unchanged=True)
    fresh, old = target.with_name(f"{target.name}.tmp"), target.with_name(f"{target.name}.old")
    started = time.monotonic()
    try:
        walk = Walk(fresh, options, state, say)
        with quiet(), steady():
            walk.go()
            kept = walk.finish()
        kept.seconds = time.monotonic() - started
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise BadInput(f"{error.filename or target} cannot be written: {error.strerror}.") from error
    return kept


def refuse_foreign(target: Path) -> None:
    """Raises BadInput unless the folder is missing, empty or an older copy, and so is the one we work in."""
    for folder, mark in ((target, MARK), (target.with_name(f"{target.name}.tmp"), JOURNAL)):
        if folder.exists() and not folder.is_dir():
            raise BadInput(f"{folder} is a file; name a folder that does not exist yet.")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / mark).exists():
            raise BadInput(f"{folder} holds other files; name an empty folder, or one that does not exist yet.")


def mark_of(folder: Path) -> dict[str, Any]:
    """What a finished copy says of itself."""
    try:
        found: dict[str, Any] = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Thousands of pages need not be in the log one by one, nor each ask the database to be let in anew."""
    request_finished.disconnect(close_old_connections)
    names = ("kotokaari.request", "django.request")
    levels = [logging.getLogger(name).level for name in names]
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)
        for name, level in zip(names, levels, strict=True):
            logging.getLogger(name).setLevel(level)


class Walk:
    """One copy in the making."""

    def __init__(self, folder: Path, options: Options, state: dict[str, Any], say: Say) -> None:
        self.folder, self.options, self.state, self.say = folder, options, state, say
        self.day = datetime.date.fromisoformat(state["day"])
        self.plan = Plan(pdf=options.pdf)
        self.persons = Persons()
        self.copier = Copier(self.plan, self.persons, self.day)
        self.done: dict[str, list[str]] = {}  # file → the files it leads to
        self.waiting: deque[Target] = deque()
        self.known: set[str] = set()
        self.visitor = Visitor()
        self.kept = Kept()
        self.last_word = 0.0

    # Walking

    def go(self) -> None:
        """Every page that can be reached."""
        resumed = self._read_journal() if self.options.resume else False
        if not resumed:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        for address in extras.seeds():
            self._queue(self.plan.target(address))
        with (self.folder / JOURNAL).open("a", encoding="utf-8") as journal:
            if not resumed:
                journal.write(json.dumps({"state": self.state}) + "\n")
            while self.waiting:
                self._one(self.waiting.popleft(), journal)
                self._progress()

    def _queue(self, target: Target | None) -> None:
        if target is not None and target.file not in self.known:
            self.known.add(target.file)
            self.waiting.append(target)

    def _read_journal(self) -> bool:
        """Take up what was written before; False when that was of other data."""
        try:
            lines = (self.folder / JOURNAL).read_text(encoding="utf-8").splitlines()
            if not lines or json.loads(lines[0]).get("state") != self.state:
                return False
            entries = [json.loads(line) for line in lines[1:]]
        except (OSError, ValueError):
            return False
        for entry in entries:
            self.known.add(entry["file"])
            self.done[entry["file"]] = [link[1] for link in entry["links"]]
        for entry in entries:
            for link in entry["links"]:
                self._queue(Target(*link))
        self.say(f"{len(entries)} files are there already.")
        return True

    def _one(self, target: Target, journal: IO[str]) -> None:
        """Fetch and write one thing, then put it into the journal; a line is there only when the file is."""
        language = target.url[1:3] if target.url[1:3] in LANGUAGES else LANGUAGES[0]
        with translation.override(language):
            found = {"page": self._page, "file": self._file, "static": self._static}.get(target.kind)
            links = found(target, language) if found else []
        if links is None:
            return
        for link in links:
            self._queue(link)
        self.done[target.file] = [link.file for link in links]
        journal.write(json.dumps({"file": target.file, "links": [[t.url, t.file, t.kind] for t in links]}) + "\n")
        journal.flush()

    def _page(self, target: Target, language: str) -> list[Target] | None:
        response, body = self.visitor.get(target.url, language)
        if response.status_code in (301, 302, 303, 307, 308):
            return self._redirect(target, response.headers["Location"], language)
        if response.status_code not in (200, 410) or not response.headers["Content-Type"].startswith("text/html"):
            return None
        copied = self.copier.page(body.decode(), target, language)
        self._write(target.file, copied.html.encode())
        self.kept.pages += 1
        return copied.targets

    def _redirect(self, target: Target, location: str, language: str) -> list[Target] | None:
        further = self.plan.target(location, target.url) if self.plan.is_ours(location, target.url) else None
        if further is None or further.file == target.file:
            return None
        address = extras.relative(further.file, target.file)
        self._write(target.file, redirect_page(address, "Kotokaari", language).encode())
        return [further]

    def _file(self, target: Target, language: str) -> list[Target] | None:
        response, body = self.visitor.get(target.url, language)
        if response.status_code != 200:
            return None
        if response.headers["Content-Type"].startswith(TEXTS):
            body = self.persons.left_out(body.decode()).encode()
        self._write(target.file, body)
        return []

    def _static(self, target: Target, language: str) -> list[Target] | None:
        """A static file; a style sheet brings along what it names."""
        name = target.url.partition("?")[0].removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if not found:
            return None
        body = Path(str(found)).read_bytes()
        self._write(target.file, body)
        if not name.endswith(".css"):
            return []
        page = f"{settings.STATIC_URL}{name}"
        addresses = IN_STYLE.findall(body.decode())
        found_targets = (
            self.plan.target(address, page) for address in addresses if not address.startswith(("data:", "#"))
        )
        return [one for one in found_targets if one]

    def _write(self, file: str, body: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    def _progress(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self.last_word > 2:
            self.last_word = now
            done, all_ = len(self.done), len(self.done) + len(self.waiting)
            filled = 30 * done // max(all_, 1)
            self.say(f"[{'#' * filled}{'.' * (30 - filled)}] {done} of {all_} known so far")

    # Afterwards

    def finish(self) -> Kept:
        """What no page leads to: identifiers, open files, the search index; then every link is looked at."""
        self._progress(at_once=True)
        self.say("permanent addresses and open files")
        dumps_folder = self.folder / dumps.FOLDER
        shutil.rmtree(dumps_folder, ignore_errors=True)
        dumps_folder.mkdir()
        dumps.write_into(dumps_folder, self.day, lambda sentence: None, self.persons.left_out)
        extras.write_identities(self.folder, self.plan, self.done, self.persons)
        extras.write_root(self.folder, self.options.address or settings.BASE_URL, sorted(self.done))
        self.say("search index")
        finder.write(self.folder / finder.FOLDER, self.plan, self.done, self.persons)
        self._mend()
        self.say("looking at every link")
        self.kept.broken = [str(one) for one in self._mend_places()]
        (self.folder / JOURNAL).unlink()
        return self._counted()

    def _mend(self) -> None:
        """Links to pages that turned out not to be public lose their address; their words stay."""
        there = {file: (self.folder / file).is_file() for links in self.done.values() for file in links}
        for file, links in self.done.items():
            missing = {link for link in links if not there[link]}
            path = self.folder / file
            if missing and file.endswith(".html"):
                path.write_text(without_links(path.read_text(encoding="utf-8"), missing, file), encoding="utf-8")
                self.kept.unlinked += len(missing)

    def _mend_places(self) -> list[checking.Broken]:
        """Links to a place that is not on its page lead to the page; gives the links that still lead nowhere."""
        found = list(checking.broken_links(self.folder))
        mended = [one for one in found if one.problem == checking.NO_PLACE]
        for one in mended:
            path = self.folder / one.page
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(f'"{one.link}"', f'"{one.link.partition("#")[0]}"'), encoding="utf-8")
        again = {one.page for one in mended}
        return [one for one in found if one.page not in again] + list(checking.broken_links(self.folder, again))

    def _counted(self) -> Kept:
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        self.kept.pages = sum(path.suffix == ".html" for path in files)
        self.kept.files, self.kept.bytes = len(files) + 1, sum(path.stat().st_size for path in files)
        mark = {
            "what": "A copy of the public pages of a Kotokaari, as files",
            "site": settings.BASE_URL,
            "kept_on": self.day.isoformat(),
            "licence": dumps.LICENCE,
            "pages": self.kept.pages,
            "files": self.kept.files,
            "state": self.state,
        }
        (self.folder / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
        return self.kept
