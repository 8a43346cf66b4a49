"""What this room hears of the panel: a taken assignment says by when; what is begun is left to its member."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kotokaari.calls.public import Call
from kotokaari.panel.public import Plan, plan_taken, register_begun

from .models import Assessment, Timetable


def register() -> None:
    """Hear of plans, and say which assignments hold work already."""
    plan_taken.connect(_day_of_plan, dispatch_uid="by when a panel hands in")
    register_begun(begun_of)


def begun_of(assignments: Iterable[int]) -> Iterable[int]:
    """The keys of those assignments that have an assessment. One query."""
    found = Assessment.objects.filter(assignment__in=list(assignments)).order_by()
    return list(found.values_list("assignment_id", flat=True))


def _day_of_plan(sender: Any, call: Call, plan: Plan, by: Any, **_signal: Any) -> None:
    if plan.assess_by:
        Timetable.objects.update_or_create(call=call, defaults={"due_on": plan.assess_by, "changed_by": by})
