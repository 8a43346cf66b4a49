"""Where the statistics of a call are found: on the page of the call, and on the page of the work behind it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.calls.public import Call, CallAction, Step, register_call_actions, register_work_step
from kotokaari.people.public import User

from .counting import are_public


def register() -> None:
    """Stand on the pages of a call."""
    register_work_step(120, statistics_step)
    register_call_actions(read_statistics)


def statistics_step(user: User, call: Call) -> Step | None:
    """What can be counted. Three queries at most."""
    if call.state == Call.State.DRAFT:
        return None
    public = are_public(call)
    sentence = (
        _("Public, as data and on paper.") if public else _("Only for those who run the call until all is decided.")
    )
    address = reverse("decisions:statistics", args=[call.key])
    return Step(gettext_lazy("Statistics"), address, sentence, state="done" if public else "waiting")


def read_statistics(request: HttpRequest, call: Call) -> Iterable[CallAction]:
    """The way to the statistics, once they are public. Three queries at most, none while the call is open."""
    if call.judging_began_at is None or not are_public(call):
        return []
    address = reverse("decisions:statistics", args=[call.key])
    return [CallAction(_("Statistics of the call"), address, icon="list", order=80)]
