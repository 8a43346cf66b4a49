"""Conditions as XLSForm writes them (``relevant``), both ways. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[A-Za-z_][\w.-]*\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<word>[A-Za-z][A-Za-z-]*)|(?P<sign>!=|<=|>=|=|<|>|\(|\)|,))"""
)
MOST_DEEP = 20
MOST_LONG = 4000


class NotSayable(ValueError):
    """A condition that surveys here cannot say; the message is what stands in the way, in the file's own words."""


def written(condition: Mapping[str, Any], is_list: Callable[[str], bool], name: Callable[[str], str] = str) -> str:
    """A condition as ``relevant``. ``is_list(code)``: several may be chosen; ``name(code)``: its name in the file."""
    if not condition:
        return ""
    for word, between in (("all", " and "), ("any", " or ")):
        if word in condition:
            parts = [written(part, is_list, name) for part in condition[word]]
            return "(" + between.join(part for part in parts if part) + ")" if any(parts) else ""
    if "not" in condition:
        return f"not({written(condition['not'], is_list, name)})"
    code = str(condition["question"])
    reference = "${" + name(code) + "}"
    for word, sign in (("at_least", ">="), ("at_most", "<=")):
        if word in condition:
            return f"{reference} {sign} {condition[word]}"
    for word in ("is", "is_not"):
        if word in condition:
            return _compared(reference, condition[word], word == "is", is_list(code))
    return f"{reference} != ''"


def _compared(reference: str, value: Any, is_it: bool, many: bool) -> str:
    if isinstance(value, list):
        parts = " or ".join(_compared(reference, one, True, many) for one in value)
        return f"({parts})" if is_it else f"not({parts})"
    if many:
        said = f"selected({reference}, {_quoted(value)})"
        return said if is_it else f"not({said})"
    return f"{reference} {'=' if is_it else '!='} {_quoted(value)}"


def _quoted(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return f'"{value}"' if "'" in str(value) else f"'{value}'"


def understood(text: str) -> dict[str, Any]:
    """A ``relevant`` as a condition, with the names of the file. Raises NotSayable."""
    if not text.strip():
        return {}
    if len(text) > MOST_LONG:
        raise NotSayable(text[:60] + "…")
    reader = _Reader(text)
    found = reader.either(0)
    if reader.peek()[0]:
        raise NotSayable(reader.rest())
    return found


class _Reader:
    """Reads ``and``, ``or``, ``not(…)``, ``selected(…)`` and comparisons, one after another."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.strip(), 0

    def rest(self) -> str:
        """What stands from here on."""
        return self.text[self.at :].strip()[:80]

    def peek(self) -> tuple[str, str]:
        """The kind of the next word and the word; two empty ones at the end."""
        if self.at >= len(self.text):
            return "", ""
        match = TOKEN.match(self.text, self.at)
        if match is None:
            if not self.rest():
                return "", ""
            raise NotSayable(self.rest())
        return str(match.lastgroup), match[str(match.lastgroup)]

    def take(self, *words: str) -> str:
        """The next word, which must be one of these (any when none is named)."""
        kind, word = self.peek()
        if not kind or (words and word not in words):
            raise NotSayable(self.rest() or self.text[-40:])
        match = TOKEN.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return word

    def either(self, depth: int) -> dict[str, Any]:
        """Parts with ``or`` between."""
        return self._joined("or", "any", self.both, depth)

    def both(self, depth: int) -> dict[str, Any]:
        """Parts with ``and`` between."""
        return self._joined("and", "all", self.single, depth)

    def _joined(self, word: str, key: str, part: Callable[[int], dict[str, Any]], depth: int) -> dict[str, Any]:
        if depth > MOST_DEEP:
            raise NotSayable(self.rest())
        found = [part(depth + 1)]
        while self.peek()[1] == word:
            self.take(word)
            found.append(part(depth + 1))
        return found[0] if len(found) == 1 else {key: found}

    def single(self, depth: int) -> dict[str, Any]:
        """One comparison, or parts in brackets."""
        kind, word = self.peek()
        if word == "(":
            self.take("(")
            found = self.either(depth + 1)
            self.take(")")
            return found
        if kind == "word" and word == "not":
            self.take()
            self.take("(")
            found = self.either(depth + 1)
            self.take(")")
            return _denied(found)
        if kind == "word" and word == "selected":
            return self._selected()
        if kind == "ref":
            return self._comparison()
        raise NotSayable(self.rest() or self.text[-40:])

    def _selected(self) -> dict[str, Any]:
        self.take()
        self.take("(")
        code = self._reference()
        self.take(",")
        value = self._value()
        self.take(")")
        return {"question": code, "is": value}

    def _comparison(self) -> dict[str, Any]:
        code = self._reference()
        start = self.rest()
        sign = self.take("=", "!=", "<=", ">=", "<", ">")
        value = self._value()
        if value == "":
            return {"question": code} if sign == "!=" else {"not": {"question": code}}
        if sign in ("=", "!="):
            return {"question": code, "is" if sign == "=" else "is_not": value}
        if not isinstance(value, int | float):
            raise NotSayable(start)
        if sign in ("<", ">"):
            if not isinstance(value, int):
                raise NotSayable(start)
            value, sign = (value - 1, "<=") if sign == "<" else (value + 1, ">=")
        return {"question": code, "at_least" if sign == ">=" else "at_most": value}

    def _reference(self) -> str:
        kind, word = self.peek()
        if kind != "ref":
            raise NotSayable(self.rest())
        self.take()
        return word[2:-1].strip()

    def _value(self) -> Any:
        kind, word = self.peek()
        if kind == "text":
            self.take()
            return word[1:-1]
        if kind == "number":
            self.take()
            return float(word) if "." in word else int(word)
        raise NotSayable(self.rest())


def _denied(found: dict[str, Any]) -> dict[str, Any]:
    if set(found) == {"question", "is"}:
        return {"question": found["question"], "is_not": found["is"]}
    return {"not": found}
