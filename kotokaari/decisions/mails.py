"""Letters about meetings and reviews. They never name a submission: who reads them may be recused from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.people.public import EDITORS, User, people_with_roles

from . import calendars, queries
from .models import Decision, Meeting


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


def _full(name: str, *words: Any) -> str:
    return settings.BASE_URL + reverse(name, args=words)
