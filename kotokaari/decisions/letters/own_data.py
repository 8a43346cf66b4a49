"""What letters and new looks keep about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from ..models import Appeal, Letter


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("letters_of_decisions", of_person)
    person_erased.connect(_forget, dispatch_uid="person who gets letters")


def of_person(user: User) -> dict[str, Any]:
    """The letters one got, word for word, and the new looks one asked for."""
    return {
        "letters": [
            {
                "subject": letter.subject,
                "body": letter.body,
                "language": letter.language,
                "sent": letter.sent_at.isoformat() if letter.sent_at else None,
            }
            for letter in Letter.objects.filter(to=user, state=Letter.State.SENT)
        ],
        "new_looks": [
            {
                "decision": str(appeal.decision.uuid),
                "text": appeal.text,
                "asked": appeal.made_at.isoformat(),
                "state": appeal.state,
                "answer": appeal.answer,
            }
            for appeal in Appeal.objects.filter(made_by=user).select_related("decision")
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    """What waits is thrown away; of what went the name is taken out, the decision it tells of stays."""
    Letter.objects.filter(to=user, state=Letter.State.QUEUED, tries=0).delete()
    if not user.name:
        return
    for letter in Letter.objects.filter(to=user, body__contains=user.name):
        letter.body = letter.body.replace(user.name, "…")
        letter.save(update_fields=["body"])
