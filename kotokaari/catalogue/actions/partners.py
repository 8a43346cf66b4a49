"""Who stands behind a practice: partners, projects, money, and people one may ask."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User, organisation_called

from ..models import Contact, Grant, Partner, Practice, Project
from .indexing import tell_others


@transaction.atomic
def set_partners(
    practice: Practice, *, partners: Iterable[tuple[Organisation, TranslatedText]], by: User | None
) -> None:
    """These organisations, each with its role, carry the practice together with its owner."""
    chosen = {organisation.pk: (organisation, role) for organisation, role in partners}
    if practice.owner_id in chosen:
        raise DomainError(_("The owner is not its own partner."))
    practice.partners.all().delete()
    Partner.objects.bulk_create(
        Partner(practice=practice, organisation=organisation, role=role) for organisation, role in chosen.values()
    )
    audit.record("partners set", target=practice, by=by, count=len(chosen))
    tell_others(practice)


@transaction.atomic
def set_projects(practice: Practice, *, projects: Iterable[Project], by: User | None) -> None:
    """The practice was developed in these projects; the arc says so too."""
    practice.projects.set(projects)
    arc.set_ties(
        first=("practice", practice.uuid),
        type=arc.LinkType.GREW_FROM,
        kind="project",
        seconds=practice.projects.values_list("uuid", flat=True),
        by=by,
    )
    audit.record("projects set", target=practice, by=by, projects=[project.code for project in practice.projects.all()])
    tell_others(practice)


@transaction.atomic
def add_grant(
    practice: Practice,
    *,
    funder: TranslatedText,
    by: User | None,
    programme: TranslatedText | None = None,
    code: str = "",
    amount: Decimal | None = None,
    currency: str = "EUR",
    year_from: int | None = None,
    year_to: int | None = None,
    note: TranslatedText | None = None,
    source: str = "",
    funder_organisation: Organisation | None = None,
) -> Grant:
    """Money the practice itself has had. Refuses a negative amount and years in the wrong order.

    A funder who is called exactly as one organisation here is taken to be it, when none is given.
    """
    if not funder.source_text.strip():
        raise DomainError(_("Say who gave the money."))
    if amount is not None and amount < 0:
        raise DomainError(_("The amount is zero or more."))
    if year_from and year_to and year_to < year_from:
        raise DomainError(_("The last year is before the first."))
    grant = Grant.objects.create(
        practice=practice,
        funder=funder,
        funder_organisation=funder_organisation or organisation_called(funder),
        programme=programme or TranslatedText(),
        code=code,
        amount=amount,
        currency=currency,
        year_from=year_from,
        year_to=year_to,
        note=note or TranslatedText(),
        source=source,
    )
    arc.tie(first=("grant", grant.uuid), type=arc.LinkType.FUNDS, second=("practice", practice.uuid), by=by)
    audit.record("grant added", target=practice, by=by)
    tell_others(practice)
    return grant


@transaction.atomic
def remove_grant(grant: Grant, *, by: User) -> None:
    """Take away a grant that was written down by mistake."""
    practice = grant.practice
    if practice is None:
        raise DomainError(_("This money belongs to a project. Change it there."))
    audit.record("grant removed", target=practice, by=by, funder=str(grant)[:100])
    arc.forget_thing(grant.uuid, by=by)
    grant.delete()
    tell_others(practice)


@transaction.atomic
def offer_contact(practice: Practice, *, user: User, role: TranslatedText, by: User) -> Contact:
    """Ask a person to be one whom readers may contact. Nothing is shown before the person consents."""
    if not user.is_active:
        raise DomainError(_("This person no longer uses Kotokaari."))
    contact = practice.contacts.filter(user=user).first()
    if contact and contact.withdrawn_at is None:
        raise DomainError(_("This person has already been asked."))
    contact = contact or Contact(practice=practice, user=user)
    contact.role, contact.offered_by, contact.offered_at = role, by, timezone.now()
    contact.consented_at = contact.withdrawn_at = None
    contact.save()
    audit.record("contact offered", target=practice, by=by, person=str(user.uuid))
    return contact


@transaction.atomic
def accept_contact(contact: Contact, *, by: User) -> Contact:
    """The person agrees that name and role are shown to readers. Only the person may."""
    _only_oneself(contact, by)
    if contact.withdrawn_at is not None:
        raise DomainError(_("This offer is no longer open."))
    contact.consented_at = contact.consented_at or timezone.now()
    contact.save()
    audit.record("contact consented", target=contact.practice, by=by)
    tell_others(contact.practice)
    return contact


@transaction.atomic
def withdraw_contact(contact: Contact, *, by: User) -> Contact:
    """The person declines, or no longer wants to be shown. It takes effect at once."""
    _only_oneself(contact, by)
    contact.withdrawn_at = timezone.now()
    contact.save()
    audit.record("contact withdrawn", target=contact.practice, by=by)
    tell_others(contact.practice)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: User) -> None:
    """The owner organisation takes a contact away."""
    practice = contact.practice
    audit.record("contact removed", target=practice, by=by, person=str(contact.user.uuid))
    contact.delete()
    tell_others(practice)


def _only_oneself(contact: Contact, by: User) -> None:
    if contact.user_id != by.pk:
        raise DomainError(_("Only the person can decide this."))
