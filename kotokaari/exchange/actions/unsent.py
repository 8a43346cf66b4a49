"""What is typed is kept until it is sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from kotokaari.people.public import User

from ..models import Unsent

LONGEST = 12_000


def keep_unsent(key: str, *, fields: Mapping[str, str], by: User) -> Unsent:
    """Keep a form as it stands, valid or not."""
    kept = {name: value[:LONGEST] for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    unsent, _made = Unsent.objects.update_or_create(
        user=by, key=key, defaults={"fields": kept, "saved_at": timezone.now()}
    )
    return unsent


def forget_unsent(key: str, *, by: User) -> None:
    """It was sent."""
    Unsent.objects.filter(user=by, key=key).delete()
