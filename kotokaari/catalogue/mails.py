"""Letters of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.foundation.dates import written_day
from kotokaari.people.public import User

from .logic.freshness import SHOWN_AFTER
from .models import HeartbeatLetter


def still_so(to: User, letters: Sequence[HeartbeatLetter]) -> None:
    """«Is it still so?», one question for each practice, each with its own address."""
    with translation.override(to.language):
        items = [_question(letter, to.language) for letter in letters]
    mail.send(to, "catalogue/mails/still_so", items=items, first=items[0])


def _question(letter: HeartbeatLetter, language: str) -> dict[str, Any]:
    from .heartbeat import token_of

    practice = letter.practice
    shown_from = letter.due_on + SHOWN_AFTER
    return {
        "title": practice.current.title.read(language).text if practice.current else practice.key,
        "confirmed": written_day(practice.confirmed_on, language) if practice.confirmed_on else "",
        "link": settings.BASE_URL + reverse("catalogue:still-so", args=[token_of(letter)]),
        "is_reminder": letter.number > 1,
        "shown_from": written_day(shown_from, language) if shown_from > letter.sent_on else "",
    }
