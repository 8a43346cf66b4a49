"""Whose something is, without saying who: a mark made of a person and a secret that is thrown away.

While the secret lives, the same person gets the same mark, so that she can change what is hers and votes once. When it
is emptied (a silent or secret phase closes; the day is done), no mark leads to anybody any more. The house's own key goes
into it too: a copy of the database made while a secret lives leads from no mark to anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

from .models import Day, Phase

SECRET_BYTES = 32


def new_secret() -> bytes:
    """A secret for a day or a phase."""
    return secrets.token_bytes(SECRET_BYTES)


def mark_of(person: str, of: Day | Phase) -> str:
    """The mark of this person (``Ticket.person``) under the secret of a day or phase; empty once there is no secret."""
    secret = bytes(of.secret)
    if not secret:
        return ""
    return hmac.new(secret + settings.SECRET_KEY.encode(), person.encode(), hashlib.sha256).hexdigest()
