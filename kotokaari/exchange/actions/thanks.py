"""What can happen to thanks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation import audit, limits
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, User

from .. import mails
from ..mails import after_commit
from ..models import Thanks

THANKED_A_DAY = 20


@transaction.atomic
def say_thanks(
    practice: Practice,
    *,
    text: str,
    language: str,
    organisation: Organisation,
    is_open: bool,
    by: User,
    is_example: bool = False,
) -> Thanks:
    """Thank those who own the practice, once for each organisation. Refuses thanking oneself, and a second time."""
    if practice.status not in Practice.PUBLIC:
        raise DomainError(_("This practice is not public any more."))
    if organisation.pk == practice.owner_id or practice.partners.filter(organisation=organisation).exists():
        raise DomainError(_("This is your own organisation's practice."))
    # Two colleagues at the same moment: the row of the practice is the queue they stand in.
    Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if Thanks.objects.standing().filter(practice=practice, organisation=organisation).exists():
        raise DomainError(_("Your organisation has said thanks already."))
    limits.count("thanks", by, times=THANKED_A_DAY, seconds=24 * 3600)
    thanks = Thanks.objects.create(
        practice=practice,
        organisation=organisation,
        person=by,
        text=text.strip(),
        language=language,
        is_open=is_open,
        is_example=is_example,
    )
    audit.record("thanks said", target=thanks, by=by, practice=str(practice.uuid))
    after_commit(mails.thanked, thanks.pk)
    return thanks


@transaction.atomic
def withdraw_thanks(thanks: Thanks, *, by: User) -> Thanks:
    """Take it back; one may say it anew. Refuses twice."""
    if thanks.withdrawn_at:
        raise DomainError(_("These thanks were taken back before."))
    thanks.withdrawn_at = timezone.now()
    thanks.save(update_fields=["withdrawn_at"])
    audit.record("thanks withdrawn", target=thanks, by=by)
    return thanks


@transaction.atomic
def hide_thanks(thanks: Thanks, *, reason: str, by: User) -> Thanks:
    """Take it off the page that everybody reads, with a reason. Refuses twice."""
    if thanks.hidden_at:
        raise DomainError(_("These thanks are hidden already."))
    thanks.hidden_at, thanks.hidden_reason = timezone.now(), reason.strip()
    thanks.save(update_fields=["hidden_at", "hidden_reason"])
    audit.record("thanks hidden", target=thanks, by=by)
    return thanks
