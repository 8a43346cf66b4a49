"""The life of a practice after publishing: it is confirmed, ends, is archived, withdrawn, put back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ..models import Practice
from ..signals import status_changed
from .indexing import tell_others
from .publishing import a_year_from

Status = Practice.Status


def end_practice(practice: Practice, *, reason: TranslatedText, by: User | None) -> Practice:
    """It is no longer carried out; the page stays and says why."""
    return _move(practice, Status.ENDED, (Status.PUBLISHED,), reason, by)


def archive_practice(practice: Practice, *, reason: TranslatedText, by: User | None) -> Practice:
    """It is kept for reading, out of the ordinary lists."""
    return _move(practice, Status.ARCHIVED, (Status.PUBLISHED, Status.ENDED), reason, by)


def withdraw_practice(practice: Practice, *, reason: TranslatedText, by: User | None) -> Practice:
    """It is taken out of sight. The address stays and says that it was withdrawn, when and why."""
    return _move(practice, Status.WITHDRAWN, (Status.PUBLISHED, Status.ENDED, Status.ARCHIVED), reason, by)


def restore_practice(practice: Practice, *, reason: TranslatedText, by: User | None) -> Practice:
    """Back into the catalogue as published."""
    return _move(practice, Status.PUBLISHED, (Status.ENDED, Status.ARCHIVED, Status.WITHDRAWN), reason, by)


@transaction.atomic
def _move(
    practice: Practice,
    to: Practice.Status,
    allowed: tuple[Practice.Status, ...],
    reason: TranslatedText,
    by: User | None,
) -> Practice:
    if not reason.source_text.strip():
        raise DomainError(_("Say why, in a sentence. Readers will see it."))
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.status not in allowed:
        raise DomainError(
            _("This cannot be done to a practice whose status is “%(status)s”.")
            % {"status": practice.get_status_display()}
        )
    before = practice.status
    practice.status, practice.status_reason, practice.status_changed_at = to, reason, timezone.now()
    practice.save()
    audit.record(f"practice {to.value}", target=practice, by=by, before=before)
    tell_others(practice)
    status_changed.send(sender=Practice, practice=practice, before=before, by=by)
    return practice


@transaction.atomic
def confirm_still_so(practice: Practice, *, by: User) -> Practice:
    """The owner says that the page still tells the truth; the next check is due in a year."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.status not in (Status.PUBLISHED, Status.ENDED):
        raise DomainError(_("Only a published practice can be confirmed."))
    practice.confirmed_on = timezone.localdate()
    practice.review_due = a_year_from(practice.confirmed_on)
    practice.save()
    audit.record("practice confirmed", target=practice, by=by)
    tell_others(practice)
    return practice
