"""What can be asked about a panel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from kotokaari.calls.public import Call, calls_of
from kotokaari.people.public import Membership, User
from kotokaari.submissions.public import Author, Recusal, Submission, SubmissionQuerySet, eligible_submissions

from .models import Assignment, AssignmentQuerySet, Declaration, Expert, Plan, Seat, SeatQuerySet

# Calls and seats


def own_seat_for(user: User, uuid: UUID) -> Seat:
    """One's own seat, or 404."""
    seats = Seat.objects.filter(user=user.pk).select_related("call__organisation", "user")
    return get_object_or_404(seats, uuid=uuid)


def seat_in(call: Call, uuid: UUID) -> Seat:
    """A seat of the call, or 404."""
    return get_object_or_404(call.seats.select_related("user", "call"), uuid=uuid)


def seats_of(user: Any, call: Call) -> SeatQuerySet:
    """Everybody who was asked, with what they declared counted: of submissions this person may know of."""
    seen = to_judge_seen_by(user, call).values("pk")
    answers = Declaration.objects.filter(seat=OuterRef("pk"), submission__in=seen)
    declared = answers.order_by().values("seat").annotate(n=Count("pk"))
    return call.seats.select_related("user__expert__organisation").annotate(declared=Subquery(declared.values("n")))


def own_seats(user: User) -> SeatQuerySet:
    """Seats this person was offered or holds, in calls that were not cancelled."""
    live = Seat.objects.filter(user=user.pk, state__in=(Seat.State.INVITED, Seat.State.ACCEPTED))
    return live.exclude(call__state=Call.State.CANCELLED).select_related("call", "user")


def those_who_run(call: Call) -> list[User]:
    """Whom somebody asked to the panel may have a tie to: coordinators, chair and secretaries, each once."""
    return list(User.objects.filter(runs_calls__call=call).distinct().order_by("name"))


def asked_in(user: Any, key: str) -> set[int]:
    """Keys of the people who sit or were asked in a call that this person runs; nobody for any other call."""
    live = Seat.objects.filter(call__key=key, state__in=(Seat.State.INVITED, Seat.State.ACCEPTED))
    return set(live.filter(call__in=calls_of(user)).values_list("user_id", flat=True)) if key else set()


# Submissions


def to_judge(call: Call) -> SubmissionQuerySet:
    """What the panel judges: sent, not withdrawn, past the gates, in the newest round that has any."""
    eligible = eligible_submissions(call)
    newest = eligible.order_by("-round__number").values("round")[:1]
    return eligible.filter(round=Subquery(newest))


def to_judge_seen_by(user: Any, call: Call) -> SubmissionQuerySet:
    """The same for those who run the call: nothing of what they have a conflict with."""
    return to_judge(call).filter(pk__in=Submission.objects.run_by(user).values("pk"))


def to_declare(seat: Seat) -> SubmissionQuerySet:
    """What a member is asked about: all that will be judged and no conflict stands with."""
    return to_judge(seat.call).not_recused(seat.user)


def undeclared(seat: Seat) -> SubmissionQuerySet:
    """Those of them that still wait for «no conflict»."""
    clear = Declaration.objects.filter(seat=seat, submission=OuterRef("pk"), answer=Declaration.Answer.NONE)
    return to_declare(seat).filter(~Exists(clear))


def with_those_behind(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """With what a declaration shows: organisation, partners, and where the authors work. Four queries more."""
    memberships = Membership.objects.select_related("organisation")
    return submissions.select_related("organisation", "current").prefetch_related(
        "practice__partners__organisation",
        Prefetch("authors", Author.objects.filter(left_at__isnull=True).select_related("user")),
        Prefetch("authors__user__memberships", memberships),
    )


def conflicts_of(seat: Seat) -> QuerySet[Recusal]:
    """The conflicts that stand between a member and the call's submissions."""
    return Recusal.objects.filter(user=seat.user_id, submission__call=seat.call_id, lifted_at__isnull=True).order_by(
        "since", "pk"
    )


# Experts


def experts(
    *,
    words: str = "",
    theme: str = "",
    language: str = "",
    size_band: str = "",
    experience: bool = False,
    is_open: bool = True,
) -> QuerySet[Expert]:
    """Those who may be asked, by name. A consent that does not stand hides own experience from the filter too."""
    found = Expert.objects.filter(user__is_active=True).select_related("user", "organisation")
    if is_open:
        found = found.filter(is_open=True)
    if words:
        found = found.filter(Q(user__name__icontains=words) | Q(organisation__code__icontains=words))
    if theme:
        found = found.filter(fields__code=theme, fields__scheme__is_house=True)
    if experience:
        found = found.filter(has_moved=True, has_moved_consented_at__isnull=False)
    found = found.prefetch_related("fields").order_by("user__name", "pk")
    if language or size_band:  # lists in JSON: the two databases do not ask them alike
        rows = found.values_list("pk", "languages", "size_bands")
        keys = [
            key
            for key, languages, bands in rows
            if (not language or language in languages) and (not size_band or size_band in bands)
        ]
        found = found.filter(pk__in=keys)
    return found


# Assignments and plans


def standing_of(call: Call) -> AssignmentQuerySet:
    """Who judges what in the call now."""
    return Assignment.objects.standing().filter(submission__call=call)


def standing_seen_by(user: Any, call: Call) -> AssignmentQuerySet:
    """The same for those who run the call, without what they have a conflict with."""
    return standing_of(call).seen_by_those_who_run(user)


def plan_in(call: Call, uuid: UUID) -> Plan:
    """A plan of the call, or 404."""
    return get_object_or_404(call.plans.select_related("made_by", "call"), uuid=uuid)


def proposed(call: Call) -> Plan | None:
    """The plan that waits to be taken or dropped."""
    return call.plans.filter(state=Plan.State.PROPOSED).first()


def submission_in(user: Any, call: Call, key: str) -> Submission:
    """A submission that is judged in the call, for those who run it; 404 where a conflict stands."""
    found = to_judge_seen_by(user, call).select_related("organisation", "current", "call")
    return get_object_or_404(found, key=key)
