"""Our own pages taken apart into elements and written down again, unchanged where nothing is changed.

Only for HTML that this house has written: every attribute quoted or bare, every element closed in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
RAW = frozenset({"script", "style", "textarea", "title"})
TOKEN = re.compile(
    r"<!--.*?-->|<![^>]*>|<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attrs>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S
)
ATTRIBUTE = re.compile(r"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(slots=True)
class Element:
    """An element with its attributes (None for one without a value) and what is in it; text stays as written."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; "" when it is not there."""
        return self.attributes.get(name) or ""

    @property
    def classes(self) -> set[str]:
        """The words of ``class``."""
        return set(self.get("class").split())

    def walk(self) -> Iterator[Element]:
        """This element and all within."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(part for part in reversed(element.content) if isinstance(part, Element))

    def first(self, test: Callable[[Element], bool]) -> Element | None:
        """The first element within for which the test is true."""
        return next((element for element in self.walk() if test(element)), None)

    def has(self, test: Callable[[Element], bool]) -> bool:
        """True when there is such an element within."""
        return self.first(test) is not None

    @property
    def is_blank(self) -> bool:
        """True when there is nothing to read in it."""
        return not any(unescape(text).strip() for text in self._texts())

    def _texts(self) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, Element):
                yield from part._texts()
            else:
                yield part

    def change(self, changed: Callable[[Element], list[Element | str]]) -> None:
        """Put ``changed(element)`` in the place of each element within, the inner ones first."""
        content: list[Element | str] = []
        for part in self.content:
            if isinstance(part, Element):
                part.change(changed)
                content.extend(changed(part))
            else:
                content.append(part)
        self.content = content

    def write(self) -> str:
        """The element as HTML."""
        parts: list[str] = []
        self._write(parts)
        return "".join(parts)

    def _write(self, parts: list[str]) -> None:
        if self.name:
            attributes = "".join(
                f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in self.attributes.items()
            )
            parts.append(f"<{self.name}{attributes}>")
        for part in self.content:
            if isinstance(part, Element):
                part._write(parts)
            else:
                parts.append(part)
        if self.name and self.name not in VOID:
            parts.append(f"</{self.name}>")


def read(page: str) -> Element:
    """The page as one element without a name. Raises ValueError when elements are not closed in order."""
    root = Element("")
    open_: list[Element] = [root]
    at = 0
    while found := TOKEN.search(page, at):
        if found.start() > at:
            open_[-1].content.append(page[at : found.start()])
        at = found.end()
        name = (found["name"] or "").lower()
        if not name:
            open_[-1].content.append(found[0])
        elif found["end"]:
            if open_[-1].name.lower() != name:
                raise ValueError(f"</{name}> ends <{open_[-1].name}>")
            open_.pop()
        else:
            at = _begin(open_, found, page, at)
    if len(open_) != 1:
        raise ValueError(f"<{open_[-1].name}> is not closed")
    root.content.append(page[at:])
    return root


def _begin(open_: list[Element], found: re.Match[str], page: str, at: int) -> int:
    """A beginning tag; gives where reading goes on."""
    attrs = found["attrs"]
    closes_itself = attrs.rstrip().endswith("/")
    element = Element(found["name"], _attributes(attrs.rstrip().removesuffix("/") if closes_itself else attrs))
    open_[-1].content.append(element)
    if element.name.lower() in VOID or closes_itself:
        return at
    if element.name.lower() in RAW:
        end = page.find(f"</{element.name}", at)
        if end < 0:
            raise ValueError(f"<{element.name}> is not closed")
        element.content.append(page[at:end])
        return page.index(">", end) + 1
    open_.append(element)
    return at


def _attributes(text: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, double, single, bare in ATTRIBUTE.findall(text):
        has_value = double or single or bare or f"{name}=" in text.replace(" ", "")
        found.setdefault(name, unescape(double or single or bare) if has_value else None)
    return found
