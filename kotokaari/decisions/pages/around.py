"""What several pages of decisions share: the way here, tabs, messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import User

Trail = list[tuple[Any, str]]


def me(request: HttpRequest) -> User:
    """Whoever has signed in."""
    return cast(User, request.user)


def language() -> str:
    """The language of the page."""
    return (get_language() or "fi")[:2]


def call_trail(call: Call, *rest: tuple[Any, str]) -> Trail:
    """The call, its work of deciding, then what follows."""
    return [
        (read(call.name), address("calls:call", call.slug, call.key)),
        (_("Decisions"), reverse("decisions:work", args=[call.key])),
        *rest,
    ]


def address(name: str, *words: Any) -> str:
    """Where a page of another room is; "" while the room has no such page."""
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return ""


def done(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    if said:
        messages.success(request, said)
    return True
