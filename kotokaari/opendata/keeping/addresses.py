"""Which pages a copy holds, and in which file each one lies.

Pages are kept by name: what is not named here is left out, and links to it lose their address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from kotokaari.foundation.text import LANGUAGES

FACETS = ("theme", "group", "phase", "region", "municipality", "kind", "cost", "evidence", "language", "status")
NOTHING: tuple[str, ...] = ()
# Pages by name, each with the questions of which one at a time is kept. Pages of a list always are.
KEPT: Mapping[str, tuple[str, ...]] = {
    "home:front": NOTHING,
    "home:duties": NOTHING,
    "home:about": NOTHING,
    "home:privacy": NOTHING,
    "home:accessibility": NOTHING,
    "catalogue:list": FACETS,
    "catalogue:practice": NOTHING,
    "catalogue:versions": NOTHING,
    "catalogue:version": NOTHING,
    "catalogue:projects": NOTHING,
    "catalogue:project": NOTHING,
    "adoption:adoption": NOTHING,
    "adoption:list": ("practice", "status", "region", "theme"),
    "exchange:practice-questions": NOTHING,
    "exchange:question": NOTHING,
    "needs:list": NOTHING,
    "needs:survey": NOTHING,
    "needs:themes": NOTHING,
    "innovation:list": NOTHING,
    "innovation:day": NOTHING,
    "innovation:open-report": NOTHING,
    "innovation:epics": ("status", "theme", "municipality"),
    "innovation:epic": NOTHING,
    "rubrics:list": NOTHING,
    "rubrics:rubric": NOTHING,
    "calls:list": NOTHING,
    "calls:call": NOTHING,
    "decisions:list": NOTHING,
    "decisions:of-call": NOTHING,
    "decisions:decision": NOTHING,
    "decisions:statistics": NOTHING,
    "people:organisations": ("type", "place", "ended"),
    "people:organisation": NOTHING,
    "people:places": NOTHING,
    "people:place": NOTHING,
    "vocabulary:front": ("kind", "letter", "lang"),
    "vocabulary:concept": NOTHING,
    "vocabulary:law": NOTHING,
    "vocabulary:scheme": ("letter",),
    "arc:arc": NOTHING,
    "arc:elsewhere": NOTHING,
    "opendata:front": NOTHING,
    "opendata:index": NOTHING,
    "opendata:letter": NOTHING,
    "search:page": NOTHING,
}
FILES = {
    "catalogue:file",
    "arc:prov",
    "vocabulary:export",
    "rubrics:export",
    "calls:call-calendar",
    "innovation:calendar",
    "innovation:epics-csv",
    "innovation:open-report-data",
}
PAPERS = {"catalogue:card", "catalogue:paper", "innovation:open-report-pdf"}
UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")
LETTERS = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "Å": "AA", "Ä": "AE", "Ö": "OE"})
DATA = "data.jsonld"


@dataclass(frozen=True, slots=True)
class Target:
    """Something the copy holds: the address it is asked for by, the file it lies in, and what kind of thing it is."""

    url: str
    file: str
    kind: str  # page, file, static, data


class Plan:
    """What is in the copy."""

    def __init__(self, *, pdf: bool = False) -> None:
        self.files = FILES | (PAPERS if pdf else set())
        self.host = urlsplit(settings.BASE_URL).netloc
        self._known: dict[str, Target | None] = {}

    def is_ours(self, address: str, page: str) -> bool:
        """True for an address of this site."""
        parts = self._parts(address, page)
        return parts.scheme in ("", "http", "https") and parts.netloc == self.host

    def target(self, address: str, page: str = "/") -> Target | None:
        """What an address of ours, written on ``page``, leads to in the copy; None when that is left out."""
        parts = self._parts(address, page)
        key = f"{parts.path}?{parts.query}"
        if key not in self._known:
            self._known[key] = self._target(parts.path, parts.query)
        return self._known[key]

    def _parts(self, address: str, page: str) -> SplitResult:
        """An address in full; those from the top of the site are the same on every page."""
        return in_full(address, f"//{self.host}{'/' if address.startswith('/') else page}")

    def _target(self, path: str, query: str) -> Target | None:
        if path.startswith(settings.STATIC_URL):
            return Target(f"{path}?{query}" if query else path, static_file(path, query), "static")
        match = match_of(path)
        if match is None:
            return None
        name = match.view_name
        if name == "identity":
            return Target(path, f"id/{match.kwargs['uuid']}/index.html", "identity")
        if name == "api:practice":
            return Target(path, f"id/{match.kwargs['uuid']}/{DATA}", "data")
        if name == "open-data-file":
            return Target(path, f"open-data/{match.kwargs['name']}", "data")
        if name in ("sitemap", "robots"):
            return Target(path, path.strip("/"), "data")
        if name in self.files:
            return Target(path, safe(path), "file")
        if name in KEPT:
            asked = question(query, KEPT[name])
            if asked is None:
                return None
            return Target(path + (f"?{urlencode(asked)}" if asked else ""), page_file(path, asked), "page")
        return None


@lru_cache(maxsize=8192)
def in_full(address: str, page: str) -> SplitResult:
    """An address as it is meant on ``page``, in its parts."""
    return urlsplit(urljoin(page, address))


def match_of(path: str) -> Any:
    """The page at a path, in the language of the path; None when there is none."""
    language = path[1:3] if path[1:3] in LANGUAGES and path[3:4] == "/" else LANGUAGES[0]
    with override(language):
        try:
            return resolve(unquote(path))
        except Resolver404:
            return None


def question(query: str, kept: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """The part of a question that has a page in the copy: one value, and the page of the list.

    Orders and the like are passed over. None when several values are asked for together: that has no page.
    """
    given = [(name, value) for name, value in parse_qsl(query) if value]
    asked = [(name, value) for name, value in given if name in kept]
    page = [(name, value) for name, value in given if name == "page" and value.isdecimal() and int(value) > 1]
    return None if len(asked) > 1 else [*asked, *page[:1]]


def page_file(path: str, asked: list[tuple[str, str]]) -> str:
    """The file of a page; what was asked becomes folders."""
    folders = [safe(path), *(safe(f"{name}-{value}".replace("/", "-")) for name, value in asked)]
    return posixpath.join(*(folder for folder in folders if folder), "index.html")


def static_file(path: str, query: str) -> str:
    """The file of a static one, with its fingerprint in the name."""
    name = safe(path)
    if not query.startswith("v="):
        return name
    stem, ending = posixpath.splitext(name)
    return f"{stem}.{UNSAFE.sub('', query[2:])}{ending}"


def safe(path: str) -> str:
    """A path that every file system takes."""
    return "/".join(
        UNSAFE.sub("-", part.translate(LETTERS)) for part in unquote(path).split("/") if part not in ("", ".", "..")
    )


def relative(file: str, page: str) -> str:
    """How ``page`` names ``file``; both lie in the copy."""
    return posixpath.relpath(file, posixpath.dirname(page) or ".")
