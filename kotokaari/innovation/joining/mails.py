"""Letters to those who take part. Each goes after commit, in its reader's language."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.innovation.models import Day, Participant

from .codes import own_address, own_code

_log = structlog.get_logger(__name__)


def _send(participant: Participant, letter: str, **more: Any) -> None:
    from kotokaari.innovation.preparing import times

    day = participant.day
    if not participant.email or participant.is_simulated:
        return
    with translation.override(participant.language):
        when = times.when_words(times.programme(day, day.phases.all()))
        page = settings.BASE_URL + day.get_absolute_url()
    try:
        mail.send(participant, f"innovation/mails/{letter}", day=day, when=when, page=page, **more)
    except OSError:
        _log.exception("a letter could not be sent", letter=letter)


def signed_up(participant: Participant, token: str) -> None:
    """That she has signed up, or stands on the waiting list; her own link."""
    link = own_address(token, participant.language)
    _send(participant, "signed_up", link=link, code=own_code(participant), waits=participant.state == "waiting")


def moved_up(participant: Participant) -> None:
    """That a place is hers."""
    _send(participant, "moved_up", code=own_code(participant))


def day_cancelled(day: Day, reason: str) -> None:
    """To everybody who signed up with an address: the day is not held, and why."""
    there = day.participants.exclude(state=Participant.State.WITHDRAWN).exclude(email="")
    for participant in there.select_related("day"):
        _send(participant, "day_cancelled", reason=reason)
