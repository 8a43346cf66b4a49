"""What a panel member reads, and which answers serve which criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from kotokaari.rubrics.public import Criterion
from kotokaari.submissions.public import Since, SubmissionVersion, changes_since_earlier, content_of


@dataclass(frozen=True, slots=True)
class Jump:
    """A link from a criterion to an answer of the submission."""

    anchor: str
    label: Any


def of_version(
    version: SubmissionVersion | None, criteria: Sequence[Criterion]
) -> tuple[list[Any], dict[int, list[Jump]]]:
    """The sections of what was sent, and for each criterion the links to the answers that serve it.

    An answer serves a criterion when the call said so as it asked, or when the criterion reads that field.
    """
    if version is None:
        return [], {}
    sections = content_of(version, (get_language() or "fi")[:2])
    fields = {str(asked.get("code")): str(asked.get("field") or "") for asked in version.questions}
    answers = [answer for section in sections for answer in section.answers if answer.shape]
    jumps = {
        criterion.pk: [
            Jump(f"answer-{answer.code}", answer.label) for answer in answers if _serves(answer, criterion, fields)
        ]
        for criterion in criteria
    }
    return sections, jumps


def since_earlier(user: Any, version: SubmissionVersion | None) -> Since | None:
    """What has changed since the round before, where the submission comes back and this person may know that one."""
    return changes_since_earlier(user, version, (get_language() or "fi")[:2]) if version else None


def _serves(answer: Any, criterion: Criterion, fields: Mapping[str, str]) -> bool:
    return criterion.code in answer.serves or fields.get(answer.code, answer.code) in criterion.reads
