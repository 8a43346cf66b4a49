"""What submissions add to «My work» and to the pages of a call."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kotokaari.calls.public import Call, CallAction, register_call_actions, register_draft_holders
from kotokaari.people.public import Section, User, register_work_section

from . import queries
from .timing import clock, left_in_words

MOST = 20


def register() -> None:
    """Take part in «My work», offer to answer a call, and say who is to be reminded."""
    register_work_section(work_section)
    register_call_actions(call_actions)
    register_draft_holders(queries.draft_holders)


def work_section(user: User) -> Section | None:
    """What one writes, and the calls that are open. Two queries."""
    lines = queries.own_lines(user, MOST)
    rounds = [
        {
            "call": round_.call,
            "closes": clock(round_.closes_at, round_.call),
            "left": left_in_words(round_.closes_at),
            "start": reverse("submissions:start", args=[round_.call.key]),
        }
        for round_ in queries.open_rounds()[:MOST]
    ]
    if not lines and not rounds:
        return None
    return Section(_("Submissions to calls"), "submissions/_work.html", {"lines": lines, "rounds": rounds}, 15)


def call_actions(request: HttpRequest, call: Call) -> Iterable[CallAction]:
    """The button on a call's page while it takes submissions. A query."""
    now = timezone.now()
    if call.state == Call.State.PUBLISHED and any(round_.is_open(now) for round_ in call.rounds.all()):
        url = reverse("submissions:start", args=[call.key])
        yield CallAction(_("Answer the call"), url, icon="edit", order=10, is_main=True)
