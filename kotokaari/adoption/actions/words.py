"""What the practice's owner says of an adoption. The adopter cannot change it, nor the owner the adopter's words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import letters
from ..models import Adoption, OwnersWord
from .facts import merged
from .locking import locked

Kind = OwnersWord.Kind


@transaction.atomic
def say_owners_word(
    adoption: Adoption, *, kind: str, by: User | None, text: TranslatedText | None = None
) -> OwnersWord:
    """The owner confirms the adoption, does not know of it, or comments; its people are told by letter.

    A new confirmation or doubt takes the place of the one before. Refuses a comment without words, and words
    of an organisation about its own adoption.
    """
    now = locked(adoption)
    text = text or TranslatedText()
    if now.organisation_id == now.practice.owner_id:
        raise DomainError(_("This is your own organisation's entry. Write in the entry itself."))
    _check(kind, text)
    if kind != Kind.COMMENTS:
        now.owners_words.exclude(kind=Kind.COMMENTS).delete()
    word = OwnersWord.objects.create(adoption=now, kind=kind, text=text, by=by)
    audit.record("owner's word said", target=now, by=by, kind=str(kind))
    transaction.on_commit(partial(letters.owner_spoke, now.pk, word.pk))
    return word


@transaction.atomic
def edit_owners_word(
    word: OwnersWord, *, changes: Mapping[str, Any], by: User, base: Mapping[str, str] | None = None
) -> OwnersWord:
    """Say it otherwise (``text`` only); two of the owner's people are merged as everywhere."""
    if changes.keys() - {"text"}:
        raise TypeError("only the text of an owner's word changes")
    adoption = locked(word.adoption)
    now = OwnersWord.objects.filter(pk=word.pk).first()
    if now is None:
        raise DomainError(_("Somebody removed this meanwhile. What you typed was not saved."))
    write = merged(now, changes, base)
    for name, value in write.items():
        setattr(now, name, value)
    _check(now.kind, now.text)
    if write:
        now.save()
        audit.record("owner's word edited", target=adoption, by=by, kind=now.kind)
    return now


@transaction.atomic
def remove_owners_word(word: OwnersWord, *, by: User) -> Adoption:
    """The owner takes its word back."""
    adoption = locked(word.adoption)
    OwnersWord.objects.filter(pk=word.pk).delete()
    adoption.unsaved.filter(form=f"owner-{word.uuid}").delete()
    audit.record("owner's word removed", target=adoption, by=by, kind=word.kind)
    return adoption


def _check(kind: str, text: TranslatedText) -> None:
    if kind not in Kind.values:
        raise DomainError(_("Choose what you say of it."))
    if kind == Kind.COMMENTS and not text:
        raise DomainError(_("Write your comment."))
