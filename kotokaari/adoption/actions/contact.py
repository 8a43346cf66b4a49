"""A person of the adopter whom others may ask: named by colleagues, shown only by own consent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User, has_role

from ..models import Adoption
from .locking import locked, touched


@transaction.atomic
def name_contact(adoption: Adoption, *, person: User | None, by: User) -> Adoption:
    """Ask a colleague to be the one whom others may ask; None takes the contact away.

    Nothing is shown before the person agrees; naming oneself is agreeing. Refuses people of other organisations.
    """
    now = locked(adoption)
    if person is not None and not person.is_active:
        raise DomainError(_("This person no longer uses Kotokaari."))
    if person is not None and not has_role(person, now.organisation_id):
        raise DomainError(_("Choose somebody who works in %(organisation)s.") % {"organisation": now.organisation})
    if person is not None and person.pk == now.contact_id:
        return now
    now.contact = person
    now.contact_consented_at = timezone.now() if person is not None and person.pk == by.pk else None
    touched(now, "contact named" if person else "contact removed", by=by)
    return now


@transaction.atomic
def accept_contact(adoption: Adoption, *, by: User) -> Adoption:
    """The person agrees to be shown. Only the person may."""
    now = locked(adoption)
    _only_oneself(now, by)
    now.contact_consented_at = now.contact_consented_at or timezone.now()
    touched(now, "contact consented", by=by)
    return now


@transaction.atomic
def withdraw_contact(adoption: Adoption, *, by: User) -> Adoption:
    """The person declines, or no longer wants to be shown. It takes effect at once."""
    now = locked(adoption)
    _only_oneself(now, by)
    now.contact = now.contact_consented_at = None
    touched(now, "contact withdrawn", by=by)
    return now


def _only_oneself(adoption: Adoption, by: User) -> None:
    if adoption.contact_id != by.pk:
        raise DomainError(_("Only the person can decide this."))
