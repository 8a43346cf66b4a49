"""Files that belong to a practice."""

from __future__ import annotations

import hashlib
import secrets
from functools import partial

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.foundation.models import StoredFile
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ..logic.files import FileRefused, check_file, clean_name
from ..models import Attachment, Practice
from .indexing import tell_others

MOST = 30


@transaction.atomic
def add_attachment(
    practice: Practice,
    *,
    file: File,
    by: User | None,
    title: TranslatedText | None = None,
    language: str = "",
    licence: str = "CC-BY-4.0",
) -> Attachment:
    """Store a file after looking at what it really is. Raises BadInput with the reason it cannot be taken."""
    if practice.attachments.filter(removed_at__isnull=True).count() >= MOST:
        raise DomainError(_("A practice has at most %(most)s files. Remove one first.") % {"most": MOST})
    attachment = Attachment(practice=practice, language=language, licence=licence, added_by=by)
    take_in(attachment, file)
    attachment.title = title if title else TranslatedText.of("fi", attachment.name)
    attachment.save()
    audit.record("file added", target=practice, by=by, file=str(attachment.uuid), media_type=attachment.media_type)
    tell_others(practice)
    return attachment


def take_in(kept: StoredFile, file: File) -> None:
    """Look at what a file really is and put it, with what it is, into ``kept``, which the caller saves.

    Raises BadInput with the reason it cannot be taken.
    """
    name = clean_name(file.name or "")
    try:
        kind = check_file(file, name, limit=settings.UPLOAD_LIMIT_BYTES)
    except FileRefused as error:
        raise BadInput(str(error)) from error
    kept.name, kept.media_type, kept.size, kept.sha256 = name, kind.media_type, file.size, _sha256(file)
    kept.file.save(f"{secrets.token_hex(16)}.{kind.extension}", file, save=False)


def _sha256(file: File) -> str:
    file.seek(0)
    made = hashlib.sha256()
    for chunk in file.chunks():
        made.update(chunk)
    file.seek(0)
    return made.hexdigest()


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> Attachment:
    """Take a file away: its bytes go, that it was there stays written down."""
    if attachment.removed_at:
        raise DomainError(_("This file has already been removed."))
    stored = attachment.file.name or ""
    attachment.removed_at = timezone.now()
    attachment.save()
    transaction.on_commit(partial(attachment.file.storage.delete, stored))
    audit.record("file removed", target=attachment.practice, by=by, file=str(attachment.uuid))
    tell_others(attachment.practice)
    return attachment
