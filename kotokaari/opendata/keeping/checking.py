"""Does every link of a copy lead somewhere? Files, and the places inside them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
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


def broken_links(folder: Path) -> Iterator[Broken]:
    """Every link of every page and style sheet that leads nowhere."""
    places = lru_cache(maxsize=256)(lambda file: _places(folder / file))
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".html", ".css") or not path.is_file():
            continue
        page = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        links = IN_STYLE.findall(text) if path.suffix == ".css" else _links(text)
        for link in dict.fromkeys(links):
            problem = _problem(folder, page, unescape(link), places)
            if problem:
                yield Broken(page, link, problem)


def _links(text: str) -> Iterator[str]:
    for tag in TAG.findall(text):
        yield from EACH.findall(tag)


def _problem(folder: Path, page: str, link: str, places: Callable[[str], frozenset[str]]) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path.startswith("/"):
        return "begins at the top of the server"
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if file.startswith(".."):
        return "leads out of the copy"
    if not (folder / file).is_file():
        return "is not there"
    is_page = file.endswith((".html", ".svg"))
    if parts.fragment and is_page and unquote(parts.fragment) not in places(file):
        return NO_PLACE
    return ""


def _places(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    return frozenset(unescape(name) for tag in TAG.findall(text) for name in PLACE.findall(tag))
