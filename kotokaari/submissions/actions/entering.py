"""Submissions that came on paper or by e-mail, entered by those who run the call."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, User

from ..models import Submission


@transaction.atomic
def enter_for(
    call: Call, *, organisation: Organisation, language: str, arrived_at: datetime.datetime, note: str, by: User
) -> Submission:
    """A draft for an organisation that sent it another way; those who run the call write and send it.

    It has no author here. Refuses without a note of how it came, and what came outside the time of every round.
    """
    if not note.strip():
        raise DomainError(_("Say how it came, and where the original is kept."))
    if call.languages and language not in call.languages:
        raise DomainError(_("The call takes no submissions in this language."))
    round_ = next((one for one in call.rounds.order_by("-number") if one.is_open(arrived_at)), None)
    if round_ is None:
        raise DomainError(_("The call took no submissions at that time."))
    submission = Submission.objects.create(
        call=call,
        round=round_,
        organisation=organisation,
        source_language=language,
        begun_at=arrived_at,
        saved_at=timezone.now(),
        is_entered_by_staff=True,
        entered_note=note.strip(),
        is_example=call.is_example,
        created_by=by,
    )
    audit.record("submission entered", target=submission, by=by)
    return submission
