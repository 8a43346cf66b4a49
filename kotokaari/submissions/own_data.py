"""What submissions keep about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from . import actions
from .models import Author, AuthorInvitation, Recusal, SubmissionFile, SubmissionVersion


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("submissions", of_person)
    person_erased.connect(_forget, dispatch_uid="person in submissions")


def of_person(user: User) -> dict[str, Any]:
    """What one writes with its text, what one sent, whom one asked, files added, and conflicts noted."""
    authorships = Author.objects.filter(user=user).select_related("submission__call").order_by("since")
    sent = SubmissionVersion.objects.filter(sent_by=user).select_related("submission")
    asked = AuthorInvitation.objects.filter(invited_by=user).select_related("submission")
    files = SubmissionFile.objects.filter(added_by=user).select_related("submission")
    recusals = Recusal.objects.filter(user=user).select_related("submission")
    return {
        "writes": [_authorship(author) for author in authorships],
        "sent": [
            {
                "submission": str(version.submission.uuid),
                "version": version.number,
                "receipt": version.receipt,
                "at": version.sent_at.isoformat(),
            }
            for version in sent
        ],
        "asked_to_write": [
            {"submission": str(one.submission.uuid), "email": one.email, "at": one.invited_at.isoformat()}
            for one in asked
        ],
        "files": [
            {"submission": str(file.submission.uuid), "name": file.name, "at": file.added_at.isoformat()}
            for file in files
        ],
        "conflicts": [_conflict(recusal) for recusal in recusals],
    }


def _authorship(author: Author) -> dict[str, Any]:
    """The text goes along for as long as one is an author."""
    submission = author.submission
    return {
        "submission": str(submission.uuid),
        "call": submission.call.key,
        "title": str(submission.title),
        "leads": author.is_lead,
        "since": author.since.isoformat(),
        "left": author.left_at.isoformat() if author.left_at else None,
        "draft": None if author.left_at else {"record": submission.record, "answers": submission.answers},
    }


def _conflict(recusal: Recusal) -> dict[str, Any]:
    return {
        "submission": str(recusal.submission.uuid),
        "kind": recusal.kind,
        "source": recusal.source,
        "note": recusal.note,
        "since": recusal.since.isoformat(),
        "lifted": recusal.lifted_at.isoformat() if recusal.lifted_at else None,
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    """Open invitations to the address end; the authorship ends where somebody else can lead on."""
    AuthorInvitation.objects.filter(email=user.email).delete()
    for author in Author.objects.filter(user=user, left_at__isnull=True).select_related("submission"):
        if author.is_lead:
            heir = author.submission.authors.filter(left_at__isnull=True).exclude(pk=author.pk).order_by("pk").first()
            if heir is None:
                continue  # what was sent stays; the name goes with the person
            actions.hand_over_lead(heir, by=user)
        actions.end_authorship(author, by=user)
