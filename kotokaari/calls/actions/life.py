"""A call is published, judged, or cancelled."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ..models import Call
from ..readiness import missing
from .locking import locked, touched


class NotReady(DomainError):
    """The call lacks something. ``problems`` are sentences, one for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def publish_call(call: Call, *, by: User) -> Call:
    """Let everybody read the call; it opens by itself. Refuses an incomplete one, a sentence for each problem."""
    call = locked(call)
    if call.state != Call.State.DRAFT:
        raise DomainError(_("This call is public already."))
    problems = [str(one.sentence) for one in missing(call)]
    if problems:
        raise NotReady(problems)
    call.state, call.published_at = Call.State.PUBLISHED, timezone.now()
    touched(call, "call published", by=by)
    return call


@transaction.atomic
def cancel_call(call: Call, *, reason: TranslatedText, by: User) -> Call:
    """The call is not held, or not gone on with; its page says why. Refuses without a reason, and after judging began."""
    call = locked(call)
    if not reason:
        raise DomainError(_("Say why, in a sentence: everybody who wrote for the call reads it."))
    if call.state == Call.State.DRAFT:
        raise DomainError(_("Nobody has seen this call yet: there is nothing to cancel."))
    if call.judging_began_at:
        raise DomainError(_("The panel has begun to judge. Those who answered are owed a decision."))
    call.state, call.cancelled_reason = Call.State.CANCELLED, reason
    touched(call, "call cancelled", by=by)
    return call


@transaction.atomic
def delete_call(call: Call, *, by: User) -> None:
    """A draft that nobody answered goes for good, with its questions, times and panel; the audit trail remembers it.

    Refuses a call that was ever public (cancel it), and one that somebody has begun to answer.
    """
    call = locked(call)
    if call.state != Call.State.DRAFT or call.published_at:
        raise DomainError(_("This call was public. It can be cancelled; its page stays and says why."))
    audit.record("call deleted", target=call, by=by)
    arc.forget_thing(call.uuid, by=by)
    try:
        call.delete()
    except ProtectedError as error:
        raise DomainError(_("Somebody has answered this call already. It is not deleted.")) from error


@transaction.atomic
def begin_judging(call: Call, *, by: User | None) -> Call:
    """From now on the rubric stays. Safe to say twice. Refuses a call that was never public."""
    now = locked(call)
    if now.judging_began_at:
        return now
    if now.state != Call.State.PUBLISHED:
        raise DomainError(_("A call is judged after it was public."))
    now.judging_began_at = timezone.now()
    now.save(update_fields=["judging_began_at"])
    audit.record("judging began", target=now, by=by, rubric=str(now.rubric.uuid))
    call.judging_began_at = now.judging_began_at
    return now
