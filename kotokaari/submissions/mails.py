"""Letters about submissions, each in the language of the person it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.people.public import User

from . import receipt
from .models import Author, AuthorInvitation, Submission, SubmissionVersion
from .timing import clock

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Invited:
    """Somebody who may have no account yet."""

    email: str
    language: str


def sent(submission: Submission, version: SubmissionVersion) -> None:
    """It has arrived: to every author, with the receipt as a PDF."""
    papers: dict[str, list[mail.File]] = {}
    for author in _authors(submission):
        language = author.language
        if language not in papers:
            papers[language] = _paper(version, language)
        with translation.override(language):
            words = _about(submission, version, language)
            words["when"] = clock(version.sent_at, submission.call)
        mail.send(author, "submissions/mails/sent", files=papers[language], version=version, **words)


def withdrawn(submission: Submission, by: User) -> None:
    """It was withdrawn: to every author."""
    assert submission.current is not None
    for author in _authors(submission):
        with translation.override(author.language):
            words = _about(submission, submission.current, author.language)
        words["reason"] = submission.withdrawn_reason
        mail.send(author, "submissions/mails/withdrawn", person=by, **words)


def invited(invitation: AuthorInvitation, token: str) -> None:
    """The letter with the link, in the language chosen for the person asked."""
    submission = invitation.submission
    with translation.override(invitation.language):
        link = settings.BASE_URL + reverse("submissions:invitation", args=[token])
        words = _about(submission, None, invitation.language)
    to = Invited(invitation.email, invitation.language)
    mail.send(to, "submissions/mails/invited", **{**words, "link": link, "invitation": invitation})


def added(author: Author, by: User) -> None:
    """A colleague was made an author."""
    with translation.override(author.user.language):
        words = _about(author.submission, None, author.user.language)
    mail.send(author.user, "submissions/mails/added", person=by, **words)


def _authors(submission: Submission) -> Iterator[User]:
    authors = submission.authors.filter(left_at__isnull=True, user__is_active=True)
    return (author.user for author in authors.select_related("user").order_by("pk"))


def _about(submission: Submission, version: SubmissionVersion | None, language: str) -> dict[str, Any]:
    title = version.title if version else submission.title
    return {
        "submission": submission,
        "title": title.read(language).text,
        "call": submission.call.name.read(language).text,
        "link": settings.BASE_URL + submission.get_absolute_url(),
    }


def _paper(version: SubmissionVersion, language: str) -> list[mail.File]:
    """The receipt as a file; the letter goes out without it rather than not at all."""
    try:
        return [(receipt.file_name(version), receipt.paper(version, language), "application/pdf")]
    except (RuntimeError, OSError):
        _log.exception("receipt could not be made", version=str(version.uuid))
        return []
