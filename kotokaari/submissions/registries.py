"""What rooms above add: who else may read a submission, and what stands against withdrawing one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from .models import Submission

Readable = Callable[[Any], Q]
Bar = Callable[[Submission], str]

_readers: list[Readable] = []
_bars: list[Bar] = []


def register_reader(readable: Readable) -> None:
    """Open reading of what was sent: ``readable(user)`` is a ``Q`` of submissions, recusals are taken off here."""
    if readable not in _readers:
        _readers.append(readable)


def readers() -> Iterator[Readable]:
    """Everything registered."""
    return iter(tuple(_readers))


def register_bar(bar: Bar) -> None:
    """``bar(submission)`` says in a sentence why it cannot be withdrawn now; "" when nothing stands against it."""
    if bar not in _bars:
        _bars.append(bar)


def barred(submission: Submission) -> str:
    """Why it cannot be withdrawn now, or ""."""
    return next((reason for bar in _bars if (reason := bar(submission))), "")
