"""Letters of the people room."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail

from .models import Invitation


@dataclass(slots=True)
class Invited:
    """Somebody who has no account yet."""

    email: str
    language: str


def invitation(invitation: Invitation, token: str) -> None:
    """The letter with the link, in the language chosen for the person invited."""
    with translation.override(invitation.language):
        link = settings.BASE_URL + reverse("people:invitation", args=[token])
    mail.send(
        Invited(invitation.email, invitation.language), "people/mails/invitation", invitation=invitation, link=link
    )
