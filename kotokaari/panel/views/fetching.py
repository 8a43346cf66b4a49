"""What the pages fetch, always on behalf of someone."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call, call_for
from kotokaari.foundation.access import require
from kotokaari.people.public import User
from kotokaari.ui.public import Tab

from .. import permissions

Trail = list[tuple[str, str]]


def me(request: HttpRequest) -> User:
    """Who asks, on pages that are closed to people who have not signed in."""
    return cast(User, request.user)


def call_to_run(request: HttpRequest, key: str) -> Call:
    """A call whose panel this person runs: 404, or 403."""
    call = call_for(request.user, key)
    require(permissions.can_run_panel(request.user, call))
    return call


def trail(call: Call, *steps: tuple[str, str]) -> Trail:
    """The way to a page of a call's panel, for those who run it."""
    return [(_("My work"), reverse("home:work")), (str(call), reverse("calls:work", args=[call.key])), *steps]


def own_trail(call: Call, *steps: tuple[str, str]) -> Trail:
    """The way to a page of one's own seat."""
    return [(_("My work"), reverse("home:work")), (str(call), call.get_absolute_url()), *steps]


def tabs(call: Call) -> list[Tab]:
    """The two pages of those who run a panel."""
    return [
        Tab("panel", _("Members"), reverse("panel:panel", args=[call.key])),
        Tab("assignment", _("Who judges what"), reverse("panel:assignment", args=[call.key])),
    ]
