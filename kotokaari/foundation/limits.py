"""How often something may be done: for what costs others something (letters, big downloads, guesses)."""

from __future__ import annotations

import math

from django.core.cache import cache
from django.utils.translation import ngettext

from .errors import DomainError


class TooOften(DomainError):
    """The limit is reached; the message says when to try again."""


def count(name: str, who: object, *, times: int, seconds: int) -> None:
    """Count one more ``name`` by ``who``. Raises TooOften after ``times`` within ``seconds``.

    Counts lie in the cache: with one process in its memory, with several in the shared cache.
    """
    key = f"limit:{name}:{getattr(who, 'pk', None) or who}"
    if cache.add(key, 1, seconds):
        return
    try:
        used = cache.incr(key)
    except ValueError:  # ran out between the two calls
        cache.set(key, 1, seconds)
        return
    if used > times:
        minutes = max(1, math.ceil(seconds / 60))
        sentence = ngettext(
            "You have done this many times in a short while. Try again in %(count)s minute.",
            "You have done this many times in a short while. Try again in %(count)s minutes.",
            minutes,
        )
        raise TooOften(sentence % {"count": minutes})
