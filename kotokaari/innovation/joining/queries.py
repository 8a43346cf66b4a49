"""What one can ask about those who take part."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q, QuerySet

from kotokaari.foundation.keys import digest
from kotokaari.innovation.models import Day, Participant

State = Participant.State
TAKES_A_PLACE = (State.SIGNED_UP, State.HERE)


def by_token(token: str) -> Participant | None:
    """Whose own link it is. One query."""
    found = Participant.objects.filter(token_digest=digest(token))
    return found.select_related("day__channel", "day__organisation", "municipality").first()


def taken(day: Day) -> int:
    """How many places are taken. One query."""
    return day.participants.filter(state__in=TAKES_A_PLACE).count()


def places_left(day: Day) -> int:
    """How many places are left; a large number where there is no limit. One query."""
    return max(0, day.most_people - taken(day)) if day.most_people else 10**6


def next_waiting(day: Day) -> Participant | None:
    """Who has waited longest. One query."""
    return day.participants.filter(state=State.WAITING).order_by("signed_up_at", "pk").first()


def head_counts(day: Day) -> dict[str, int]:
    """{"signed_up", "here", "waiting", "absent", "withdrawn", "coming"}. One query."""
    states = Counter(day.participants.values_list("state", flat=True))
    found = {state: states[state] for state in State.values}
    return {**found, "coming": found[State.SIGNED_UP] + found[State.HERE]}


def participants(day: Day, search: str = "") -> QuerySet[Participant]:
    """Everybody who did not withdraw, by name; ``search`` looks in names, addresses and organisations. One query."""
    found = day.participants.exclude(state=State.WITHDRAWN).select_related("municipality")
    for word in search.split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(organisation_text__icontains=word)
            | Q(profession__icontains=word)
        )
    return found.order_by("name", "signed_up_at", "pk")
