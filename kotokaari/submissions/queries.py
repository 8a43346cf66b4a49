"""What one can ask about submissions, always on behalf of someone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.calls.public import Call, Round
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User, people_with_roles

from .models import Author, AuthorInvitation, Submission, SubmissionFile, SubmissionQuerySet, SubmissionVersion
from .permissions import WRITERS
from .registries import readers
from .timing import Window, window_of


def submissions_readable_by(user: Any) -> SubmissionQuerySet:
    """Whose sent content this person may read: one's own, those of calls one runs, those to be judged.

    Recusals are taken off, except from what one has written oneself.
    """
    if not getattr(user, "is_authenticated", False):
        return Submission.objects.none()
    found = Q(pk__in=Submission.objects.visible_to(user).values("pk"))
    opened = Q()
    for readable in readers():
        opened |= readable(user)
    if opened:
        judged = Submission.objects.not_recused(user).filter(opened, current__isnull=False)
        found |= Q(pk__in=judged.values("pk"))
    return Submission.objects.filter(found)


def submissions_written_by(user: Any) -> SubmissionQuerySet:
    """Those this person may write: as an author, or as one who runs the call what came to it on paper."""
    own = Q(pk__in=Submission.objects.written_by(user).values("pk"))
    return Submission.objects.filter(own | Q(pk__in=Submission.objects.entered_by(user).values("pk")))


def file_for(user: Any, uuid: UUID) -> SubmissionFile:
    """A file: authors have all that stand or were sent, other readers what the present version holds. Else 404."""
    files = SubmissionFile.objects.select_related("submission__current")
    found = get_object_or_404(files.filter(submission__in=submissions_readable_by(user).values("pk")), uuid=uuid)
    submission = found.submission
    if submissions_written_by(user).filter(pk=submission.pk).exists():
        if found.removed_at is None or found.file:
            return found
        raise Http404
    if submission.current is None or not holds_file(submission.current.files, uuid):
        raise Http404
    return found


def holds_file(files: list[dict[str, str]], uuid: UUID) -> bool:
    """True when a version's list of files names this one."""
    return any(str(entry.get("uuid")) == str(uuid) for entry in files)


@dataclass(frozen=True, slots=True)
class Line:
    """A submission in the list of one who writes it."""

    submission: Submission
    title: TranslatedText
    stand: str  # draft, sent, withdrawn, returned
    window: Window


def own_lines(user: Any, most: int = 100) -> list[Line]:
    """What this person writes, the latest saved first. One query."""
    found = Submission.objects.written_by(user).select_related("call", "round", "organisation", "current")
    heavy = ("answers", "as_typed", "current__record", "current__answers", "current__questions")
    return [
        Line(submission, submission.title, stand_of(submission), window_of(submission))
        for submission in found.defer(*heavy).order_by("-saved_at", "-pk")[:most]
    ]


def stand_of(submission: Submission) -> str:
    """Where it stands, as its authors see it: draft, sent, withdrawn or returned."""
    if submission.current_id is None:
        return "draft"
    if submission.withdrawn_at is not None:
        return "withdrawn"
    return "returned" if submission.eligibility == Submission.Eligibility.RETURNED else "sent"


def can_be_developed(submission: Submission) -> bool:
    """True when a later round is open in which nothing has been begun from this one. A query or two."""
    if submission.current_id is None:
        return False
    now = timezone.now()
    later = next((one for one in open_rounds() if one.call_id == submission.call_id and one.is_open(now)), None)
    if later is None or later.pk == submission.round_id:
        return False
    return not submission.later.filter(round=later).exists()


def open_rounds() -> QuerySet[Round]:
    """The rounds that take submissions now, those that close first before the others."""
    now = timezone.now()
    found = Round.objects.filter(call__state=Call.State.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    return found.select_related("call").order_by("closes_at", "pk")


def versions_to_send(organisations: Iterable[Organisation]) -> QuerySet[Version]:
    """What practices of these organisations say: those that readers see, and drafts. Without their records."""
    shown = Q(current_of__isnull=False) & Q(practice__status__in=(Practice.Status.PUBLISHED, Practice.Status.ENDED))
    found = Version.objects.filter(practice__owner__in=organisations).filter(shown | Q(state=Version.State.DRAFT))
    return found.select_related("practice").defer("as_typed").order_by("-saved_at", "-pk")


def version_of(submission: Submission, number: int) -> SubmissionVersion:
    """A version that was sent, by its number; or 404."""
    version = get_object_or_404(submission.versions.select_related("sent_by"), number=number)
    version.submission = submission
    return version


def draft_holders(round_: Round) -> QuerySet[User]:
    """Those who write a draft in this round that was not sent yet: to be reminded before it closes."""
    drafts = Submission.objects.filter(round=round_, current__isnull=True, withdrawn_at__isnull=True)
    authors = Author.objects.filter(submission__in=drafts, left_at__isnull=True)
    return User.objects.filter(pk__in=authors.values("user"), is_active=True).order_by("pk")


def colleagues_of(submission: Submission) -> QuerySet[User]:
    """People of the organisation who do not write it yet."""
    people = people_with_roles([submission.organisation_id], *WRITERS).get(submission.organisation_id, [])
    authors = submission.authors.filter(left_at__isnull=True).values("user")
    return User.objects.filter(pk__in=[user.pk for user in people]).exclude(pk__in=authors).order_by("name", "email")


def invitation_by_token(token: str) -> AuthorInvitation:
    """The invitation behind a link, open or not; or 404."""
    found = AuthorInvitation.objects.select_related("submission__call", "invited_by")
    return get_object_or_404(found, token_hash=AuthorInvitation.hashed(token))
