"""A form that was left half filled: kept as typed until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotokaari.people.public import User

from ..models import Adoption, Unsaved

MOST = 60_000  # characters of one form


@transaction.atomic
def keep_typed(adoption: Adoption, *, form: str, values: Mapping[str, Any], by: User) -> Unsaved:
    """Keep what one person typed into one form, exactly. Nobody else sees it; readers see nothing of it."""
    kept = {name: str(value)[:MOST] for name, value in values.items()}
    unsaved, _made = Unsaved.objects.update_or_create(
        adoption=adoption, user=by, form=form[:60], defaults={"values": kept, "at": timezone.now()}
    )
    return unsaved


@transaction.atomic
def forget_typed(adoption: Adoption, *, form: str, by: User) -> None:
    """It was saved, or is thrown away."""
    Unsaved.objects.filter(adoption=adoption, user=by, form=form).delete()
