"""What happens by itself: reminders before closing, drafts and addresses that are kept no longer."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kotokaari.foundation.daily import register_daily
from kotokaari.foundation.errors import DomainError

from ..models import Invitation, Mailing, Response, Survey
from . import inviting, sending
from .timing import GRACE

BEFORE = datetime.timedelta(days=3)
LATELY = datetime.timedelta(days=5)
DRAFTS = datetime.timedelta(days=60)
ADDRESSES = datetime.timedelta(days=30)


def register() -> None:
    """Have it done once a day."""
    register_daily("reminders of surveys", remind)
    register_daily("drafts of surveys", forget)


def remind(day: datetime.date) -> str:
    """Three days before closing: one reminder to those who have not answered, unless one went lately."""
    now = timezone.now()
    soon = Survey.objects.filter(state=Survey.State.OPEN, closes_at__gt=now, closes_at__lte=now + BEFORE)
    went = 0
    for survey in soon.filter(invitations__state=Invitation.State.SENT).distinct():
        if Mailing.objects.filter(survey=survey, begun_at__gte=now - LATELY).exists():
            continue
        try:
            mailing = inviting.begin_mailing(survey, kind=Mailing.Kind.REMINDERS, by=None)
        except DomainError:
            continue
        done = sending.work(mailing.pk)
        went += done.done if done else 0
    return f"{went} reminders of surveys sent" if went else ""


def forget(day: datetime.date) -> str:
    """Throw away drafts nobody can send any more, and addresses a month after closing."""
    now = timezone.now()
    drafts = Response.objects.filter(is_sent=False)
    gone, _each = drafts.filter(saved_on__lt=day - DRAFTS).delete()
    over = Survey.objects.filter(closes_at__lt=now - GRACE)
    more, _each = drafts.filter(survey__in=over).delete()
    old = Invitation.objects.filter(survey__closes_at__lt=now - ADDRESSES).exclude(email="")
    addresses = old.update(email="")
    return f"{gone + more} rows of drafts and {addresses} addresses forgotten" if gone + more + addresses else ""
