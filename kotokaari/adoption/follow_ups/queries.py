"""What one can ask about follow-ups: what is due, what a link means, what waits for a person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.people.public import Section, User, organisations_for

from ..models import Adoption, FollowUp
from ..permissions import WRITERS, can_edit_adoption

SALT = "adoption.follow-up"
VALID_FOR = datetime.timedelta(days=90)
UNDO_FOR = datetime.timedelta(minutes=15)
AROUND = ("adoption__practice__current", "adoption__practice__owner", "adoption__organisation", "adoption__place")
MOST = 50
_signer = signing.Signer(salt=SALT, sep=".")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the person to whom it was put."""

    follow_up: FollowUp
    person: User

    @property
    def adoption(self) -> Adoption:
        """What the question is about."""
        return self.follow_up.adoption

    @property
    def may_answer(self) -> bool:
        """True while the person works in the adopting organisation. One query."""
        return self.person.is_active and can_edit_adoption(self.person, self.adoption)

    @property
    def is_open(self) -> bool:
        """True until it is answered, the work has ended, or 90 days have passed."""
        row, adoption = self.follow_up, self.adoption
        is_at_work = adoption.status in Adoption.AT_WORK and adoption.removed_at is None
        return row.answer == "" and is_at_work and not self.is_over

    @property
    def is_over(self) -> bool:
        """True when 90 days have passed since the letter."""
        return asked_at(self.follow_up) + VALID_FOR < timezone.now()

    @property
    def can_undo(self) -> bool:
        """True for 15 minutes after the answer."""
        answered = self.follow_up.answered_at
        return answered is not None and timezone.now() < answered + UNDO_FOR


def asked_at(row: FollowUp) -> datetime.datetime:
    """When the question was put: by letter, or by falling due."""
    if row.sent_at is not None:
        return row.sent_at
    return timezone.make_aware(datetime.datetime.combine(row.due_on, datetime.time()))


def token_for(row: FollowUp, person: User) -> str:
    """Words for an address that answers this question in this person's name."""
    return _signer.sign(f"{row.token}-{person.pk}")


def asked_by_token(token: str) -> Asked | None:
    """The question whose address this is; None for one that never was."""
    try:
        words, _dash, person = _signer.unsign(token).rpartition("-")
    except signing.BadSignature:
        return None
    row = FollowUp.objects.filter(token=words).select_related(*AROUND).first()
    user = User.objects.filter(pk=person).first()
    return Asked(row, user) if row and user else None


def due(day: datetime.date) -> QuerySet[FollowUp]:
    """Questions of adoptions at work that are due and have not been put, the earliest first."""
    rows = FollowUp.objects.filter(due_on__lte=day, sent_at__isnull=True, answer="")
    at_work = rows.filter(adoption__removed_at__isnull=True, adoption__status__in=Adoption.AT_WORK)
    return at_work.select_related(*AROUND, "adoption__contact").order_by("adoption_id", "months")


def waiting_for(user: Any) -> list[FollowUp]:
    """Questions that this person may answer now, one an adoption, the latest first. Two queries at most."""
    now = timezone.now()
    is_asked = Q(sent_at__gt=now - VALID_FOR) | Q(
        sent_at__isnull=True, due_on__lte=timezone.localdate(), due_on__gt=timezone.localdate() - VALID_FOR
    )
    rows = FollowUp.objects.filter(
        is_asked,
        answer="",
        adoption__removed_at__isnull=True,
        adoption__status__in=Adoption.AT_WORK,
        adoption__organisation__in=organisations_for(user, *WRITERS),
    )
    newest: dict[int, FollowUp] = {}
    for row in rows.select_related(*AROUND).order_by("-due_on", "-pk")[: MOST * 2]:
        newest.setdefault(row.adoption_id, row)
    return list(newest.values())[:MOST]


def work_section(user: User) -> Section | None:
    """What «My work» shows of it; nothing when nothing waits."""
    rows = waiting_for(user)
    if not rows:
        return None
    items = [
        {"row": row, "adoption": row.adoption, "url": reverse("adoption:follow-up", args=[token_for(row, user)])}
        for row in rows
    ]
    return Section(_("Is it still in use?"), "adoption/follow_ups/_work.html", {"items": items}, 20)


def of_person(user: User) -> list[dict[str, Any]]:
    """Questions sent to a person and answered by them, for the person's own data."""
    rows = FollowUp.objects.filter(Q(sent_to=user) | Q(answered_by=user)).select_related("adoption")
    return [
        {
            "adoption": str(row.adoption.uuid),
            "months": row.months,
            "sent": row.sent_at.isoformat() if row.sent_at and row.sent_to_id == user.pk else None,
            "answer": row.answer if row.answered_by_id == user.pk else None,
            "answered": row.answered_at.isoformat() if row.answered_at and row.answered_by_id == user.pk else None,
        }
        for row in rows
    ]
