"""Asking for a new look at a decision, and what the chair answers."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..actions import reopen_decision
from ..models import Appeal, Decision
from . import mails

State = Appeal.State


def refusal(decision: Decision) -> str:
    """Why nobody can ask for a new look at it now; "" when they can. One query."""
    if decision.state != Decision.State.FINAL or decision.answered_at is None:
        return _("The decision has not been sent yet.")
    if decision.appeal_until is None or timezone.localdate() > decision.appeal_until:
        return _("The time to ask for a new look is over.")
    if decision.appeals.filter(state=State.OPEN).exists():
        return _("A new look has been asked for already. You get the answer by e-mail.")
    return ""


@transaction.atomic
def ask_for_new_look(decision: Decision, *, text: str, by: User) -> Appeal:
    """An author asks; those who run the call and have no conflict are told. Refuses after the last day, and a second at a time."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if said := refusal(decision):
        raise DomainError(said)
    if not text.strip():
        raise DomainError(_("Say what should be looked at again."))
    appeal = Appeal.objects.create(decision=decision, text=text.strip(), made_by=by)
    audit.record("new look asked for", target=decision, by=by)
    transaction.on_commit(partial(mails.asked, appeal.pk))
    return appeal


@transaction.atomic
def withdraw_appeal(decision: Decision, *, by: User) -> Appeal:
    """An author takes the open request back: the decision stands, and until the last day one may ask again."""
    appeal = Appeal.objects.select_for_update().filter(decision=decision, state=State.OPEN).first()
    if appeal is None:
        raise DomainError(_("There is no open request to take back."))
    appeal.state, appeal.answered_by, appeal.answered_at = State.WITHDRAWN, by, timezone.now()
    appeal.save(update_fields=["state", "answered_by", "answered_at"])
    audit.record("new look withdrawn", target=decision, by=by)
    return appeal


@transaction.atomic
def answer_appeal(appeal: Appeal, *, stands: bool, answer: str, by: User) -> Appeal:
    """The decision stands, or is taken anew: then it is open again. Its authors get the answer. Refuses without one."""
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("decision").get(pk=appeal.pk)
    if appeal.state != State.OPEN:
        raise DomainError(_("This has been answered already."))
    if not answer.strip():
        raise DomainError(_("Give the reasons: the authors read them."))
    appeal.state = State.DISMISSED if stands else State.UPHELD
    appeal.answer, appeal.answered_by, appeal.answered_at = answer.strip(), by, timezone.now()
    appeal.save()
    if not stands and appeal.decision.state == Decision.State.FINAL:
        reopen_decision(appeal.decision, reason=_("A new look was asked for and granted."), by=by)
    audit.record("new look answered", target=appeal.decision, by=by, stands=stands)
    transaction.on_commit(partial(mails.answered, appeal.pk))
    return appeal
