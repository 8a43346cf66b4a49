"""The call as it now is, for one who is about to change it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.search.public import index

from ..models import Call


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same thing since one began to type."""


def locked(call: Call, revision: int | None = None) -> Call:
    """The call as it now is, locked until the transaction ends. Refuses a cancelled one, and an older ``revision``."""
    now = Call.objects.select_for_update(of=("self",)).select_related("organisation", "rubric").get(pk=call.pk)
    if now.state == Call.State.CANCELLED:
        raise DomainError(_("This call was cancelled. It stays as it is."))
    if revision is not None and revision != now.revision:
        raise ChangedMeanwhile(
            _("Somebody else changed this call meanwhile. What you typed stands below: compare, and save again.")
        )
    return now


def touched(call: Call, what: str, *, by: Any, **details: Any) -> None:
    """Save what changed, with a new revision, let search know, and write it down."""
    call.revision += 1
    call.save()
    if call.state != Call.State.DRAFT:
        index("call", [call.uuid])
    audit.record(what, target=call, by=by, **details)


def has_opened(call: Call) -> bool:
    """True from the moment anybody may have begun an answer. One query."""
    return call.state == Call.State.PUBLISHED and call.rounds.filter(opens_at__lte=timezone.now()).exists()
