"""What upper rooms add to a call: steps of the work behind it, ways to answer it, parts of its page, who writes drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest

from kotokaari.foundation.registry import Registry, Section, in_order
from kotokaari.people.public import User

from .models import Call, Round

StepState = Literal["waiting", "todo", "running", "done"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work behind a call: where it is done, how it stands in a sentence, what comes next.

    ``state``: waiting (for a step before it), todo (somebody is to act), running, done. ``count`` is shown as a
    figure; None shows none. ``next_label`` and ``next_url`` lead to the one thing to do now.
    """

    label: Any
    url: str
    sentence: Any = ""
    count: int | None = None
    state: StepState = "waiting"
    next_label: Any = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class CallAction:
    """Something a reader of a call may do, as a button on its page. ``is_main``: the one that matters most."""

    label: Any
    url: str
    icon: str = ""
    order: int = 50
    is_main: bool = False


WorkStep = Callable[[User, Call], "Step | None"]
CallSection = Callable[[HttpRequest, Call], Section | None]
CallActions = Callable[[HttpRequest, Call], Iterable[CallAction]]
DraftHolders = Callable[[Round], Iterable[User]]

_work_steps: list[tuple[int, WorkStep]] = []
_sections = Registry[[HttpRequest, Call], Section | None]()
_actions = Registry[[HttpRequest, Call], Iterable[CallAction]]()
_draft_holders = Registry[[Round], Iterable[User]]()


def register_work_step(order: int, step: WorkStep) -> None:
    """Show ``step(user, call)`` on the page of a call's work (``calls:work``); None shows nothing there.

    It is asked for everybody who runs the call: counts must respect the user's recusals. Keep it to a query or two.
    Orders: submissions 20, gates 30, panel 40, assignment 50, assessment 60, calibration 70, meeting 80,
    decisions 90, letters 100, publication 110, statistics 120.
    """
    if (order, step) not in _work_steps:
        _work_steps.append((order, step))


def work_steps(user: User, call: Call) -> list[Step]:
    """The steps of the work behind a call, in order."""
    found = (step(user, call) for _order, step in sorted(_work_steps, key=lambda pair: pair[0]))
    return [step for step in found if step is not None]


def register_call_section(section: CallSection) -> None:
    """Show ``section(request, call)`` on the public page of a call; None shows nothing there."""
    _sections.add(section)


def call_sections(request: HttpRequest, call: Call) -> list[Section]:
    """What the rooms show on the page of a call, in order."""
    return in_order(_sections.ask(request, call))


def register_call_actions(actions: CallActions) -> None:
    """Offer ``actions(request, call)`` as buttons on the public page of a call: to answer it, to read decisions."""
    _actions.add(actions)


def call_actions(request: HttpRequest, call: Call) -> list[CallAction]:
    """What a reader may do, in order."""
    return sorted((one for actions in _actions for one in actions(request, call)), key=lambda one: one.order)


def register_draft_holders(holders: DraftHolders) -> None:
    """Remind ``holders(round)``, the people who write a draft not sent yet, before the round closes."""
    _draft_holders.add(holders)


def draft_holders(round: Round) -> list[User]:
    """Everybody who writes a draft for this round and has not sent it, each once."""
    return list({user.pk: user for holders in _draft_holders for user in holders(round)}.values())
