"""Which function takes which kind of act, and what each part of the state of a day is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kotokaari.live.public import Incoming

if TYPE_CHECKING:
    from kotokaari.live.public import Outcome

    from .taking import Taking, Who
    from .telling import Telling

Take = Callable[["Taking", "Who", Incoming], "Outcome"]
Tell = Callable[["Telling"], Any]

takers: dict[str, Take] = {}
staff_only: set[str] = set()
tellers: dict[str, Tell] = {}


def takes(kind: str, *, by_staff: bool = False) -> Callable[[Take], Take]:
    """This function takes acts of this kind; ``by_staff``: those who run the day alone may do it."""

    def register(take: Take) -> Take:
        takers[kind] = take
        if by_staff:
            staff_only.add(kind)
        return take

    return register


def tells(name: str) -> Callable[[Tell], Tell]:
    """This function makes the part of the state that goes by this name (JSON data, for this one reader)."""

    def register(tell: Tell) -> Tell:
        tellers[name] = tell
        return tell

    return register
