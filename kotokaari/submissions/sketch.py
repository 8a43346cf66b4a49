"""A draft in the shape of a sent version, for looking at it before it is sent. Nothing is stored."""

from __future__ import annotations

from typing import Any

from kotokaari.catalogue.public import record_logic

from .asking import asked_in
from .models import Submission, SubmissionVersion


def version_as_it_stands(draft: Submission) -> SubmissionVersion:
    """What would be sent now."""
    files = draft.files.filter(removed_at__isnull=True)
    return SubmissionVersion(
        submission=draft,
        number=0,
        source_language=draft.source_language,
        title=draft.title,
        questions=[one.kept() for one in asked_in(draft.call)],
        files=[{"uuid": str(file.uuid), "sha256": file.sha256} for file in files],
        **said_in(draft),
    )


def said_in(draft: Submission) -> dict[str, Any]:
    """The record and the answers of a draft as they are sent: tidy, without translations of nothing."""
    answers = {code: value for code, value in draft.answers.items() if value not in (None, "", [], {})}
    return {"record": record_logic.tidy(draft.record), "answers": answers}
