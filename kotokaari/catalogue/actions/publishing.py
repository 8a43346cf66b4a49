"""From a draft to what everybody reads."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import logic
from ..models import Practice, Version
from ..readiness import publishing_problems
from ..signals import version_published
from .drafting import locked_draft
from .indexing import link_words_and_places, put_record, tell_others


class NotReady(DomainError):
    """A draft cannot be published yet; ``problems`` says for each field what is to be done."""

    def __init__(self, problems: dict[str, str]) -> None:
        count = len(problems)
        super().__init__(
            ngettext(
                "One field must be completed before publishing.",
                "%(count)s fields must be completed before publishing.",
                count,
            )
            % {"count": count}
        )
        self.problems = problems


@transaction.atomic
def publish(version: Version, *, by: User | None, change_note: TranslatedText | None = None) -> Version:
    """Make a draft the version that readers see; the one before it is kept as superseded.

    Raises NotReady with every field that is missing or not understood.
    """
    draft = locked_draft(version)
    practice = Practice.objects.select_for_update().get(pk=draft.practice_id)
    if practice.status in (Practice.Status.ARCHIVED, Practice.Status.WITHDRAWN):
        raise DomainError(_("This practice is not in the catalogue now. Put it back first."))
    problems = publishing_problems(draft)
    if problems:
        raise NotReady(problems)
    now = timezone.now()
    before = practice.versions.filter(state=Version.State.PUBLISHED).first()
    practice.versions.filter(state=Version.State.PUBLISHED).update(state=Version.State.SUPERSEDED)
    put_record(draft, logic.tidy(draft.whole))
    draft.as_typed = {}
    draft.change_note = change_note or TranslatedText()
    draft.digest = logic.digest(draft.whole)
    draft.state = Version.State.PUBLISHED
    draft.published_at, draft.published_by = now, by
    draft.save()
    link_words_and_places(draft)
    _show(practice, draft, now)
    audit.record("version published", target=practice, by=by, number=draft.number)
    tell_others(practice)
    version_published.send(sender=Practice, practice=practice, version=draft, before=before, by=by)
    return draft


def _show(practice: Practice, version: Version, now: datetime.datetime) -> None:
    practice.current = version
    practice.confirmed_on = timezone.localdate(now)
    practice.review_due = a_year_from(practice.confirmed_on)
    if practice.status == Practice.Status.DRAFT:
        practice.status, practice.status_changed_at = Practice.Status.PUBLISHED, now
    practice.save()


def a_year_from(day: datetime.date) -> datetime.date:
    """The same day next year; 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
