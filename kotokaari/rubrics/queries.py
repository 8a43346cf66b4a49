"""What one can ask about rubrics."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Rubric, RubricQuerySet


def rubrics_for(user: Any) -> RubricQuerySet:
    """Those this person may read, newest version first, with the number of criteria and gates."""
    return (
        Rubric.objects.visible_to(user)
        .annotate(criterion_count=Count("criteria", distinct=True), gate_count=Count("gates", distinct=True))
        .order_by("code", "-number")
    )


def rubric_for(user: Any, code: str, number: int) -> Rubric:
    """One version with everything it says, or 404 for anyone who should not know it exists."""
    return get_object_or_404(Rubric.objects.visible_to(user).whole(), code=code, number=number)


def versions_of(user: Any, code: str) -> list[Rubric]:
    """All versions of a rubric that this person may read, the oldest first. Raises Http404 for none."""
    found = list(Rubric.objects.visible_to(user).filter(code=code).whole().order_by("number"))
    if not found:
        raise Http404
    return found


def in_force(code: str) -> Rubric | None:
    """The newest version in force of a rubric."""
    return Rubric.objects.filter(code=code, state=Rubric.State.IN_FORCE).order_by("-number").first()


def draft_for(user: Any, code: str) -> Rubric:
    """The draft of a rubric, or 404."""
    return get_object_or_404(Rubric.objects.visible_to(user).whole(), code=code, state=Rubric.State.DRAFT)
