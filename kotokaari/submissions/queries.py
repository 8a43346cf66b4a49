"""What one can ask about submissions, always on behalf of someone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Submission, SubmissionFile, SubmissionQuerySet
from .registries import readers


def submissions_readable_by(user: Any) -> SubmissionQuerySet:
    """Whose sent content this person may read: one's own, those of calls one runs, those to be judged.

    Recusals are taken off, except from what one has written oneself.
    """
    if not getattr(user, "is_authenticated", False):
        return Submission.objects.none()
    found = Q(pk__in=Submission.objects.visible_to(user).values("pk"))
    opened = Q()
    for readable in readers():
        opened |= readable(user)
    if opened:
        judged = Submission.objects.not_recused(user).filter(opened, current__isnull=False)
        found |= Q(pk__in=judged.values("pk"))
    return Submission.objects.filter(found)


def file_for(user: Any, uuid: UUID) -> SubmissionFile:
    """A file: authors have all that stand or were sent, other readers what the present version holds. Else 404."""
    files = SubmissionFile.objects.select_related("submission__current")
    found = get_object_or_404(files.filter(submission__in=submissions_readable_by(user).values("pk")), uuid=uuid)
    submission = found.submission
    if Submission.objects.written_by(user).filter(pk=submission.pk).exists():
        if found.removed_at is None or found.file:
            return found
        raise Http404
    if submission.current is None or not holds_file(submission.current.files, uuid):
        raise Http404
    return found


def holds_file(files: list[dict[str, str]], uuid: UUID) -> bool:
    """True when a version's list of files names this one."""
    return any(str(entry.get("uuid")) == str(uuid) for entry in files)
