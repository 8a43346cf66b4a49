"""Does every link of a copy lead somewhere? Files, and the places inside them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

EACH = re.compile(r"""\s(?:href|src|xlink:href|action)\s*=\s*["']([^"']*)["']""", re.I)
PLACE = re.compile(r"""\s(?:id|name)\s*=\s*["']([^"']+)["']""", re.I)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)")


NO_PLACE = "names a place that is not on that page"


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere: on which page, as it is written, and why."""

    page: str
    link: str
    problem: str

    def __str__(self) -> str:
        return f"{self.page}: {self.link} {self.problem}"


def broken_links(folder: Path, pages: Collection[str] | None = None) -> Iterator[Broken]:
    """Every link that leads nowhere, of every page and style sheet, or of those named."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    places = lru_cache(maxsize=256)(lambda file: _places(folder / file))
    for page in sorted(files if pages is None else pages):
        if not page.endswith((".html", ".css")):
            continue
        text = (folder / page).read_text(encoding="utf-8")
        links = IN_STYLE.findall(text) if page.endswith(".css") else _links(text)
        for link in dict.fromkeys(links):
            problem = _problem(files, page, unescape(link), places)
            if problem:
                yield Broken(page, link, problem)


def _links(text: str) -> Iterator[str]:
    for tag in TAG.findall(text):
        yield from EACH.findall(tag)


def _problem(files: Collection[str], page: str, link: str, places: Callable[[str], frozenset[str]]) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path.startswith("/"):
        return "begins at the top of the server"
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if file.startswith(".."):
        return "leads out of the copy"
    if file not in files:
        return "is not there"
    is_page = file.endswith((".html", ".svg"))
    if parts.fragment and is_page and unquote(parts.fragment) not in places(file):
        return NO_PLACE
    return ""


def _places(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    return frozenset(unescape(name) for tag in TAG.findall(text) for name in PLACE.findall(tag))
