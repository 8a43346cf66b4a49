"""What the assessment room keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from .models import Assessment


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("assessments", of_person)
    person_erased.connect(_forget, dispatch_uid="person who judged")


def of_person(user: User) -> list[dict[str, Any]]:
    """What this person judged, with their reasons and their own notes."""
    found = Assessment.objects.filter(assignment__seat__user=user).prefetch_related("scores__criterion")
    return [
        {
            "assessment": str(assessment.uuid),
            "state": assessment.state,
            "begun": assessment.begun_at.isoformat(),
            "handed_in": assessment.handed_in_at.isoformat() if assessment.handed_in_at else None,
            "strengths": assessment.strengths,
            "suggestions": assessment.suggestions,
            "private_note": assessment.private_note,
            "scores": [
                {
                    "criterion": score.criterion.code,
                    "level": score.level,
                    "cannot_judge": score.cannot_judge,
                    "reason": score.reason,
                }
                for score in assessment.scores.all()
            ],
        }
        for assessment in found
    ]


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    """Private notes go; what was handed in stays with the decision it led to, without a name."""
    mine = Assessment.objects.filter(assignment__seat__user=user)
    mine.update(private_note="")
    mine.exclude(state=Assessment.State.HANDED_IN).update(strengths="", suggestions="", open_forms={})
