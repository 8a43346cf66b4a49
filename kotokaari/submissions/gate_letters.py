"""Letters about gates, to every author in their own language. They are written after commit."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.foundation.fields import read

from .models import GateCheck, Submission
from .timing import clock

_log = structlog.get_logger(__name__)


def returned(submission: int) -> None:
    """What is to be mended, and until when."""
    _send(submission, "returned")


def mend_soon(submission: Submission) -> None:
    """The time to mend it is about to end."""
    _send(submission.pk, "mend_soon")


def not_eligible(submission: int) -> None:
    """It does not go to the panel, and why."""
    _send(submission, "not_eligible")


def taken_back(submission: int) -> None:
    """The return, or "not eligible", was taken back."""
    _send(submission, "verdict_taken_back")


def _send(pk: int, template: str) -> None:
    submission = Submission.objects.select_related("call", "current", "organisation").get(pk=pk)
    failed = list(
        GateCheck.objects.filter(version=submission.current, result=GateCheck.Result.FAILED).select_related("gate")
    )
    authors = submission.authors.filter(left_at=None, user__is_active=True).select_related("user")
    for author in authors:
        with translation.override(author.user.language):
            link = settings.BASE_URL + submission.get_absolute_url()
            try:
                mail.send(
                    author.user,
                    f"submissions/mails/{template}",
                    submission=submission,
                    call=submission.call,
                    failed=[_told(check) for check in failed],
                    link=link,
                    title=read(submission.current.title) if submission.current else submission,
                    said=submission.eligibility_reason,
                    until=clock(submission.mend_until, submission.call) if submission.mend_until else "",
                )
            except OSError:
                _log.exception("a letter could not be sent", letter=template)


def _told(check: GateCheck) -> dict[str, Any]:
    """A gate that was not passed, in the language now active."""
    return {"name": read(check.gate.name), "reason": read(check.reason), "how": read(check.gate.how_to_mend)}
