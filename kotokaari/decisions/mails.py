"""Letters about meetings and reviews. They never name a submission: who reads them may be recused from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.assessment.public import scores_read_by
from kotokaari.calls.public import Call, moment_words
from kotokaari.foundation import mail
from kotokaari.people.public import EDITORS, User, people_with_roles

from . import calendars, publication, queries
from .models import Decision, Meeting
from .permissions import can_publish_decision

_log = structlog.get_logger(__name__)


def meeting_time(pk: int) -> None:
    """To the panel and those who run the call: when and where, with a file for one's calendar."""
    meeting = Meeting.objects.select_related("call").get(pk=pk)
    for person in queries.people_of(meeting.call):
        with translation.override(person.language):
            file = ("meeting.ics", calendars.of_meeting(meeting, person), "text/calendar; method=REQUEST")
            context: dict[str, Any] = {
                "meeting": meeting,
                "when": calendars.when(meeting),
                "link": _full("decisions:meeting", meeting.uuid),
            }
        mail.send(person, "decisions/mails/meeting_time", files=[file], **context)


def review_due(pk: int) -> None:
    """To the owner's people and those who run the call: the label should be looked at again."""
    decision = Decision.objects.select_related("practice__current", "submission__call").get(pk=pk)
    if decision.practice is None:
        return
    owners = people_with_roles([decision.practice.owner_id], *EDITORS).get(decision.practice.owner_id, [])
    run = list(User.objects.filter(runs_calls__call=decision.submission.call_id, is_active=True).distinct())
    for person in dict.fromkeys([*owners, *run]):
        with translation.override(person.language):
            context: dict[str, Any] = {
                "practice": str(decision.practice),
                "link": _full("decisions:decision", decision.submission.key),
            }
        mail.send(person, "decisions/mails/review_due", decision=decision, **context)


def held_back(call: int, decisions: Sequence[int]) -> None:
    """To those who may publish them: the embargo has ended, and what keeps these from appearing. By number, not by name.

    Each is told of what they may know of only: a letter to somebody who is recused from all of them is not written.
    """
    found = Call.objects.get(pk=call)
    for person in User.objects.filter(runs_calls__call=found, is_active=True).distinct().order_by("pk"):
        known = Decision.objects.filter(pk__in=decisions, submission__in=scores_read_by(person).values("pk"))
        held = known.select_related("submission", "version", "rubric").order_by("submission__number")
        if not held or not can_publish_decision(person, found):
            continue
        with translation.override(person.language):
            context: dict[str, Any] = {
                "call": found,
                "ended": moment_words(found.embargo_until, found.time_zone) if found.embargo_until else "",
                "held": [
                    {
                        "number": one.submission.number,
                        "why": publication.held_back_by(one),
                        "link": _full("decisions:publish", one.submission.key),
                    }
                    for one in held
                ],
            }
        try:
            mail.send(person, "decisions/mails/held_back", **context)
        except OSError:
            _log.exception("a letter could not be sent", letter="held_back")


def _full(name: str, *words: Any) -> str:
    return settings.BASE_URL + reverse(name, args=words)
