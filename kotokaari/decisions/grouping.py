"""What the study of weightings says of each submission, by the submission's key in the database."""

from __future__ import annotations

from kotokaari.assessment import public as assessment
from kotokaari.calls.public import Call

from .models import AgendaItem


def groups_of(call: Call) -> dict[int, str]:
    """A code of ``AgendaItem.Group`` for each submission that was studied; empty before a study is made."""
    find = getattr(assessment, "groups_of", None)
    found = find(call) if find else {}
    return {key: str(group) for key, group in found.items() if str(group) in AgendaItem.Group.values}
