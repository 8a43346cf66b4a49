"""What submissions add to «My work» and to the pages of a call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kotokaari.calls.public import Call, Round
from kotokaari.people.public import Section, User, register_work_section

from . import queries
from .timing import clock, left_in_words

MOST = 20


def register() -> None:
    """Take part in «My work»."""
    register_work_section(work_section)


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


def draft_holders(round_: Round) -> Iterable[User]:
    """Who is reminded before a round closes."""
    return queries.draft_holders(round_)


def can_be_answered(call: Call) -> bool:
    """True while the call takes new submissions. A query."""
    now = timezone.now()
    return call.state == Call.State.PUBLISHED and any(round_.is_open(now) for round_ in call.rounds.all())


def start_address(request: HttpRequest, call: Call) -> Any:
    """Where one begins to answer a call."""
    return reverse("submissions:start", args=[call.key])
