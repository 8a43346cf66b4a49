"""What one can ask about calls."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.people.public import Organisation, User
from kotokaari.rubrics.public import Rubric
from kotokaari.vocabulary.public import Concept

from .models import Call, CallPerson, CallQuerySet, Question, Round
from .times import zone_of


def call_for(user: Any, key: str) -> Call:
    """The call, or 404 for anyone who should not know it exists."""
    calls = Call.objects.visible_to(user).select_related("organisation", "rubric")
    return get_object_or_404(calls, key=key)


def question_of(call: Call, uuid: Any) -> Question:
    """One of its questions, or 404."""
    return get_object_or_404(call.questions.select_related("call"), uuid=uuid)


def with_times() -> CallQuerySet:
    """Public calls with their first opening and last closing, rounds fetched. Two queries when read."""
    calls = Call.objects.public().annotate(opens=Min("rounds__opens_at"), closes=Max("rounds__closes_at"))
    return calls.select_related("organisation").prefetch_related("rounds", "themes")


def present_round(call: Call, now: datetime.datetime | None = None) -> Round | None:
    """The round that is open, else the next one, else the last. From memory when rounds were fetched."""
    now = now or timezone.now()
    rounds = list(call.rounds.all())
    coming = [one for one in rounds if one.closes_at > now]
    return coming[0] if coming else (rounds[-1] if rounds else None)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Public calls by what they are now."""

    open: list[Call]
    coming: list[Call]
    past: list[Call]

    def __bool__(self) -> bool:
        return bool(self.open or self.coming or self.past)


def shelves(now: datetime.datetime | None = None) -> Shelves:
    """Open calls, the one that closes first on top; coming ones by their opening; past ones, the latest first."""
    now = now or timezone.now()
    found = Shelves([], [], [])
    for call in with_times():
        round = present_round(call, now)
        if call.state == Call.State.CANCELLED or round is None or round.closes_at <= now:
            found.past.append(call)
        elif round.opens_at <= now:
            found.open.append(call)
        else:
            found.coming.append(call)
    first = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    found.open.sort(key=lambda call: present_round(call, now).closes_at)  # type: ignore[union-attr]
    found.coming.sort(key=lambda call: present_round(call, now).opens_at)  # type: ignore[union-attr]
    found.past.sort(key=lambda call: call.closes or first, reverse=True)  # type: ignore[attr-defined]
    return found


def calls_at_work(user: User) -> list[Call]:
    """The calls this person has a part in, newest first; for administrators too only those they have a part in."""
    mine = CallPerson.objects.filter(user=user).values("call")
    return list(Call.objects.filter(pk__in=mine).prefetch_related("rounds").order_by("-created_at", "-pk"))


def calls_of_organisation(organisation: Organisation) -> list[Call]:
    """The public calls of an organisation, newest first. Two queries."""
    return list(with_times().filter(organisation=organisation))


def calls_in_place(codes: Iterable[str]) -> list[Call]:
    """The public calls of organisations in one of these places, newest first. Two queries."""
    return list(with_times().filter(organisation__place__code__in=list(codes)))


def calls_on_theme(concept: Concept) -> list[Call]:
    """The public calls on a theme, newest first. Two queries."""
    return list(with_times().filter(themes=concept))


def rubrics_to_choose() -> list[Rubric]:
    """The rubrics a call may be judged by."""
    return list(Rubric.objects.filter(state=Rubric.State.IN_FORCE))


def rounds_closing_on(days: Iterable[datetime.date]) -> list[Round]:
    """Rounds of public calls that close on one of these days, by the clock of the call's own zone."""
    wanted = set(days)
    first, last = min(wanted), max(wanted)
    margin = datetime.timedelta(days=2)
    begin = datetime.datetime.combine(first, datetime.time.min, datetime.UTC) - margin
    end = datetime.datetime.combine(last, datetime.time.max, datetime.UTC) + margin
    rounds = Round.objects.filter(call__state=Call.State.PUBLISHED, closes_at__range=(begin, end)).select_related(
        "call"
    )
    return [one for one in rounds if local_day(one) in wanted]


def local_day(round: Round) -> datetime.date:
    """The day it closes by the clock of its call."""
    return round.closes_at.astimezone(zone_of(round.call)).date()


def people_of(call: Call) -> dict[str, list[User]]:
    """Who runs it, by part. One query."""
    found: dict[str, list[User]] = {part: [] for part in CallPerson.Part.values}
    for person in call.people.select_related("user").order_by("since", "pk"):
        found[person.part].append(person.user)
    return found
