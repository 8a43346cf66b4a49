"""A second round: what was sent before, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kotokaari.catalogue.public import record_logic
from kotokaari.submissions.public import Submission, SubmissionVersion

from .models import Decision


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was sent in an earlier round, what was decided of it, and the changes since."""

    submission: Submission
    version: SubmissionVersion
    decision: Decision | None
    changes: list[Any]


def earlier_round(user: Any, submission: Submission) -> Earlier | None:
    """The earlier round of a submission, compared with what is sent now; None when there was none.

    None too for whoever has a conflict with what was sent then. Three queries.
    """
    earlier = submission.earlier
    if earlier is not None and not Submission.objects.not_recused(user).filter(pk=earlier.pk).exists():
        return None
    if earlier is None or earlier.current is None or submission.current is None:
        return None
    decision = Decision.objects.filter(submission=earlier, state=Decision.State.FINAL).first()
    return Earlier(
        earlier, earlier.current, decision, record_logic.compare(earlier.current.record, submission.current.record)
    )
