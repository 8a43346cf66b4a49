"""Sending: what is sent is fixed, numbered and receipted; it can be replaced and withdrawn until the call closes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.arc import public as arc
from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.keys import new_key
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from .. import answering, mails
from ..asking import Asked, asked_in
from ..models import Submission, SubmissionFile, SubmissionVersion, digest_of
from ..registries import barred
from ..signals import submission_sent, submission_withdrawn
from ..sketch import said_in
from ..timing import window_of
from .locking import locked


class CallClosed(DomainError):
    """The time is over. What was typed stays in the draft."""


class NotReady(DomainError):
    """A draft cannot be sent yet; ``problems`` says for each question, by form name, what is to be done."""

    def __init__(self, problems: dict[str, str]) -> None:
        count = len(problems)
        super().__init__(
            ngettext(
                "One question must be answered before sending.",
                "%(count)s questions must be answered before sending.",
                count,
            )
            % {"count": count}
        )
        self.problems = problems


@transaction.atomic
def send_submission(
    submission: Submission, *, by: User | None, now: datetime.datetime | None = None
) -> SubmissionVersion:
    """Send the draft as it stands: a fixed version with a receipt; the one before it is replaced.

    The moment that counts is the one in which it was asked for, however long others must be waited for. Raises
    CallClosed, or NotReady with every question that stands in the way. What came on paper is entered as it is,
    with its gaps.
    """
    now = now or timezone.now()
    draft = locked(submission)
    window = window_of(draft, now)
    if not window.is_open:
        raise CallClosed(window.refusal)
    asked = asked_in(draft.call)
    files = list(draft.files.filter(removed_at__isnull=True))
    problems = answering.problems_of(asked, draft, [file.question_id for file in files])
    if problems and not draft.is_entered_by_staff:
        raise NotReady(problems)
    if draft.number is None:
        draft.number = _next_number(draft)
    version = _fixed(draft, asked, files, at=now, by=by, is_late=window.is_grace)
    _stand(draft, version)
    _tie(draft)
    audit.record("submission sent", target=draft, by=by, number=version.number, digest=version.digest)
    submission.__dict__.update({key: value for key, value in draft.__dict__.items() if key != "_state"})
    submission_sent.send(sender=Submission, submission=draft, version=version, by=by)
    transaction.on_commit(lambda: mails.sent(draft, version), robust=True)
    return version


def _fixed(
    draft: Submission,
    asked: Sequence[Asked],
    files: Sequence[SubmissionFile],
    *,
    at: datetime.datetime,
    by: User | None,
    is_late: bool,
) -> SubmissionVersion:
    """The draft as it stands, kept with its receipt and its digest."""
    version = SubmissionVersion(
        submission=draft,
        number=(draft.versions.aggregate(newest=Max("number"))["newest"] or 0) + 1,
        source_language=draft.source_language,
        title=TranslatedText.from_json(draft.record.get("title")),
        questions=[one.kept() for one in asked],
        files=[{"uuid": str(file.uuid), "sha256": file.sha256} for file in files],
        is_late=is_late,
        sent_at=at,
        sent_by=by,
        **said_in(draft),
    )
    version.receipt = _receipt(draft, version)
    version.digest = digest_of(version)
    version.save()
    return version


def _next_number(draft: Submission) -> int:
    """The next number in the call. Its row is locked, so that numbers have no gaps."""
    Call.objects.select_for_update().get(pk=draft.call_id)
    newest = Submission.objects.filter(call=draft.call_id).aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def _receipt(draft: Submission, version: SubmissionVersion) -> str:
    """What stands on the receipt: whose, which version, and five letters nobody can guess."""
    return f"{draft.key}-{version.number}-{new_key(5)}".upper()


def _stand(draft: Submission, version: SubmissionVersion) -> None:
    draft.current = version
    draft.eligibility, draft.eligibility_reason, draft.mend_until = "", "", None
    draft.withdrawn_at, draft.withdrawn_reason = None, ""
    draft.save(
        update_fields=[
            "number",
            "current",
            "eligibility",
            "eligibility_reason",
            "mend_until",
            "withdrawn_at",
            "withdrawn_reason",
        ],
    )


def _tie(draft: Submission) -> None:
    """It answers its call, follows what was sent in an earlier round, grew from a practice and that one's epics."""
    own, links = ("submission", draft.uuid), arc.LinkType
    arc.tie(first=own, type=links.ANSWERS, second=("call", draft.call.uuid))
    if draft.earlier is not None:
        arc.tie(first=own, type=links.FOLLOWS, second=("submission", draft.earlier.uuid))
    if draft.practice is None:
        return
    arc.tie(first=own, type=links.GREW_FROM, second=("practice", draft.practice.uuid))
    epics = arc.Link.objects.filter(
        first=draft.practice.uuid, type=links.GREW_FROM, second_order=arc.order_of(f"elsewhere:{arc.Station.EPIC}")
    )
    for epic in epics:
        arc.tie(first=own, type=links.GREW_FROM, second=(epic.second_kind, epic.second))


@transaction.atomic
def withdraw_submission(submission: Submission, *, reason: str, by: User) -> Submission:
    """Take back what was sent. It stays written down; until the call closes it can be sent again.

    Refuses what was not sent, a withdrawal without a reason, and when a room above says why not.
    """
    now = locked(submission)
    if now.current_id is None or now.withdrawn_at is not None:
        raise DomainError(_("There is nothing sent that could be withdrawn."))
    if not reason.strip():
        raise DomainError(_("Say why it is withdrawn."))
    if refusal := barred(now):
        raise DomainError(refusal)
    now.withdrawn_at, now.withdrawn_reason = timezone.now(), reason.strip()
    now.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record("submission withdrawn", target=now, by=by)
    submission_withdrawn.send(sender=Submission, submission=now, by=by)
    transaction.on_commit(lambda: mails.withdrawn(now, by), robust=True)
    return now


@transaction.atomic
def restore_submission(submission: Submission, *, by: User) -> Submission:
    """It was withdrawn by mistake: what was sent stands again. Raises CallClosed when the time is over."""
    now = locked(submission)
    if now.withdrawn_at is None or now.current is None:
        raise DomainError(_("This submission is not withdrawn."))
    window = window_of(now)
    if not window.is_open:
        raise CallClosed(window.refusal)
    now.withdrawn_at, now.withdrawn_reason = None, ""
    now.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record("submission restored", target=now, by=by)
    submission_sent.send(sender=Submission, submission=now, version=now.current, by=by)
    return now
