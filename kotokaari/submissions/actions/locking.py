"""A submission as it now is, locked until the transaction ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError

from ..models import Submission


def locked(submission: Submission) -> Submission:
    """The submission as it now is, locked. Refuses one that is gone."""
    now = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if now is None:
        raise DomainError(_("Somebody discarded this draft meanwhile. What you typed was not saved."))
    return now
