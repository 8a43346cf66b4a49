"""What the study of weightings says of each submission, by the submission's key in the database."""

from __future__ import annotations

from kotokaari.assessment import public as assessment
from kotokaari.calls.public import Call

from .models import AgendaItem


def groups_of(call: Call) -> dict[int, str]:
    """A code of ``AgendaItem.Group`` for each submission that was studied; empty before a study is made."""
    return {key: group for key, group in assessment.groups_of(call).items() if group in AgendaItem.Group.values}
