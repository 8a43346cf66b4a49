"""Codes and links by which one comes in: the day's code from the wall, one's own link, one's own short code."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kotokaari.foundation import limits
from kotokaari.innovation.models import SHOWN_LETTERS, Day, Participant

WRONG, WITHIN = 30, 600  # so many wrong codes from one address, within so many seconds


def new_token() -> str:
    """A link's secret part."""
    return secrets.token_urlsafe(24)


def tidied(code: str) -> str:
    """A code as it was typed, in capitals, without what people put between letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:12]


def own_code(participant: Participant) -> str:
    """Six letters by which somebody who signed up says at the door, or on another phone, who she is.

    Made from the house's key and hers: nothing is stored, and nobody can work it out.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), f"own code {participant.token_digest}".encode(), hashlib.sha256)
    number = int.from_bytes(made.digest()[:8])
    letters = []
    for _place in range(6):
        number, at = divmod(number, len(SHOWN_LETTERS))
        letters.append(SHOWN_LETTERS[at])
    return "".join(letters)


def known_by(day: Day, code: str) -> Participant | None:
    """Who of this day has this own code. One query."""
    there = day.participants.exclude(state=Participant.State.WITHDRAWN)
    return next((one for one in there if hmac.compare_digest(own_code(one), code)), None)


def join_address(day: Day) -> str:
    """What stands in the QR code: the page on which one joins, in the day's first language."""
    with translation.override((day.languages or ["fi"])[0]):
        return f"{settings.BASE_URL}{reverse('innovation:join-code', args=[day.code])}"


def own_address(token: str, language: str) -> str:
    """Somebody's own link."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse('innovation:mine', args=[token])}"


def refuse_guessing(request: HttpRequest) -> None:
    """Raises TooOften when too many wrong codes came from this address: right ones are not taken then either."""
    if cache.get(_key(request), 0) >= WRONG:
        refusal = limits.TooOften(_("Too many codes were wrong. Wait ten minutes, or ask the facilitator."))
        refusal.seconds = WITHIN
        raise refusal


def count_wrong(request: HttpRequest) -> None:
    """One more wrong code from this address."""
    key = _key(request)
    if not cache.add(key, 1, WITHIN):
        try:
            cache.incr(key)
        except ValueError:  # ran out between the two calls
            cache.set(key, 1, WITHIN)


def _key(request: HttpRequest) -> str:
    address = f"{settings.SECRET_KEY}{limits.address_of(request)}"
    return f"limit:day-code:{hashlib.blake2b(address.encode(), digest_size=12).hexdigest()}"
