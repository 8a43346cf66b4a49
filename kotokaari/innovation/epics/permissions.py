"""Who may do what with an epic after the day.

| person                                              | take it | tell, write, translate | give on | publish, withdraw |
| --------------------------------------------------- | ------- | ---------------------- | ------- | ----------------- |
| anybody who works in an organisation of the house   | yes     | no                     | no      | no                |
| owner; coordinator of the owning organisation       | yes     | yes                    | yes     | no                |
| who runs the day; administrator of the house        | yes     | yes                    | yes     | yes               |

Whether one knows of it at all: ``Epic.objects.visible_to``.
"""

from __future__ import annotations

from typing import Any

from kotokaari.catalogue.public import can_write_practices
from kotokaari.innovation.models import Day, Epic
from kotokaari.people.public import EDITORS, has_role


def runs_day(user: Any, day: Day) -> bool:
    """Whether this person runs the day. One query for each user object and day, then none."""
    kept: dict[int, bool] = user.__dict__.setdefault("_runs_days", {})
    if day.pk not in kept:
        kept[day.pk] = Day.objects.run_by(user).filter(pk=day.pk).exists()
    return kept[day.pk]


def is_owner(user: Any, epic: Epic) -> bool:
    """The owner, or somebody who coordinates the organisation that owns it."""
    if not getattr(user, "is_authenticated", False):
        return False
    if epic.owner_id == user.pk:
        return True
    return epic.owner_organisation_id is not None and has_role(user, epic.owner_organisation_id, *EDITORS)


def can_tell_epic(user: Any, epic: Epic) -> bool:
    """Who says how it is, and writes its texts."""
    return is_owner(user, epic) or runs_day(user, epic.day)


def can_take_epic(user: Any, epic: Epic) -> bool:
    """Whoever is signed in, while nobody owns it; the form takes an organisation one works in."""
    return epic.owner_id is None and epic.status not in CLOSED and user.is_authenticated


def can_give_epic(user: Any, epic: Epic) -> bool:
    """Who owns it gives it on; who runs the day gives it to somebody."""
    return can_tell_epic(user, epic)


def can_publish_epic(user: Any, epic: Epic) -> bool:
    """Those who run the day."""
    return runs_day(user, epic.day)


def can_carry_epic(user: Any, epic: Epic) -> bool:
    """Whoever tells how it is and may write practices."""
    return epic.practice_id is None and can_tell_epic(user, epic) and can_write_practices(user)


CLOSED = (Epic.Status.PRACTICE, Epic.Status.STOPPED)
