"""Languages side by side: what was written into their boxes, without writing over what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import fingerprint


class Box(Protocol):
    """One text in one language on the page; ``was`` is the fingerprint of its words when they were read."""

    name: str
    text: str
    was: str
    theirs: str | None


B = TypeVar("B", bound=Box)


def typed_anew(posted: Mapping[str, Any], boxes: Iterable[B]) -> tuple[list[tuple[B, str]], bool]:
    """The boxes somebody wrote into, with the words; True when others had changed one since the page was opened.

    Such a box is left out: it then holds what was typed, and ``theirs``, to choose from.
    """
    found, clashed = [], False
    for box in boxes:
        typed = posted.get(box.name)
        if typed is None:
            continue
        typed = typed.replace("\r\n", "\n").strip()
        base = posted.get(f"was-{box.name}", box.was)
        if fingerprint(typed) == base or typed == box.text.strip():
            continue
        if base != box.was:
            box.theirs, box.text, clashed = box.text, typed, True
            continue
        found.append((box, typed))
    return found, clashed


def attempt(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """True when it could be done; otherwise the reader is told why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True
