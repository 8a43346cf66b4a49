"""What the panel keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kotokaari.people.public import User, person_erased, register_export

from .models import Assignment, Declaration, Expert, Seat


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("panel", of_person)
    person_erased.connect(_forget, dispatch_uid="person on the panel")


def of_person(user: User) -> dict[str, Any]:
    """Profile, seats, declarations and assignments. Submissions by their number alone."""
    return {
        "profile": _profile(Expert.objects.filter(user=user).first()),
        "seats": [
            {
                "call": str(seat.call),
                "part": seat.part,
                "state": seat.state,
                "least": seat.least,
                "most": seat.most,
                "asked": seat.invited_at,
                "answered": seat.answered_at,
                "left": seat.left_at,
                "ties": seat.ties,
                "why_left": seat.left_reason,
            }
            for seat in Seat.objects.filter(user=user).select_related("call")
        ],
        "declarations": [
            {"number": one.submission.number, "answer": one.answer, "kind": one.kind, "note": one.note, "at": one.at}
            for one in Declaration.objects.filter(seat__user=user).select_related("submission")
        ],
        "assignments": [
            {"number": number, "since": since, "until": until}
            for number, since, until in Assignment.objects.filter(seat__user=user).values_list(
                "submission__number", "assigned_at", "ended_at"
            )
        ],
    }


def _profile(expert: Expert | None) -> dict[str, Any] | None:
    if expert is None:
        return None
    return {
        "about": expert.about.to_json(),
        "organisation": str(expert.organisation or ""),
        "themes": [concept.code for concept in expert.fields.all()],
        "languages": expert.languages,
        "kinds_of_municipality": expert.size_bands,
        "own_experience_of_moving": expert.has_moved,
        "consented": expert.has_moved_consented_at,
        "most": expert.most,
        "may_be_asked": expert.is_open,
        "changed": expert.changed_at,
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    """The profile and the words go; seats end, and what was judged stays by the person's uuid alone."""
    now = timezone.now()
    Expert.objects.filter(user=user).delete()
    Declaration.objects.filter(seat__user=user).update(note="")
    Assignment.objects.filter(seat__user=user, ended_at__isnull=True).update(ended_at=now, ended_reason="left")
    live = Seat.objects.filter(user=user, state__in=(Seat.State.INVITED, Seat.State.ACCEPTED))
    live.update(state=Seat.State.LEFT, left_at=now)
    Seat.objects.filter(user=user).update(left_reason="", ties="", part=Seat.Part.EXPERT)
