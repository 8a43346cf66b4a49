"""Files that belong to a submission."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Question
from kotokaari.catalogue.public import take_in
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..models import Submission, SubmissionFile, SubmissionVersion
from ..queries import holds_file
from .locking import locked

MOST = 20


@transaction.atomic
def add_file(submission: Submission, *, file: File, by: User, question: Question | None = None) -> SubmissionFile:
    """Store a file after looking at what it really is. Raises BadInput with the reason it cannot be taken."""
    draft = locked(submission)
    if draft.files.filter(removed_at__isnull=True).count() >= MOST:
        raise DomainError(_("A submission has at most %(most)s files. Remove one first.") % {"most": MOST})
    kept = SubmissionFile(submission=draft, question=question, added_by=by)
    take_in(kept, file)
    kept.save()
    audit.record("file added", target=draft, by=by, file=str(kept.uuid), media_type=kept.media_type)
    return kept


def copy_files(version: SubmissionVersion, draft: Submission, *, by: User) -> None:
    """The files a version was sent with, for a draft that goes on from it; what is no longer stored stays away.

    The bytes are copied: a file that one submission removes is not taken from the other.
    """
    sent_with = [str(one.get("uuid")) for one in version.files]
    for file in SubmissionFile.objects.filter(submission=version.submission, uuid__in=sent_with).order_by("pk"):
        if not file.file or not file.file.storage.exists(file.file.name or ""):
            continue
        copy = SubmissionFile(submission=draft, added_by=by, question=file.question)
        copy.name, copy.media_type, copy.size, copy.sha256 = file.name, file.media_type, file.size, file.sha256
        extension = (file.file.name or "").rpartition(".")[2]
        with file.file.open("rb") as stored:
            copy.file.save(f"{secrets.token_hex(16)}.{extension}", stored, save=False)
        copy.save()


@transaction.atomic
def remove_file(file: SubmissionFile, *, by: User) -> SubmissionFile:
    """Take a file off the draft. Its bytes go, unless a version that was sent holds them."""
    if file.removed_at:
        raise DomainError(_("This file has already been removed."))
    draft = locked(file.submission)
    file.removed_at = timezone.now()
    if not any(holds_file(files, file.uuid) for files in draft.versions.values_list("files", flat=True)):
        transaction.on_commit(partial(file.file.storage.delete, file.file.name or ""))
        file.file = ""
    file.save()
    audit.record("file removed", target=draft, by=by, file=str(file.uuid))
    return file


@transaction.atomic
def restore_file(file: SubmissionFile, *, by: User) -> SubmissionFile:
    """Put a file back whose bytes are still there."""
    if not file.removed_at or not file.file:
        raise DomainError(_("This file cannot be brought back. Add it again."))
    file.removed_at = None
    file.save()
    audit.record("file restored", target=file.submission, by=by, file=str(file.uuid))
    return file
