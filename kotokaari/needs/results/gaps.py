"""The gap analysis of a survey: reckoned once, kept while nothing new is sent."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from ..logic.themes import Found, find_themes
from .gathering import NOT_TOLD, OTHERS, Gathered, marks_of

KEPT = 64
_found: OrderedDict[Hashable, Found] = OrderedDict()
_lock = threading.Lock()


def sizes_told(found: Gathered) -> dict[str, float] | None:
    """Sizes by profession as told: those that are taken together have theirs together. None where not all are known."""
    sizes = found.sizes
    if not sizes or set(found.profession_codes) - set(sizes):
        return None
    told = {code: size for code, size in sizes.items() if found.professions.get(code)}
    rest = sum(size for code, size in sizes.items() if code not in found.professions)
    return {**told, OTHERS: rest} if OTHERS in found.professions and rest else told


def gaps_of(found: Gathered) -> Found | None:
    """Items by their gap, None when no matrix was answered. No query; a second or so the first time with 2,000 responses."""
    rows = marks_of(found)
    if not rows or not found.is_enough:
        return None
    sizes = sizes_told(found)
    key = (found.survey.pk, found.survey.themes_wanted, hash(tuple(rows)), tuple(sorted((sizes or {}).items())))
    with _lock:
        if key in _found:
            _found.move_to_end(key)
            return _found[key]
    made = find_themes(rows, max(1, found.survey.themes_wanted), sizes=sizes)
    with _lock:
        _found[key] = made
        while len(_found) > KEPT:
            _found.popitem(last=False)
    return made


def left_out(found: Gathered) -> int:
    """How many do not count in the gaps, because their profession is not known while sizes are."""
    return found.professions.get(NOT_TOLD, 0) if sizes_told(found) is not None else 0
