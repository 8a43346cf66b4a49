"""What the ledger keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from . import actions
from .models import Adoption, OwnersWord, Step, Unsaved, VersionChoice


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("adoptions", of_person)
    person_erased.connect(_forget, dispatch_uid="person in the ledger")


def of_person(user: User) -> dict[str, Any]:
    """Entries begun, steps and answers said, the owner's words, half-filled forms, and where one may be asked."""
    return {
        "begun": [
            {"adoption": str(uuid), "at": at.isoformat()}
            for uuid, at in Adoption.with_removed.filter(created_by=user).values_list("uuid", "created_at")
        ],
        "statuses_said": [
            {
                "adoption": str(step.adoption.uuid),
                "status": step.status,
                "on": step.on.isoformat(),
                "why": str(step.reason),
            }
            for step in Step.objects.filter(by=user).select_related("adoption")
        ],
        "versions_answered": [
            {"adoption": str(answer.adoption.uuid), "answer": answer.choice, "why": str(answer.reason)}
            for answer in VersionChoice.objects.filter(answered_by=user).select_related("adoption")
        ],
        "owners_words": [
            {"adoption": str(word.adoption.uuid), "kind": word.kind, "text": str(word.text), "at": word.at.isoformat()}
            for word in OwnersWord.objects.filter(by=user).select_related("adoption")
        ],
        "unsaved": [
            {"adoption": str(left.adoption.uuid), "form": left.form, "values": left.values, "at": left.at.isoformat()}
            for left in Unsaved.objects.filter(user=user).select_related("adoption")
        ],
        "contact_for": [
            {"adoption": str(uuid), "consented": at.isoformat() if at else None}
            for uuid, at in Adoption.objects.filter(contact=user).values_list("uuid", "contact_consented_at")
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    for adoption in Adoption.objects.filter(contact=user):
        actions.withdraw_contact(adoption, by=user)
    Adoption.with_removed.filter(contact=user).update(contact=None, contact_consented_at=None)
    Unsaved.objects.filter(user=user).delete()
