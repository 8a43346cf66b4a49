"""Work that is done at a stated moment: not a day later, at the next daily run, but then.

A room registers what it waits for in ``AppConfig.ready``: what waits until when, and what is done then. Each
process that serves looks every ``LOOK`` seconds and wakes at the moment itself. The work must be safe to do
twice, also at the same time, for several processes may serve.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Hashable, Iterable

import structlog
from django.db import connection
from django.utils import timezone

LOOK, AGAIN = 20, 1800  # seconds
Moment = datetime.datetime

Waiting = Callable[[], Iterable[tuple[Hashable, Moment]]]

_works: dict[str, tuple[Waiting, Callable[[], object]]] = {}
_tried: dict[str, dict[tuple[Hashable, Moment], Moment]] = {}
_log = structlog.get_logger(__name__)


def register_moment(name: str, waiting: Waiting, work: Callable[[], object]) -> None:
    """Have ``work()`` done when something's moment comes: ``waiting()`` gives what waits (its key) and until when."""
    _works[name] = (waiting, work)


def do_what_is_due(now: Moment | None = None) -> float:
    """Do the work whose moment has come; how many seconds to sleep before looking again.

    What still waits after its moment is tried again after ``AGAIN`` seconds, or when its moment changes.
    """
    now = now or timezone.now()
    wait = float(LOOK)
    for name, (waiting, work) in list(_works.items()):
        found = list(waiting())
        wait = min([wait, *((when - now).total_seconds() for _key, when in found if when > now)])
        due = [one for one in found if one[1] <= now]
        before = _tried.get(name, {})
        fresh = [one for one in due if one not in before or (now - before[one]).total_seconds() >= AGAIN]
        _tried[name] = {one: now if one in fresh else before[one] for one in due}
        if fresh:
            work()
    return wait


def watch() -> threading.Thread:
    """Keep watching, beside serving."""
    thread = threading.Thread(target=_watch, name="stated moments", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    wait = float(LOOK)
    while True:
        time.sleep(wait)
        try:
            wait = do_what_is_due()
        except Exception:  # whatever it was, what waits is looked at again
            _log.exception("work at a stated moment failed")
            wait = float(LOOK)
        finally:
            connection.close()
