"""What can happen with invitations: addresses taken, letters begun, refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.keys import digest

from ..models import Invitation, Mailing, Survey
from . import anonymity, sending, timing

MOST = 2000  # addresses at once
BETWEEN = re.compile(r"[\s,;]+")
State = Invitation.State


class CannotSend(DomainError):
    """No letters can go now."""


@dataclass(slots=True)
class Taken:
    """What became of pasted addresses."""

    added: int = 0
    doubles: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


@transaction.atomic
def invite(survey: Survey, *, addresses: str, language: str, by: Any) -> Taken:
    """Take each address once; what is no address, is here already or wants no letters is told apart.

    Nothing is sent yet. Raises CannotSend.
    """
    if survey.state == Survey.State.CLOSED:
        raise CannotSend(_("This survey is closed."))
    words = [word.strip("<>") for word in BETWEEN.split(addresses) if "@" in word or not word.startswith("<")]
    words = [word for word in words if word]
    if len(words) > MOST:
        raise CannotSend(_("Paste at most %(most)s addresses at once.") % {"most": MOST})
    taken, fresh = _sorted_out(survey, words)
    made = [Invitation(survey=survey, email=address, language=language) for address in fresh]
    for one in made:
        one.token_digest = digest(anonymity.link_token(one))
    Invitation.objects.bulk_create(made)
    taken.added = len(made)
    if made:
        audit.record("people invited to answer", target=survey, by=by, count=len(made))
    return taken


def _sorted_out(survey: Survey, words: list[str]) -> tuple[Taken, list[str]]:
    taken, fresh = Taken(), []
    rows = Invitation.objects.filter(survey=survey).values_list("email", "refused_digest")
    known = {email for email, _digest in rows if email}
    refused = {digest for _email, digest in rows if digest}
    for word in words:
        address = word.casefold()
        try:
            validate_email(address)
        except ValidationError:
            taken.wrong.append(word[:100])
            continue
        if address in known:
            taken.doubles += 1
        elif anonymity.address_digest(survey, address) in refused:
            taken.refused += 1
        else:
            known.add(address)
            fresh.append(address)
    return taken, fresh


@transaction.atomic
def begin_mailing(survey: Survey, *, kind: str, by: Any) -> Mailing:
    """Have invitations, or reminders, sent one by one by a process of its own. Raises CannotSend."""
    if not timing.is_open(survey):
        raise CannotSend(_("Letters go out while the survey takes answers."))
    Survey.objects.select_for_update().get(pk=survey.pk)
    if running(survey) is not None:
        raise CannotSend(_("Letters are going out already."))
    if kind == Mailing.Kind.INVITATIONS:
        Invitation.objects.filter(survey=survey, state=State.FAILED).update(state=State.WAITING)
        total = Invitation.objects.filter(survey=survey, state=State.WAITING).count()
    else:
        total = len(sending.to_remind(survey))
    if not total:
        raise CannotSend(_("There is nobody to write to."))
    rounds = Mailing.objects.filter(survey=survey, kind=Mailing.Kind.REMINDERS).count()
    mailing = Mailing.objects.create(survey=survey, kind=kind, total=total, round=rounds + 1, begun_by=by)
    audit.record("letters of a survey begun", target=survey, by=by, kind=kind)
    transaction.on_commit(partial(sending.launch, mailing.pk))
    return mailing


def running(survey: Survey) -> Mailing | None:
    """The sending that is at work; one that has not been heard of for a while is not."""
    since = timezone.now() - sending.SILENCE
    at_work = [Mailing.State.WAITING, Mailing.State.RUNNING]
    return Mailing.objects.filter(survey=survey, state__in=at_work, alive_at__gte=since).first()


@transaction.atomic
def settle(survey: Survey, *, went: bool, by: Any) -> int:
    """Say of letters that were being handed over when the work broke off whether they went."""
    held = Invitation.objects.filter(survey=survey, state=State.SENDING)
    count = held.update(state=State.SENT if went else State.WAITING, trouble="")
    audit.record("letters of a survey settled", target=survey, by=by, count=count, went=went)
    return count


@transaction.atomic
def remove_invitation(invitation: Invitation, *, by: Any) -> None:
    """Take an address out that no letter went to yet. Raises CannotSend."""
    if invitation.state not in (State.WAITING, State.FAILED):
        raise CannotSend(_("A letter went there already; the link it holds stays good."))
    audit.record("invitation taken back", target=invitation.survey, by=by)
    invitation.delete()


@transaction.atomic
def refuse(invitation: Invitation) -> None:
    """No more letters: the address is forgotten, and cannot be added to this survey again."""
    invitation.refused_digest = anonymity.address_digest(invitation.survey, invitation.email)
    invitation.email, invitation.state = "", State.REFUSED
    invitation.save(update_fields=["refused_digest", "email", "state"])
