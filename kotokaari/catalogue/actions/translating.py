"""Putting what a practice says into another language, and keeping the translations true."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES, STATUSES, Status, TranslatedText
from kotokaari.people.public import User

from .. import logic
from ..models import Practice, TranslationChange, Version
from .indexing import put_record, tell_others


@transaction.atomic
def translate(
    version: Version, *, path: str, language: str, text: str, by: User | None, status: Status = "human"
) -> Version:
    """Store the translation of one text; ``path`` is ``title`` or ``steps.<item id>.action``.

    Works on the draft and on the version that readers see, whose own words it leaves alone. An empty
    ``text`` takes the translation away. Refuses the language it was written in.
    """
    if status not in STATUSES:
        raise DomainError(_("A translation is made by a person, by a machine, or reviewed."))
    found = _text_at(version, path, language)
    new = text.replace("\r\n", "\n").strip()
    changed = found.with_translation(language, new, status=status) if new else found.without(language)
    return _store(version, path, language, found, changed, by)


def review_translation(version: Version, *, path: str, language: str, by: User) -> Version:
    """A person has read a translation against its source and vouches for it."""
    return _vouch(version, path, language, "reviewed", by)


def confirm_translation(version: Version, *, path: str, language: str, by: User) -> Version:
    """The source changed but this translation is still right: it renders the new wording as it stands."""
    return _vouch(version, path, language, None, by)


def remove_translation(version: Version, *, path: str, language: str, by: User) -> Version:
    """Take a translation away."""
    return translate(version, path=path, language=language, text="", by=by)


@transaction.atomic
def _vouch(version: Version, path: str, language: str, status: Status | None, by: User) -> Version:
    found = _text_at(version, path, language)
    text = found.text(language)
    if not text.strip():
        raise DomainError(_("There is no translation here yet."))
    changed = found.with_translation(language, text, status=status or found.renderings[language].status)
    return _store(version, path, language, found, changed, by)


def _text_at(version: Version, path: str, language: str) -> TranslatedText:
    now = Version.objects.select_for_update().get(pk=version.pk)
    if now.state == Version.State.SUPERSEDED:
        raise DomainError(_("This version has been superseded. Translate the present one."))
    found = logic.get_text(now.whole, path)
    if found is None or not found.source_text.strip():
        raise DomainError(_("There is nothing to translate here."))
    if language not in LANGUAGES:
        raise DomainError(_("Translate into Finnish, Swedish or English."))
    if language == found.source:
        raise DomainError(_("This is the language it was written in. Correct the practice to change it."))
    version.__dict__.update({key: value for key, value in now.__dict__.items() if key != "_state"})
    return found


def _store(
    version: Version, path: str, language: str, before: TranslatedText, after: TranslatedText, by: User | None
) -> Version:
    if before.to_json() == after.to_json():
        return version
    put_record(version, logic.set_text(version.whole, path, after))
    version.translated_at = timezone.now()
    version.save()
    rendering = after.renderings.get(language)
    TranslationChange.objects.create(
        version=version,
        path=path,
        language=language,
        before=before.text(language),
        text=after.text(language),
        status=rendering.status if rendering else "",
        source_text=after.source_text,
        by=by,
    )
    _carry_to_draft(version, path, language, before, after)
    audit.record("text translated", target=version.practice, by=by, path=path, language=language)
    if version.practice.status != Practice.Status.DRAFT:
        tell_others(version.practice)
    return version


def _carry_to_draft(version: Version, path: str, language: str, before: TranslatedText, after: TranslatedText) -> None:
    """A correction that is being written gets the new translation too, unless it has one of its own."""
    if version.is_draft:
        return
    draft = Version.objects.select_for_update().filter(practice=version.practice_id, state=Version.State.DRAFT).first()
    kept = logic.get_text(draft.whole, path) if draft else None
    if draft is None or kept is None or kept.text(language) != before.text(language):
        return
    rendering = after.renderings.get(language)
    carried = kept.without(language)
    if rendering:
        carried = replace(carried, renderings={**carried.renderings, language: rendering})
    put_record(draft, logic.set_text(draft.whole, path, carried))
    draft.save()
