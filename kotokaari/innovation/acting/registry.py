"""Which function takes which kind of act, and what each part of the state of a day is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kotokaari.live.public import Incoming

if TYPE_CHECKING:
    from kotokaari.innovation.models import Phase
    from kotokaari.live.public import Outcome

    from .taking import Taking, Who
    from .telling import Telling

Take = Callable[["Taking", "Who", Incoming], "Outcome"]
Tell = Callable[["Telling"], Any]
Close = Callable[["Taking", "Phase"], "dict[str, Any] | None"]

takers: dict[str, Take] = {}
staff_only: set[str] = set()
after_the_day: set[str] = set()
tellers: dict[str, Tell] = {}
closers: dict[str, list[Close]] = {}


def takes(kind: str, *, by_staff: bool = False, also_after: bool = False) -> Callable[[Take], Take]:
    """This function takes acts of this kind; ``by_staff``: those who run the day alone may do it.

    ``also_after``: they may do it when the day is over too, for what should never have been written.
    """

    def register(take: Take) -> Take:
        takers[kind] = take
        if by_staff:
            staff_only.add(kind)
        if also_after:
            after_the_day.add(kind)
        return take

    return register


def tells(name: str) -> Callable[[Tell], Tell]:
    """This function makes the part of the state that goes by this name (JSON data, for this one reader)."""

    def register(tell: Tell) -> Tell:
        tellers[name] = tell
        return tell

    return register


def on_close(kind: str) -> Callable[[Close], Close]:
    """This function is called when a phase of this kind closes, before its secret is emptied.

    What it returns is told in the same event, beside the phases: parts of the state by their names.
    """

    def register(close: Close) -> Close:
        closers.setdefault(kind, []).append(close)
        return close

    return register


def phase_closes(taking: Taking, phase: Phase) -> dict[str, Any]:
    """Let everything happen that belongs to the closing of a phase; what is told of it."""
    told: dict[str, Any] = {}
    for close in closers.get(phase.kind, []):
        told.update(close(taking, phase) or {})
    return told
