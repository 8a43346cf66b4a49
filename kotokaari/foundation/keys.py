"""Short keys of letters nobody mistakes for another: they name a thing in its address, whatever its title becomes."""

from __future__ import annotations

import hashlib
import secrets

KEY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 6


def new_key(length: int = KEY_LENGTH) -> str:
    """That many letters that nobody can guess: the key of a new thing."""
    return "".join(secrets.choice(KEY_LETTERS) for _letter in range(length))


def random_id() -> int:
    """A number drawn by lot: rows that have such numbers tell nothing of the order they came in."""
    return secrets.randbelow(2**52 - 1) + 1


def digest(token: str) -> str:
    """What is kept of a secret that was given away, such as a link's token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class KeyConverter:
    """A key in an address. A room registers it under its own word (``call_key``), which its addresses use."""

    regex = f"[{KEY_LETTERS}]{{{KEY_LENGTH}}}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value
