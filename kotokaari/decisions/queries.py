"""What one can ask of meetings and decisions. Each begins with what this person may know of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.assessment.public import Assessment, scores_read_by, still_to_judge
from kotokaari.calls.public import Call, can_read_panel_work
from kotokaari.catalogue.public import Practice
from kotokaari.panel.public import Assignment, Declaration, Seat
from kotokaari.people.public import User
from kotokaari.submissions.public import Recusal, Submission

from .models import AgendaItem, Attendance, Decision, Meeting


def call_run_by(user: Any, key: str) -> Call:
    """The call, or 404 for anyone who does not run it."""
    return get_object_or_404(Call.objects.run_by(user).select_related("rubric", "organisation"), key=key)


def public_call(key: str) -> Call:
    """A published call, or 404."""
    return get_object_or_404(Call.objects.public().select_related("organisation"), key=key)


def meeting_for(user: Any, uuid: UUID) -> Meeting:
    """The meeting, or 404 for anyone who neither runs the call nor sits on its panel."""
    return get_object_or_404(Meeting.objects.visible_to(user).select_related("call__rubric"), uuid=uuid)


@dataclass(frozen=True, slots=True)
class Line:
    """An item as this person may know it. ``is_bare``: by its name alone, and in no order that would tell more."""

    item: AgendaItem
    is_bare: bool


def agenda_for(user: Any, meeting: Meeting) -> list[Line]:
    """The agenda for its page. Its order and groups come from scores: by number where some may not be known yet."""
    items = list(items_for(user, meeting))
    bare = bare_for(user, meeting.call, [item.submission_id for item in items])
    if bare:
        items.sort(key=lambda item: item.submission.number or 0)
    return [Line(item, item.submission_id in bare) for item in items]


def bare_for(user: Any, call: Call, submissions: Iterable[int]) -> set[int]:
    """Those of these submissions of which this person may know no more than the name.

    They judge it and have not handed in, or sit on the panel and have not declared. Two queries.
    """
    found = set(still_to_judge(user).filter(submission__in=list(submissions)).values_list("submission", flat=True))
    if not can_read_panel_work(user, call):
        clear = Declaration.objects.filter(seat__user=user, seat__call=call, answer=Declaration.Answer.NONE)
        found |= set(submissions) - set(clear.values_list("submission", flat=True))
    return found


def has_still_to_judge(user: Any, submission: Submission) -> bool:
    """Whether this person was given the submission and has not handed in. One query."""
    return still_to_judge(user).filter(submission=submission).exists()


def items_for(user: Any, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda as this person may know it, in order: without what they are recused from."""
    found = AgendaItem.objects.seen_by(user).filter(meeting=meeting)
    return found.select_related("submission__current", "submission__organisation", "submission__decision")


def item_for(user: Any, uuid: UUID) -> AgendaItem:
    """An item of a meeting, or 404 for anyone who may know nothing of it."""
    found = AgendaItem.objects.seen_by(user).filter(meeting__in=Meeting.objects.visible_to(user))
    found = found.select_related("meeting__call__rubric", "submission__current", "submission__organisation")
    return get_object_or_404(found, uuid=uuid)


def open_item(user: Any, meeting: Meeting) -> AgendaItem | None:
    """What the meeting talks of now; None when nothing, or nothing this person may know of. One query."""
    return items_for(user, meeting).filter(opened_at__isnull=False, closed_at__isnull=True).first()


def how_many_left(item: AgendaItem) -> int:
    """How many of those present stand outside while this item is talked of. One query."""
    barred = Recusal.objects.filter(submission=item.submission_id, lifted_at__isnull=True, user=OuterRef("user"))
    here = Attendance.objects.filter(meeting=item.meeting_id, left_at__isnull=True)
    return here.filter(Exists(barred)).count()


def recused_people(item: AgendaItem) -> list[User]:
    """Those of the panel and of those who run the call who take no part in this item. One query."""
    call = item.submission.call_id
    concerned = Q(seats__call=call, seats__state=Seat.State.ACCEPTED) | Q(runs_calls__call=call)
    barred = Q(recusals__submission=item.submission_id, recusals__lifted_at__isnull=True)
    return list(User.objects.filter(barred).filter(concerned).distinct().order_by("name"))


def is_recused_from_any(user: Any, meeting: Meeting) -> bool:
    """Whether something on the agenda is hidden from this person. One query."""
    return AgendaItem.objects.filter(meeting=meeting).exclude(pk__in=AgendaItem.objects.seen_by(user)).exists()


def is_told_in_part(user: Any, meeting: Meeting) -> bool:
    """Whether something on the agenda is hidden from this person, or told by its name alone. A few queries."""
    if is_recused_from_any(user, meeting):
        return True
    return bool(bare_for(user, meeting.call, list(meeting.items.values_list("submission", flat=True))))


def people_of(call: Call) -> list[User]:
    """The panel and those who run the call. One query."""
    seats = Q(seats__call=call, seats__state=Seat.State.ACCEPTED)
    return list(User.objects.filter(seats | Q(runs_calls__call=call), is_active=True).distinct().order_by("name"))


def may_see_content(user: Any, item: AgendaItem) -> bool:
    """Members of the panel declare before they see anything beyond a name. One query or two."""
    if can_read_panel_work(user, item.meeting.call):
        return True
    said = Declaration.objects.filter(submission=item.submission_id, seat__user=user, answer=Declaration.Answer.NONE)
    return said.exists()


def all_handed_in(submission: Submission) -> bool:
    """Whether every member who has this submission has handed in. Until then nobody's scores are shown. One query."""
    waiting = Assignment.objects.standing().filter(submission=submission)
    return not waiting.exclude(assessment__state=Assessment.State.HANDED_IN).exists()


def decidable(user: Any, call: Call) -> QuerySet[Submission]:
    """What was sent to the call and goes to the panel, as far as this person may know."""
    found = Submission.objects.run_by(user).standing().filter(call=call)
    return found.filter(eligibility=Submission.Eligibility.ELIGIBLE)


def submission_to_decide(user: Any, key: str) -> Submission:
    """A submission of a call this person runs, or 404: also for whoever is recused from it."""
    found = Submission.objects.run_by(user).select_related(
        "call__rubric", "current", "organisation", "earlier__current"
    )
    return get_object_or_404(found, key=key)


def decision_for(user: Any, key: str) -> Decision:
    """A decision this person may read, or 404."""
    found = Decision.objects.visible_to(user).select_related(
        "submission__call__organisation", "submission__organisation", "version", "rubric", "practice__current"
    )
    return get_object_or_404(found, submission__key=key)


def decision_to_publish(user: Any, key: str) -> Decision:
    """A decision of a call this person runs, or 404: also for whoever is recused from it, or has still to judge it."""
    run = scores_read_by(user).values("pk")
    found = Decision.objects.filter(submission__in=run).select_related(
        "submission__call__organisation",
        "submission__organisation",
        "submission__practice",
        "version",
        "rubric",
        "practice",
    )
    return get_object_or_404(found, submission__key=key)


def public_decisions(call: Call | None = None) -> QuerySet[Decision]:
    """Decisions anybody may read, the latest first."""
    found = Decision.objects.public().select_related(
        "submission__call", "submission__organisation", "version", "practice__current", "rubric"
    )
    found = found.defer(
        "practice__current__record", "practice__current__as_typed", "version__record", "version__answers"
    )
    return found.filter(submission__call=call) if call else found.order_by("-published_at", "-id")


@dataclass(frozen=True, slots=True)
class Waits:
    """How many of a call's submissions lack a decision, are decided, are public."""

    undecided: int
    decided: int
    published: int


def waits(user: Any, call: Call) -> Waits:
    """The state of a call's decisions, as far as this person may know. One query."""
    found = decidable(user, call).aggregate(
        all=Count("pk"),
        decided=Count("pk", filter=Q(decision__state=Decision.State.FINAL)),
        published=Count("pk", filter=Q(decision__published_at__isnull=False)),
    )
    return Waits(found["all"] - found["decided"], found["decided"], found["published"])


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many of a call's submissions were chosen, and how many of them are public."""

    all: int
    public: int


def chosen(user: Any, call: Call) -> Chosen:
    """What the panel chose to publish, as far as this person may know. One query."""
    final = decidable(user, call).filter(
        decision__state=Decision.State.FINAL, decision__outcome=Decision.Outcome.PUBLISH
    )
    found = final.aggregate(all=Count("pk"), public=Count("pk", filter=Q(decision__published_at__isnull=False)))
    return Chosen(found["all"], found["public"])


def unknown_to(user: Any) -> list[str]:
    """The uuids of everything that belongs to submissions this person is recused from: for the audit trail.

    Of those they have still to judge, what others found and decided. Two queries while there are none, nine otherwise.
    """
    recused = list(Recusal.objects.filter(user=user, lifted_at__isnull=True).values_list("submission", flat=True))
    barred = [*recused, *still_to_judge(user).values_list("submission", flat=True)]
    if not barred:
        return []
    drafts = Practice.objects.filter(status=Practice.Status.DRAFT)
    found: list[QuerySet[Any]] = [
        Submission.objects.filter(pk__in=recused),
        drafts.filter(Q(submissions__in=recused) | Q(panel_decisions__submission__in=barred)),
        AgendaItem.objects.filter(submission__in=barred),
        Decision.objects.filter(submission__in=barred),
        Assignment.objects.filter(submission__in=barred),
        Assessment.objects.filter(assignment__submission__in=barred),
    ]
    return [str(uuid) for things in found for uuid in things.values_list("uuid", flat=True)]


def next_meeting(call: Call) -> Meeting | None:
    """The meeting that runs, or the next one planned. One query."""
    ahead = call.meetings.exclude(state=Meeting.State.CLOSED)
    return ahead.order_by("-state", "starts_at").first()


def to_publish(now: Any = None) -> QuerySet[Decision]:
    """Decisions whose publication was asked for and whose embargo is over."""
    over = Q(submission__call__embargo_until__isnull=True) | Q(
        submission__call__embargo_until__lte=now or timezone.now()
    )
    return _waiting().filter(over).select_related("publish_asked_by")


def to_tell_of(now: datetime.datetime, refused: Iterable[int] = ()) -> list[Decision]:
    """Decisions that the end of an embargo, a week ago at most, found without a language, and those refused now.

    Without those whose people were told since they were last asked for and the embargo ended.
    """
    week = now - datetime.timedelta(days=7)
    over = Q(publish_asked_at__isnull=True, submission__call__embargo_until__range=(week, now))
    found = Decision.objects.filter(
        Q(pk__in=refused) | over,
        state=Decision.State.FINAL,
        outcome=Decision.Outcome.PUBLISH,
        published_at__isnull=True,
        submission__withdrawn_at__isnull=True,
    ).exclude(submission__call__state=Call.State.CANCELLED)
    rows = found.select_related("submission__call", "version", "rubric").order_by("pk")
    return [decision for decision in rows if not _is_told(decision)]


def _is_told(decision: Decision) -> bool:
    occasions = [when for when in (decision.publish_asked_at, decision.submission.call.embargo_until) if when]
    return decision.publish_told_at is not None and decision.publish_told_at >= max(occasions)


def waiting_to_publish() -> list[tuple[int, datetime.datetime]]:
    """What waits for the end of an embargo, by key, and when each appears. One query."""
    return list(_waiting().values_list("pk", Coalesce("submission__call__embargo_until", "publish_asked_at")))


def _waiting() -> QuerySet[Decision]:
    return Decision.objects.filter(
        state=Decision.State.FINAL, published_at__isnull=True, publish_asked_at__isnull=False
    )


def to_review(day: Any) -> Iterable[Decision]:
    """Published decisions whose review is due, and whose people have not been told."""
    due = Decision.objects.public().filter(review_by__isnull=False, review_by__lte=day, review_told_on__isnull=True)
    return due.select_related("practice", "submission__call")
