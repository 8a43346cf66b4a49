"""Two who write one draft: each waits for the other, and the draft counts its changes."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError

from .models import Rubric, RubricIsFixed


def locked(draft: Rubric) -> Rubric:
    """The draft as it now is, locked until the transaction ends. Refuses one that is no longer a draft."""
    now = Rubric.objects.select_for_update().filter(pk=draft.pk).first()
    if now is None:
        raise DomainError(_("Somebody discarded this draft meanwhile. What you typed was not saved."))
    if not now.is_draft:
        raise RubricIsFixed
    return now


def grow(draft: Rubric) -> None:
    """The draft has changed once more."""
    Rubric.objects.filter(pk=draft.pk).update(revision=F("revision") + 1)
