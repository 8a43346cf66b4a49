"""Conflicts: who may know nothing of a submission."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .models import Recusal, Submission
from .signals import person_recused


@transaction.atomic
def recuse(submission: Submission, *, user: User, kind: str, source: str, by: User | None, note: str = "") -> Recusal:
    """From now on ``user`` learns nothing of the submission, by any way. A standing recusal is kept as it is."""
    recusal, made = Recusal.objects.get_or_create(
        submission=submission,
        user=user,
        lifted_at=None,
        defaults={"kind": kind, "source": source, "note": note},
    )
    if made:
        audit.record("person recused", target=submission, by=by, kind=kind, source=source)
        person_recused.send(sender=Submission, recusal=recusal)
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, reason: str, by: User) -> Recusal:
    """The conflict was a mistake, or is over. Refuses one's own, and a lift without a reason."""
    if recusal.user_id == by.pk:
        raise DomainError(_("Nobody lifts their own conflict. Ask another who runs the call."))
    if not reason.strip():
        raise DomainError(_("Say why the conflict does not stand."))
    recusal.lifted_at, recusal.lifted_by, recusal.lifted_reason = timezone.now(), by, reason.strip()
    recusal.save()
    audit.record("recusal lifted", target=recusal.submission, by=by, kind=recusal.kind)
    return recusal
