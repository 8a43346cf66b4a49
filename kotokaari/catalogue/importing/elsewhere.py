"""What other rooms do for imports: the way in from «My work», old files thrown away, a person forgotten."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kotokaari.foundation.daily import register_daily
from kotokaari.people.public import Section, User, person_erased, register_work_section

from .. import permissions
from ..models import Practice, Version
from ..registries import register_practice_section
from . import runs
from .models import ImportedRecord, ImportRun

KEPT_FOR = datetime.timedelta(days=30)  # files hold what was not imported too, people's contacts among it
SHOWN = 5


def register() -> None:
    """Let the house know of imports."""
    register_work_section(work_section)
    register_practice_section(notes_section)
    register_daily("old imports", forget_old)
    person_erased.connect(_forget_of, dispatch_uid="imports of a person")


def work_section(user: User) -> Section | None:
    """The way to importing, and the imports that wait; for those who may."""
    if not permissions.can_import_practices(user):
        return None
    waiting = ImportRun.objects.filter(started_by=user).exclude(state=ImportRun.State.DONE).defer("report", "mapping")
    return Section(
        _("Import practices"), "catalogue/importing/_at_work.html", {"runs": list(waiting[:SHOWN])}, order=80
    )


def notes_section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """What found no place when the practice was imported, for those who edit it. One query, for them only."""
    if not request.user.is_authenticated or not permissions.can_edit_practice(request.user, practice):
        return None
    record = ImportedRecord.objects.filter(practice=practice).exclude(left={}).first()
    if record is None:
        return None
    context = {"collection": record.collection, "row": record.row, "left": list(record.left.items())}
    return Section(_("Notes from the import"), "catalogue/importing/_notes.html", context, order=95)


def forget_old(day: datetime.date) -> str:
    """Throw away files and reports after 30 days. Safe to do twice."""
    old = timezone.now() - KEPT_FOR
    count = 0
    for run in ImportRun.objects.filter(created_at__lt=old).exclude(state__in=runs.AT_WORK):
        runs.forget(run, by=None)
        count += 1
    return (
        ngettext("%(count)d old import thrown away", "%(count)d old imports thrown away", count) % {"count": count}
        if count
        else ""
    )


def _forget_of(sender: Any, user: User, **kwargs: Any) -> None:
    for run in ImportRun.objects.filter(started_by=user).exclude(state__in=runs.AT_WORK):
        runs.forget(run, by=user)
