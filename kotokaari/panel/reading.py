"""Who of a panel may read what was sent: whoever it was given to, after declaring that there is no conflict."""

from __future__ import annotations

from typing import Any

from kotokaari.submissions.public import Submission, SubmissionQuerySet

from .models import Assignment


def to_assess(user: Any) -> SubmissionQuerySet:
    """What this person has been given to judge and may read: assigned, no conflict declared, none standing."""
    if not getattr(user, "is_authenticated", False):
        return Submission.objects.none()
    return Submission.objects.not_recused(user).filter(pk__in=Assignment.objects.of(user).values("submission"))


def may_read_content(user: Any, submission: Submission) -> bool:
    """True when a panel member may open this submission. One query."""
    return to_assess(user).filter(pk=submission.pk).exists()
