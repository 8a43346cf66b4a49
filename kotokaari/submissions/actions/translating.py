"""Putting what a draft says into another language."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import record_logic
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES, STATUSES, Status, TranslatedText, fingerprint
from kotokaari.people.public import User

from ..asking import OWN
from ..models import Submission
from .locking import locked


@transaction.atomic
def translate_submission(
    submission: Submission,
    *,
    path: str,
    language: str,
    text: str,
    by: User,
    status: Status = "human",
    base: str | None = None,
) -> Submission:
    """Store the translation of one text; ``path`` is ``title``, ``steps.<item id>.action`` or ``own_<code>``.

    An empty ``text`` takes the translation away. Refuses the language it was written in, and to write over what
    somebody else wrote since ``base``, the fingerprint of what was shown.
    """
    if status not in STATUSES:
        raise DomainError(_("A translation is made by a person, by a machine, or reviewed."))
    draft = locked(submission)
    found = _text_at(draft, path, language)
    if base is not None and base != fingerprint(found.text(language)):
        raise DomainError(_("Somebody else changed the same translation meanwhile. Look at it, then write."))
    new = text.replace("\r\n", "\n").strip()
    changed = found.with_translation(language, new, status=status) if new else found.without(language)
    return _store(draft, path, language, changed, by)


@transaction.atomic
def vouch_for_translation(
    submission: Submission, *, path: str, language: str, by: User, reviewed: bool = True
) -> Submission:
    """A person has read a translation against its source: it is right as it stands, and reviewed when said so."""
    draft = locked(submission)
    found = _text_at(draft, path, language)
    text = found.text(language)
    if not text.strip():
        raise DomainError(_("There is no translation here yet."))
    status: Status = "reviewed" if reviewed else found.renderings[language].status
    return _store(draft, path, language, found.with_translation(language, text, status=status), by)


def _text_at(draft: Submission, path: str, language: str) -> TranslatedText:
    if path.startswith(OWN):
        value = draft.answers.get(path.removeprefix(OWN))
        found = TranslatedText.from_json(value) if isinstance(value, dict) else None
    else:
        found = record_logic.get_text(draft.record, path)
    if found is None or not found.source_text.strip():
        raise DomainError(_("There is nothing to translate here."))
    if language not in LANGUAGES or language == found.source:
        raise DomainError(_("Translate into another language than the one it was written in."))
    return found


def _store(draft: Submission, path: str, language: str, text: TranslatedText, by: User) -> Submission:
    if path.startswith(OWN):
        draft.answers = {**draft.answers, path.removeprefix(OWN): text.to_json()}
    else:
        draft.record = record_logic.set_text(draft.record, path, text)
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=["record", "answers", "revision", "saved_at"])
    audit.record("submission translated", target=draft, by=by, path=path, language=language)
    return draft
