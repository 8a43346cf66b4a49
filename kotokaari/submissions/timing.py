"""Until when a submission may be sent, and why not any more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.calls.public import Call, moment_words

from .models import Submission


@dataclass(frozen=True, slots=True)
class Window:
    """Whether a submission may be sent now; ``until`` when; ``refusal`` why not."""

    is_open: bool
    until: datetime.datetime
    is_grace: bool = False
    is_mending: bool = False
    refusal: str = ""


def window_of(submission: Submission, now: datetime.datetime | None = None) -> Window:
    """The time for sending this submission. Reads its round and call."""
    now = now or timezone.now()
    round_, call = submission.round, submission.call
    round_.call = call
    if call.state != Call.State.PUBLISHED:
        return Window(False, round_.closes_at, refusal=_("This call is not open: it has been cancelled."))
    if is_being_mended(submission, now):
        assert submission.mend_until is not None
        return Window(True, submission.mend_until, is_mending=True)
    if submission.is_entered_by_staff and round_.is_open(submission.begun_at) and call.judging_began_at is None:
        return Window(True, round_.closes_at)  # it came in time on paper or by e-mail
    if now < round_.opens_at:
        refusal = _("This call opens on %(when)s.") % {"when": clock(round_.opens_at, call)}
        return Window(False, round_.closes_at, refusal=refusal)
    if round_.takes_drafts(submission.begun_at, now):
        grace = datetime.timedelta(minutes=call.grace_minutes)
        is_grace = now >= round_.closes_at
        return Window(True, round_.closes_at + grace if is_grace else round_.closes_at, is_grace=is_grace)
    refusal = _("This call closed on %(when)s. What you have written is kept, and you can still read it.")
    return Window(False, round_.closes_at, refusal=refusal % {"when": clock(round_.closes_at, call)})


def is_being_mended(submission: Submission, now: datetime.datetime | None = None) -> bool:
    """True while a returned submission may be sent again."""
    if submission.eligibility != Submission.Eligibility.RETURNED or submission.mend_until is None:
        return False
    return (now or timezone.now()) < submission.mend_until


def clock(moment: datetime.datetime, call: Call) -> str:
    """A moment by the call's own clock, with its zone: Thu 3 December 2026 at 16:00 (Europe/Helsinki, UTC+2)."""
    return moment_words(moment, call.time_zone)


def left_in_words(until: datetime.datetime, now: datetime.datetime | None = None) -> str:
    """How long there is: days, then hours, then minutes."""
    seconds = max(0, int((until - (now or timezone.now())).total_seconds()))
    if seconds >= 2 * 86400:
        days = seconds // 86400
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if seconds >= 2 * 3600:
        hours = seconds // 3600
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    minutes = seconds // 60
    if not minutes:
        return _("less than a minute left")
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}
