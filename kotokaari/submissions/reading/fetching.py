"""Calls and submissions for those who run a call; 404 for everybody who should not know."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call, can_read_panel_work
from kotokaari.foundation.fields import read

from ..models import Submission

Trail = list[tuple[Any, str]]


def call_for(user: Any, key: str) -> Call:
    """A call this person runs, in any part."""
    call = get_object_or_404(Call.objects.select_related("rubric", "organisation"), key=key)
    if not can_read_panel_work(user, call):
        raise Http404
    return call


def sent_for(user: Any, key: str) -> Submission:
    """What was sent to a call this person runs, unless a conflict stands."""
    found = Submission.objects.run_by(user).select_related(
        "call__rubric", "call__organisation", "round", "organisation", "current", "practice", "earlier"
    )
    return get_object_or_404(found, key=key)


def trail(call: Call, *steps: tuple[Any, str]) -> Trail:
    """The way to a page: the call's work, what it received, then these steps."""
    first = (read(call.name), reverse("calls:work", args=[call.key]))
    return [first, (_("Submissions"), reverse("submissions:received", args=[call.key])), *steps]


def title_of(submission: Submission) -> Any:
    """Its title in the reader's language, as last sent."""
    return read(submission.current.title) if submission.current else submission.key
