"""What one can ask about assessments, always on behalf of somebody."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.calls.public import Call
from kotokaari.panel.public import Assignment, Declaration
from kotokaari.submissions.public import Submission

from .models import Assessment, Reminder, Timetable, scores_read_by

SEEN_TOGETHER = ("submission__current", "submission__organisation", "seat__call__rubric", "assessment__version")


def declared(assignments: Any) -> Any:
    """Those whose member has said that no conflict stands: only then is anything of the content shown."""
    answers = Declaration.objects.filter(
        seat=OuterRef("seat"), submission=OuterRef("submission"), answer=Declaration.Answer.NONE
    )
    return assignments.annotate(is_declared=Exists(answers))


def assignment_for(user: Any, uuid: UUID) -> Assignment:
    """What this person was given to judge, with ``is_declared``; 404 for everybody else."""
    found = declared(Assignment.objects.of(user)).select_related(*SEEN_TOGETHER, "seat__user")
    assignment: Assignment = get_object_or_404(found, uuid=uuid)
    return assignment


def assessment_of(assignment: Assignment) -> Assessment | None:
    """What was written for it so far."""
    return getattr(assignment, "assessment", None)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing on a panel member's list."""

    assignment: Any
    assessment: Assessment | None
    due_on: datetime.date | None
    is_declared: bool

    @property
    def state(self) -> str:
        """undeclared, todo, begun or done."""
        if not self.is_declared:
            return "undeclared"
        if self.assessment is None:
            return "todo"
        return "done" if self.assessment.state == Assessment.State.HANDED_IN else "begun"

    @property
    def days_left(self) -> int | None:
        """Days until it is due; below zero when it is late."""
        return (self.due_on - timezone.localdate()).days if self.due_on else None

    @property
    def is_late(self) -> bool:
        """Due before today, and not handed in."""
        return self.state != "done" and self.days_left is not None and self.days_left < 0


def tasks_of(user: Any) -> list[Task]:
    """Everything this person has to judge, what is due first at the top. Two queries."""
    assignments = declared(Assignment.objects.of(user)).select_related(*SEEN_TOGETHER)
    due = dict(Timetable.objects.filter(call__seats__user=user.pk).values_list("call_id", "due_on"))
    tasks = [
        Task(assignment, assessment_of(assignment), due.get(assignment.seat.call_id), assignment.is_declared)
        for assignment in assignments
    ]
    order = {"begun": 0, "todo": 1, "undeclared": 2, "done": 3}
    far = datetime.date.max
    return sorted(
        tasks, key=lambda task: (task.state == "done", task.due_on or far, order[task.state], task.assignment.pk)
    )


def next_task(user: Any, after: Assignment | None = None) -> Task | None:
    """What to judge next: begun things first, then untouched ones; another than ``after``."""
    open_ones = [task for task in tasks_of(user) if task.state in ("begun", "todo")]
    return next((task for task in open_ones if after is None or task.assignment.pk != after.pk), None)


def waiting_by_seat(call: Call, *, seen_by: Any = None) -> dict[int, int]:
    """How many assessments each member has not handed in yet, by seat; only what ``seen_by``, who runs it, may know."""
    standing = Assignment.objects.standing().filter(seat__call=call)
    if seen_by is not None:
        standing = standing.seen_by_those_who_run(seen_by)
    waiting = standing.exclude(assessment__state=Assessment.State.HANDED_IN)
    return dict(waiting.order_by().values_list("seat").annotate(Count("pk", distinct=True)))


def progress_of(user: Any, call: Call) -> tuple[int, int]:
    """How many assessments were given and handed in, of what this person, who runs the call, may know. One query."""
    standing = Assignment.objects.seen_by_those_who_run(user).standing().filter(seat__call=call).order_by()
    done = Count("pk", filter=Q(assessment__state=Assessment.State.HANDED_IN))
    counted = standing.aggregate(given=Count("pk"), done=done)
    return counted["given"], counted["done"]


def last_reminders(call: Call) -> dict[int, datetime.datetime]:
    """When each member was last reminded, by seat."""
    sent = Reminder.objects.filter(seat__call=call).order_by()
    return dict(sent.values_list("seat").annotate(Max("sent_at")))


def timetable_of(call: Call) -> Timetable | None:
    """By when the panel hands in."""
    return Timetable.objects.filter(call=call).first()


def may_read_others(user: Any, assignment: Assignment) -> bool:
    """True when this member has handed in, and either all have, or those who run the call have shared the assessments."""
    own = assessment_of(assignment)
    if assignment.seat.user_id != user.pk or own is None or own.state != Assessment.State.HANDED_IN:
        return False
    timetable = timetable_of(assignment.seat.call)
    if timetable and timetable.shared_at:
        return True
    standing = Assignment.objects.standing().filter(submission=assignment.submission_id)
    return not standing.exclude(assessment__state=Assessment.State.HANDED_IN).exists()


def others_of(user: Any, assignment: Assignment) -> Sequence[Assessment]:
    """What the others found of the same submission; nothing before this member may read it."""
    if not may_read_others(user, assignment):
        return []
    found = Assessment.objects.handed_in().filter(assignment__submission=assignment.submission_id)
    return list(_told(found.exclude(assignment=assignment)))


def _told(assessments: Any) -> Any:
    """With what a page of them needs; never the private note."""
    return (
        assessments.select_related("assignment__seat__user", "version")
        .prefetch_related("scores__criterion")
        .defer("private_note", "open_forms")
        .order_by("handed_in_at", "pk")
    )


def assessments_read_by(user: Any, submission: Submission) -> Sequence[Assessment]:
    """What was handed in of a submission, for one who runs the call."""
    found = Assessment.objects.read_by_those_who_run(user).filter(assignment__submission=submission)
    return list(_told(found))


def submission_of_call(user: Any, call: Call, key: str) -> Submission:
    """A sent submission of the call for those who run it; 404 for whoever is recused."""
    found = Submission.objects.run_by(user).filter(call=call).select_related("current", "organisation")
    submission: Submission = get_object_or_404(found, key=key)
    return submission


def reads_scores(user: Any, submission: Submission) -> bool:
    """False while this person, who runs the call, has to judge the submission themselves."""
    return scores_read_by(user).filter(pk=submission.pk).exists()


def handed_in_for(user: Any, uuid: UUID) -> Assessment:
    """A handed-in assessment for one who runs the call; 404 for everybody else."""
    found = Assessment.objects.read_by_those_who_run(user)
    assessment: Assessment = get_object_or_404(
        found.select_related(
            "assignment__seat__call", "assignment__seat__user", "assignment__submission__current"
        ).defer("private_note", "open_forms"),
        uuid=uuid,
    )
    return assessment
