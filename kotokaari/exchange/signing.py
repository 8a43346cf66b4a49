"""How people are called, as they chose: by name and role, or by their organisation alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Contact
from kotokaari.people.public import organisation_book

from .models import Message


@dataclass(frozen=True, slots=True)
class Signature:
    """Who wrote something: what is known of it to this reader."""

    name: str
    role: Any
    organisation: str

    def __str__(self) -> str:
        if self.name and self.organisation:
            return f"{self.name} ({self.organisation})"
        return self.name or self.organisation or _("Somebody")


def organisation_name(pk: int | None) -> str:
    """An organisation's name in the reader's language, "" for none. From memory."""
    entry = organisation_book().by_key.get(pk or 0)
    return entry.name((get_language() or "fi")[:2]) if entry else ""


def signature(message: Message, shown: Mapping[int, Contact], *, to_all: bool) -> Signature:
    """How a message is signed. Names are for the two sides; to all readers only of those who agreed to be shown."""
    contact = shown.get(message.author_id)
    name = message.author.name if message.shows_name and (contact or not to_all) else ""
    organisation = organisation_name(message.organisation_id)
    if not name and not organisation:
        organisation = str(NAMELESS[message.is_answer]())
    return Signature(name, contact.role if contact and name else None, organisation)


NAMELESS = {True: lambda: _("National support"), False: lambda: _("A reader")}
