"""Work that is done once a day: reminders, digests, dumps.

A room registers its work in ``AppConfig.ready``. ``kotokaari daily`` does what has not been done yet
today; a serving house starts that command by itself (``watch``). Each piece of work gets the day it
is done for, so a missed day is made up and tests can move the clock. It must be safe to do twice.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from .models import DailyRun

FIRST_LOOK, BETWEEN_LOOKS = 300, 1800  # seconds
Work = Callable[[datetime.date], str]

_works: dict[str, Work] = {}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work that was tried: what it says of itself, or what went wrong."""

    name: str
    sentence: str
    failed: bool = False


def register_daily(name: str, work: Work) -> None:
    """Have ``work(day)`` done once a day; it gives a sentence of what it did ("" when nothing). The same name replaces it."""
    _works[name] = work


def due(day: datetime.date) -> list[str]:
    """The names of the work not yet done for ``day``. One query."""
    done = set(DailyRun.objects.filter(day__gte=day).values_list("name", flat=True))
    return [name for name in sorted(_works) if name not in done]


def run(day: datetime.date | None = None, *, again: bool = False) -> Iterator[Done]:
    """Do what is due for ``day`` (today), one after another; ``again`` does what was done too.

    Work that fails is told of and stays due; the others go on.
    """
    day = day or timezone.localdate()
    for name in sorted(_works) if again else due(day):
        try:
            sentence = _works[name](day)
        except Exception as error:
            _log.exception("daily work failed", work=name)
            yield Done(name, f"{type(error).__name__}: {error}", failed=True)
        else:
            DailyRun.objects.update_or_create(name=name, defaults={"day": day, "sentence": sentence[:300]})
            yield Done(name, sentence)


def watch() -> threading.Thread:
    """Look now and then, beside serving, whether daily work is due, and have it done in a process of its own."""
    thread = threading.Thread(target=_watch, name="daily work", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    time.sleep(FIRST_LOOK)
    while True:
        try:
            if due(timezone.localdate()):
                subprocess.run([sys.executable, "-m", "kotokaari", "daily"], env=os.environ, check=False)
        except (DatabaseError, OSError):
            _log.exception("cannot look for daily work")
        finally:
            connection.close()
        time.sleep(BETWEEN_LOOKS)
