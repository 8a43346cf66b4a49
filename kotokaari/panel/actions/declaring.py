"""What can happen to declarations: a member says whether there is a conflict, before anything of the content is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User
from kotokaari.submissions.public import Recusal, Submission, recuse

from .. import queries
from ..models import Declaration, Seat

Answer = Declaration.Answer


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: about which submission, none or a conflict, of which kind, in which words."""

    submission: Submission
    answer: str
    kind: str = ""
    note: str = ""


@transaction.atomic
def declare(seat: Seat, *, said: Sequence[Said], by: User) -> int:
    """Write down answers, dated; a conflict recuses at once and ends what was given. Gives how many were new.

    Refuses another's seat, one not taken, a conflict without its kind, and submissions that are not to be declared.
    """
    if seat.user_id != by.pk:
        raise DomainError(_("Only the person asked answers for themselves."))
    if seat.state != Seat.State.ACCEPTED:
        raise DomainError(_("Accept the seat first."))
    allowed = set(queries.to_declare(seat).values_list("pk", flat=True))
    if any(one.submission.pk not in allowed for one in said):
        raise DomainError(_("The list has changed. Look at it again, please."))
    if any(one.answer == Answer.CONFLICT and one.kind not in Recusal.Kind.values for one in said):
        raise DomainError(_("Say what kind of conflict it is."))
    return sum(_write(seat, one, by) for one in said)


def _write(seat: Seat, said: Said, by: User) -> bool:
    before = Declaration.objects.filter(seat=seat, submission=said.submission).first()
    kind = said.kind if said.answer == Answer.CONFLICT else ""
    note = said.note.strip() if said.answer == Answer.CONFLICT else ""
    if before is not None and before.answer == said.answer == Answer.NONE:
        return False
    Declaration.objects.update_or_create(
        seat=seat,
        submission=said.submission,
        defaults={"answer": said.answer, "kind": kind, "note": note, "at": timezone.now()},
    )
    earlier = {"before": before.answer} if before else {}
    audit.record(f"conflict declared: {said.answer}", target=said.submission, by=by, seat=str(seat.uuid), **earlier)
    if said.answer == Answer.CONFLICT:
        recuse(said.submission, user=seat.user, kind=kind, source=Recusal.Source.DECLARED, by=by, note=note)
    return True
