"""What rooms above hand to a room below: functions it asks without knowing whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Registry(list[Callable[P, T]], Generic[P, T]):
    """Functions in the order they came, each once."""

    def add(self, one: Callable[P, T]) -> None:
        """Take it in, unless it is here."""
        if one not in self:
            self.append(one)

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        """What each says, in the order they came."""
        return (one(*args, **kwargs) for one in self)


@dataclass(frozen=True, slots=True)
class Section:
    """A part that another room adds to a page: a heading and a template with its context."""

    title: Any
    template: str
    context: dict[str, Any]
    order: int = 50


def in_order(sections: Iterable[Section | None]) -> list[Section]:
    """Those that show something, by their order."""
    return sorted((section for section in sections if section is not None), key=lambda section: section.order)
