"""What upper rooms tell this one: which assignments somebody has begun to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kotokaari.foundation.registry import Registry

Begun = Callable[[Iterable[int]], Iterable[int]]

_begun = Registry[[Iterable[int]], Iterable[int]]()


def register_begun(begun: Begun) -> None:
    """``begun(keys)`` gives the keys of those assignments with work in them: a plan leaves these as they are."""
    _begun.add(begun)


def begun_of(keys: Iterable[int]) -> set[int]:
    """The keys of assignments that hold work already. One query a registered room."""
    wanted = list(keys)
    return {key for begun in _begun for key in begun(wanted)} if wanted else set()
