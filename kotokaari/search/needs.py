"""A search nobody could answer is a need: counted without anything about who asked, and left behind on purpose."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError

from . import analysis
from .models import Unanswered

LONGEST, LONGEST_NOTE, MOST_NOTES = 120, 500, 40
# What may tell of a person is not kept: addresses, numbers, names in a row of capitals are left to the asker.
PERSONAL = re.compile(r"@|\d{4,}|\d{6}[-+A]\d{3}|https?:")


@dataclass(frozen=True, slots=True)
class Need:
    """A question that found nothing: how often it was asked, and how many left it behind as a need."""

    key: int
    words: str
    language: str
    count: int
    told: int
    notes: Sequence[str]
    place: str
    last_on: datetime.date


def is_tellable(text: str) -> bool:
    """True for a question that may be kept: words, and nothing that may name a person."""
    return 2 < len(text) <= LONGEST and any(letter.isalpha() for letter in text) and not PERSONAL.search(text)


def note_unanswered(text: str, language: str) -> None:
    """Count a question that found nothing. Keeps nothing about who asked; what may name a person is not kept."""
    words = " ".join(text.split())
    if is_tellable(words):
        _counted(words, language, count=1)


def leave_need(text: str, language: str, *, note: str = "", place: str = "") -> None:
    """Leave a question behind as a need, with a sentence more and a place if one likes. Raises DomainError."""
    words = " ".join(text.split())
    if not is_tellable(words) or PERSONAL.search(note):
        raise DomainError(_("Say what is needed in words, without names, numbers or addresses of persons."))
    if len(note) > LONGEST_NOTE:
        raise DomainError(_("Say it in fewer words: at most %(count)s characters.") % {"count": LONGEST_NOTE})
    with transaction.atomic():
        need = _counted(words, language, told=1)
        notes = [line for line in need.note.split("\n") if line]
        if note.strip():
            notes.append(" ".join(note.split()))
        need.note, need.place, need.settled_on = "\n".join(notes[-MOST_NOTES:]), place or need.place, None
        need.save(update_fields=["note", "place", "settled_on"])
        audit.record("need left behind", target=need, by=None)


def _counted(words: str, language: str, *, count: int = 0, told: int = 0) -> Unanswered:
    folded = analysis.fold(words)[:LONGEST]
    need, _made = Unanswered.objects.get_or_create(folded=folded, defaults={"text": words, "language": language})
    Unanswered.objects.filter(pk=need.pk).update(
        count=F("count") + count, told=F("told") + told, last_on=timezone.localdate()
    )
    need.refresh_from_db()
    return need


def settle_need(key: int, *, by: object) -> None:
    """Mark a need as seen to; asked for again on purpose it comes back."""
    need = Unanswered.objects.filter(pk=key).first()
    if need is not None:
        need.settled_on = timezone.localdate()
        need.save(update_fields=["settled_on"])
        audit.record("need settled", target=need, by=by)


def unanswered(most: int = 100) -> list[Need]:
    """Questions that found nothing and nobody has seen to, those left behind on purpose first. One query."""
    rows = Unanswered.objects.filter(settled_on=None)[:most]
    return [
        Need(
            row.pk,
            row.text,
            row.language,
            row.count,
            row.told,
            row.note.split("\n") if row.note else [],
            row.place,
            row.last_on,
        )
        for row in rows
    ]
