"""The survey as it now is, for one who is about to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError

from ... import in_search
from ...models import Survey


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same thing since one began to type."""


def locked(survey: Survey, revision: int | None = None) -> Survey:
    """The survey as it now is, locked until the transaction ends. Refuses a deleted one, and an older ``revision``."""
    now = Survey.objects.select_for_update(of=("self",)).filter(pk=survey.pk).first()
    if now is None:
        raise DomainError(_("This survey was deleted meanwhile."))
    if revision is not None and revision != now.revision:
        raise ChangedMeanwhile(
            _("Somebody else changed this survey meanwhile. What you typed stands below: compare, and save again.")
        )
    return now


def touched(survey: Survey, what: str, *, by: Any, **details: Any) -> None:
    """Save what changed, with a new revision, let search know, and write it down."""
    survey.revision += 1
    survey.save()
    in_search.renew(survey)
    audit.record(what, target=survey, by=by, **details)


def was_opened(survey: Survey) -> bool:
    """True once anybody may have begun to answer."""
    return survey.opened_at is not None or survey.state != Survey.State.DRAFT
