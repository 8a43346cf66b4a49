"""Letters to members of a panel. They tell nothing of a submission: a letter may be read over a shoulder."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.foundation.dates import written_day
from kotokaari.panel.public import Seat
from kotokaari.people.public import User

from .models import Assessment, Timetable

_log = structlog.get_logger(__name__)


def _send(to: User, template: str, page: tuple[Any, ...], **context: Any) -> None:
    with translation.override(to.language):
        link = settings.BASE_URL + reverse(page[0], args=page[1:])
        try:
            mail.send(to, f"assessment/mails/{template}", link=link, **context)
        except OSError:
            _log.exception("a letter could not be sent", letter=template)


def reminder(seat: int, waiting: int) -> None:
    """To a member: so many assessments wait, until this day."""
    member = Seat.objects.sitting().select_related("user", "call").filter(pk=seat, user__is_active=True).first()
    if member is None:
        return
    due_on = Timetable.objects.filter(call=member.call).values_list("due_on", flat=True).first()
    due = f"{written_day(due_on, member.user.language)} ({member.call.time_zone})" if due_on else ""
    _send(member.user, "reminder", ("assessment:mine",), call=member.call, waiting=waiting, due=due)


def given_back(assessment: int) -> None:
    """To its writer: the assessment is yours again, and why."""
    found = Assessment.objects.select_related("assignment__seat__user", "assignment__seat__call").get(pk=assessment)
    seat = found.assignment.seat
    address = ("assessment:assess", found.assignment.uuid)
    _send(seat.user, "given_back", address, call=seat.call, reason=found.given_back_reason)
