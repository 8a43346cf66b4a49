"""Submissions as the arc shows them: to nobody but those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.arc.public import Kind, Node, register_kind

from .models import Submission
from .queries import submissions_readable_by


def register() -> None:
    """Make submissions known to the arc."""
    register_kind(Kind("submission", _("Submission"), "", submission_nodes))


def submission_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Submissions by uuid. Those one may not read are left out: not even that there is one is told. One query."""
    found = submissions_readable_by(user).filter(uuid__in=list(uuids)).select_related("current")
    return {submission.uuid: _node(submission) for submission in found}


def _node(submission: Submission) -> Node:
    version = submission.current
    title = (version.title if version else submission.title).read((get_language() or "fi")[:2])
    return Node(
        "submission",
        submission.uuid,
        "",
        title=title.text,
        url=submission.get_absolute_url(),
        note=str(_("Submission")),
        date=version.sent_at.date().isoformat() if version else "",
        is_example=submission.is_example,
        language=title.language if title.is_fallback else "",
    )
