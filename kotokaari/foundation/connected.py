"""What hangs together with what: judges through the things they both judged, for one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)


def parts(pairs: Iterable[tuple[A, B]]) -> list[tuple[list[A], list[B]]]:
    """The parts that pairs of two kinds of things fall into: (those of one kind, of the other) of each, the largest first.

    Where submissions and their judges fall into more than one part, scores of different parts cannot be compared
    (Linacre 1989, chapter 7: connectedness).
    """
    above: dict[tuple[bool, A | B], tuple[bool, A | B]] = {}

    def top(node: tuple[bool, A | B]) -> tuple[bool, A | B]:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for one, other in pairs:
        above[top((False, one))] = top((True, other))
    found: dict[tuple[bool, A | B], tuple[list[A], list[B]]] = {}
    for node in list(above):
        is_other, thing = node
        found.setdefault(top(node), ([], []))[is_other].append(thing)  # type: ignore[arg-type]
    return sorted(found.values(), key=lambda part: (-len(part[0]), str(part[0][:1])))
