"""What epics keep about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.innovation.models import Epic, EpicEvent
from kotokaari.people.public import User

from .parts import title_of


def of_person(user: User) -> dict[str, Any]:
    """The epics she owns, and what she told of epics."""
    return {
        "owned": [
            {
                "epic": str(epic.uuid),
                "name": title_of(epic),
                "role": epic.owner_role,
                "name_shown": epic.owner_is_named,
            }
            for epic in Epic.objects.filter(owner=user).prefetch_related("texts")
        ],
        "told": [
            {
                "epic": str(event.epic.uuid),
                "status": event.status,
                "text": str(event.text),
                "next": str(event.next),
                "at": event.at.isoformat(),
            }
            for event in EpicEvent.objects.filter(by=user).select_related("epic")
        ],
    }


def forget(sender: Any, user: User, **_signal: Any) -> None:
    """The role and the organisation go on owning; nothing names the person any more."""
    from django.utils import timezone

    Epic.objects.filter(owner=user).update(owner=None, owner_is_named=False, changed_at=timezone.now())
    EpicEvent.objects.filter(by=user).update(by=None)
