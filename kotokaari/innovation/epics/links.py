"""The address in an owner's letter: signed, hers alone, for as long as she may tell of the epic, at most 90 days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core import signing

from kotokaari.innovation.models import Epic
from kotokaari.people.public import User

from . import permissions

SALT = "kotokaari.innovation.epic"
LASTS = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """An epic and the person whose letter it was."""

    epic: Epic
    person: User
    may_answer: bool


def token_for(epic: Epic, person: User) -> str:
    """Words for an address by which this person tells of this epic."""
    return signing.dumps([epic.key, person.pk], salt=SALT)


def asked_by(token: str) -> Asked | None:
    """Who was asked about what; None when the address is not ours or too old. Three queries."""
    try:
        key, person_pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Epic.objects.filter(key=key).select_related("day", "owner_organisation", "practice")
    epic = found.prefetch_related("texts").first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if epic is None or person is None:
        return None
    return Asked(epic, person, permissions.can_tell_epic(person, epic))
