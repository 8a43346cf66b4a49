"""What happened to a submission, from the audit trail, in words. Nobody's conflict is named here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.foundation import trail
from kotokaari.people.public import User

from ..models import Submission

# What the trail calls it: what a reader is told. What is not named here is not told.
WORDS = {
    "submission begun": _("Begun"),
    "submission entered": _("Entered by those who run the call"),
    "submission sent": _("Sent"),
    "submission withdrawn": pgettext_lazy("submission", "Withdrawn"),
    "submission restored": _("The withdrawal was taken back"),
    "gates checked": _("Gates looked at"),
    "submission returned": _("Returned to be mended"),
    "submission not eligible": _("Found not eligible"),
    "verdict taken back": _("Looked at again"),
    "person recused": _("A conflict was recorded"),
    "recusal lifted": _("A conflict was lifted"),
}
MOST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened."""

    at: datetime.datetime
    words: str
    who: str


def history_of(submission: Submission) -> list[Step]:
    """The newest first. Two queries."""
    events = list(trail.events(target=str(submission.uuid)).filter(action__in=WORDS)[:MOST])
    actors = {event.actor for event in events if event.actor}
    names = {str(user.uuid): str(user) for user in User.objects.filter(uuid__in=actors)} if actors else {}
    hushed = ("person recused", "recusal lifted")
    return [
        Step(
            event.at,
            str(WORDS[event.action]),
            "" if event.action in hushed else names.get(event.actor, ""),
        )
        for event in events
    ]
