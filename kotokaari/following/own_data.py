"""What is kept about a person who follows something: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from .models import Followed, SavedSearch
from .queries import followed_by, searches_of


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("following", of_person)
    person_erased.connect(_forget, dispatch_uid="person who follows")


def of_person(user: User) -> dict[str, Any]:
    """What a person follows, for the person's own data."""
    return {
        "saved_searches": list(
            searches_of(user).values("name", "page", "query", "language", "frequency", "created_at")
        ),
        "followed_practices": [
            {"practice": str(followed.practice.uuid), "since": followed.since} for followed in followed_by(user)
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    SavedSearch.objects.filter(user=user).delete()
    Followed.objects.filter(user=user).delete()
