"""The adoption as it now is, for one who is about to change it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError

from ..models import Adoption


def locked(adoption: Adoption) -> Adoption:
    """The adoption as it now is, locked until the transaction ends. Refuses one that was removed."""
    now = (
        Adoption.with_removed.select_for_update(of=("self",)).select_related("practice").filter(pk=adoption.pk).first()
    )
    if now is None or now.removed_at is not None:
        raise DomainError(_("This entry was removed meanwhile. What you typed was not saved."))
    return now


def locked_practice(practice: Practice) -> Practice:
    """The practice as it now is: while we hold it nobody publishes or withdraws it."""
    return Practice.objects.select_for_update(of=("self",)).select_related("owner").get(pk=practice.pk)


def touched(adoption: Adoption, what: str, *, by: Any, **details: Any) -> None:
    """Save what changed, with a new revision, and write it down."""
    adoption.revision += 1
    adoption.changed_at = timezone.now()
    adoption.save()
    audit.record(what, target=adoption, by=by, **details)
