"""Finding the page of an address without trying every pattern of the house.

Django tries pattern after pattern, each translated anew. Here the patterns are sorted by their head, the words
that stand before the first variable; an address is tried only against those that begin as it does, in their
old order. All that is not resolving (names, checks, the way back from a name to an address) stays Django's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import LocalePrefixPattern, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language

Entry = URLPattern | URLResolver
Head = tuple[str, ...]  # words between slashes; an address that ends with a slash ends with an empty one


def quick_i18n_patterns(*entries: Entry) -> list[Entry]:
    """Patterns under the prefix of each language, as Django's i18n_patterns makes them, found quickly."""
    return [QuickResolver(LocalePrefixPattern(), list(entries))]


class QuickResolver(URLResolver):
    """Asks a plain resolver that holds only the patterns an address can be of.

    There is one for each head that the patterns have, in each language, made when first asked; whatever else
    visitors type shares that of the longest head it begins with.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[str | None, frozenset[Head]] = {}
        self._narrow: dict[tuple[str | None, Head], URLResolver] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """The page of the address. Raises Resolver404 when there is none."""
        matched = self.pattern.match(str(path))
        return self.narrowed(matched[0] if matched else "").resolve(path)

    def narrowed(self, rest: str) -> URLResolver:
        """The plain resolver to ask, for what follows the prefix of the language."""
        language = get_language()
        if language not in self._heads:
            self._heads[language] = frozenset(heads(self.url_patterns))
        key = (language, longest(self._heads[language], rest))
        if key not in self._narrow:
            self._narrow[key] = _with(self, list(beginning(self.url_patterns, key[1])))
        return self._narrow[key]


def longest(known: frozenset[Head], path: str) -> Head:
    """The longest known head that the path begins with; ``known`` holds the beginnings of each of its heads."""
    head: Head = ()
    for word in path.split("/"):
        if (*head, word) not in known:
            break
        head = (*head, word)
    return head


def heads(entries: Iterable[Entry], before: str = "") -> Iterator[Head]:
    """The head of each pattern in the active language, and all beginnings of it."""
    for entry in entries:
        text, is_whole = _words(entry, before)
        head = _head(entry, text, is_whole)
        yield from (head[:length] for length in range(len(head) + 1))
        if isinstance(entry, URLResolver) and is_whole:
            yield from heads(entry.url_patterns, text)


def beginning(entries: Iterable[Entry], path: Head, before: str = "") -> Iterator[Entry]:
    """The patterns whose head a path of this head begins with, in their order."""
    for entry in entries:
        text, is_whole = _words(entry, before)
        head = _head(entry, text, is_whole)
        if path[: len(head)] != head:
            continue
        if isinstance(entry, URLResolver) and is_whole:
            if inner := list(beginning(entry.url_patterns, path, text)):
                yield _with(entry, inner)
        else:
            yield entry


def _words(entry: Entry, before: str) -> tuple[str, bool]:
    """What an address of the pattern begins with, and whether the pattern says no more than that."""
    if not isinstance(entry.pattern, RoutePattern):
        return before, False
    words, variable, _rest = str(entry.pattern).partition("<")
    return before + words, not variable


def _head(entry: Entry, text: str, is_whole: bool) -> Head:
    """The words in full; the last is only begun where a variable or further patterns go on."""
    words = tuple(text.split("/"))
    return words if is_whole and isinstance(entry, URLPattern) else words[:-1]


def _with(resolver: URLResolver, entries: list[Entry]) -> URLResolver:
    """The same resolver for these patterns alone."""
    return URLResolver(resolver.pattern, entries, resolver.default_kwargs, resolver.app_name, resolver.namespace)
