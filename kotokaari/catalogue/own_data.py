"""What the catalogue keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from . import actions
from .models import Contact, HeartbeatLetter, TranslationChange, Version


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("practices", of_person)
    person_erased.connect(_forget, dispatch_uid="person in the catalogue")


def of_person(user: User) -> dict[str, Any]:
    """Versions begun or published, translations made, letters received, and where one may be shown as a contact."""
    began = Version.objects.filter(created_by=user).select_related("practice").order_by("practice_id", "number")
    translated = TranslationChange.objects.filter(by=user).select_related("version__practice").order_by("at")
    contacts = Contact.objects.filter(user=user).select_related("practice")
    asked = HeartbeatLetter.objects.filter(to=user).select_related("practice")
    return {
        "asked_whether_still_so": [
            {
                "practice": str(letter.practice.uuid),
                "sent": letter.sent_on.isoformat(),
                "answer": letter.answer,
                "answered": letter.answered_at.isoformat() if letter.answered_at else None,
            }
            for letter in asked
        ],
        "versions": [
            {
                "practice": str(version.practice.uuid),
                "number": version.number,
                "title": str(version.title),
                "state": version.state,
                "begun": version.created_at.isoformat(),
            }
            for version in began.defer("record", "as_typed")
        ],
        "translations": [
            {
                "practice": str(change.version.practice.uuid),
                "field": change.path,
                "language": change.language,
                "text": change.text,
                "at": change.at.isoformat(),
            }
            for change in translated
        ],
        "contact_for": [
            {
                "practice": str(contact.practice.uuid),
                "role": str(contact.role),
                "consented": contact.consented_at.isoformat() if contact.consented_at else None,
                "withdrawn": contact.withdrawn_at.isoformat() if contact.withdrawn_at else None,
            }
            for contact in contacts
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    HeartbeatLetter.objects.filter(to=user).delete()
    for contact in Contact.objects.filter(user=user).select_related("practice", "user"):
        actions.remove_contact(contact, by=user)
