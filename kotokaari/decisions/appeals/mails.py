"""Letters about new looks: to those who run the call and have no conflict, and to the authors."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.foundation.fields import read
from kotokaari.people.public import User
from kotokaari.submissions.public import Recusal

from ..models import Appeal

_log = structlog.get_logger(__name__)


def asked(pk: int) -> None:
    """An author has asked: to those who run the call, but for whom a conflict stands."""
    appeal = _appeal(pk)
    submission = appeal.decision.submission
    barred = Recusal.objects.filter(submission=submission, user=OuterRef("pk"), lifted_at__isnull=True)
    people = User.objects.filter(runs_calls__call=submission.call_id, is_active=True).filter(~Exists(barred)).distinct()
    _send(people, "appeal_asked", "decisions:appeal-answer", appeal)


def answered(pk: int) -> None:
    """The answer: to every author."""
    appeal = _appeal(pk)
    authors = appeal.decision.submission.authors.filter(left_at=None, user__is_active=True).select_related("user")
    _send((author.user for author in authors), "appeal_answered", "decisions:appeal", appeal)


def _appeal(pk: int) -> Appeal:
    found = Appeal.objects.select_related(
        "decision__submission__call", "decision__submission__organisation", "decision__version"
    )
    return found.get(pk=pk)


def _send(people: Iterable[User], template: str, page: str, appeal: Appeal) -> None:
    submission = appeal.decision.submission
    word = appeal.uuid if page == "decisions:appeal-answer" else submission.key
    for person in people:
        with translation.override(person.language):
            link = settings.BASE_URL + reverse(page, args=[word])
            try:
                mail.send(
                    person,
                    f"decisions/mails/{template}",
                    appeal=appeal,
                    submission=submission,
                    title=read(appeal.decision.version.title),
                    link=link,
                )
            except OSError:
                _log.exception("a letter could not be sent", letter=template)
