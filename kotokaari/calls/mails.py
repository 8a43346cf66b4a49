"""Letters about calls. Each goes after commit, in its reader's language."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.people.public import User

from .models import Round
from .times import countdown, moment_words

_log = structlog.get_logger(__name__)


def closes_soon(round: Round, user: User) -> None:
    """To somebody whose draft is not sent: when it closes, and where one goes on."""
    if not user.is_active:
        return
    call = round.call
    with translation.override(user.language):
        words: dict[str, Any] = {
            "closes": moment_words(round.closes_at, call.time_zone),
            "countdown": countdown(round),
            "link": settings.BASE_URL + call.get_absolute_url(),
        }
    try:
        mail.send(user, "calls/mails/closes_soon", call=call, **words)
    except OSError:
        _log.exception("a letter could not be sent", letter="closes_soon")
