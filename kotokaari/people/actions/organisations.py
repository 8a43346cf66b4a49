"""What can happen to an organisation: it begins, changes, ends with successors, and may be reopened."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText

from .. import in_search
from ..models import Membership, Organisation, Place, Role, Succession, User
from ..registries import organisation_ended
from ..roles import forget_roles

# Words of the addresses under "organisations/": no organisation may be called so.
TAKEN_CODES = frozenset({"new", "uusi", "ny"})
EDITABLE = frozenset(
    {
        "name",
        "type",
        "about",
        "parent",
        "place",
        "country",
        "website",
        "business_id",
        "ptv_id",
        "valid_from",
        "source",
        "name_is_likely",
    }
)


class OrganisationRefused(DomainError):
    """What was said about the organisation cannot be."""


class OrganisationHasEnded(DomainError):
    """It has an end date already."""


@transaction.atomic
def create_organisation(
    *,
    name: TranslatedText,
    type: str,
    by: User | None,
    code: str = "",
    about: TranslatedText | None = None,
    place: Place | None = None,
    parent: Organisation | None = None,
    country: str = "FI",
    website: str = "",
    business_id: str = "",
    valid_from: datetime.date | None = None,
    source: str = "",
    name_is_likely: str = "",
    is_example: bool = False,
) -> Organisation:
    """A new organisation. Whoever makes it becomes its administrator, except those who run the house.

    ``code`` is its word in addresses; without one it is made of the name.
    Raises OrganisationRefused without a name, or when the code is taken.
    """
    _check_name(name)
    organisation = Organisation.objects.create(
        code=_code(code, name),
        name=name,
        type=type,
        about=about or TranslatedText(),
        place=place,
        parent=parent,
        country=country or "FI",
        website=website,
        business_id=business_id,
        valid_from=valid_from,
        source=source,
        name_is_likely=name_is_likely,
        is_example=is_example,
    )
    in_search.renew(organisation)
    audit.record("organisation created", target=organisation, by=by)
    if by is not None and not by.is_administrator:
        Membership.objects.create(user=by, organisation=organisation, role=Role.ADMINISTRATOR)
        forget_roles(by)
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: User | None, **changes: Any) -> Organisation:
    """Change what is known about an organisation; what is not named stays.

    Raises OrganisationRefused without a name, when it would become part of itself, or when it would
    begin after its end.
    """
    unknown = changes.keys() - EDITABLE
    if unknown:
        raise TypeError(f"edit_organisation does not change {', '.join(sorted(unknown))}")
    changed = sorted(field for field, value in changes.items() if getattr(organisation, field) != value)
    for field in changed:
        setattr(organisation, field, changes[field])
    _check_name(organisation.name)
    _check_parent(organisation)
    if organisation.valid_from and organisation.valid_to and organisation.valid_from > organisation.valid_to:
        raise OrganisationRefused(_("An organisation cannot begin after it has ended."))
    if changed:
        organisation.save(update_fields=changed)
        in_search.renew(organisation)
        audit.record("organisation edited", target=organisation, by=by, fields=changed)
    return organisation


@transaction.atomic
def end_organisation(
    organisation: Organisation,
    *,
    on: datetime.date,
    by: User | None,
    successors: Sequence[Organisation | tuple[Organisation, TranslatedText]] = (),
) -> Organisation:
    """Give an organisation its last day and the organisations that carry on its tasks, each with a note.

    Its page and address stay. Raises OrganisationHasEnded, or OrganisationRefused when the day is
    before its first or a successor is the organisation itself or had ended by then.
    """
    if organisation.valid_to is not None:
        raise OrganisationHasEnded(_("This organisation has been ended already. Reopen it to change the date."))
    if organisation.valid_from and on < organisation.valid_from:
        raise OrganisationRefused(_("The last day cannot be before the first day of the organisation."))
    for entry in successors:
        new, note = entry if isinstance(entry, tuple) else (entry, TranslatedText())
        _check_successor(organisation, new, on)
        Succession.objects.create(old=organisation, new=new, on=on + datetime.timedelta(days=1), note=note)
    organisation.valid_to = on
    organisation.save(update_fields=["valid_to"])
    audit.record("organisation ended", target=organisation, by=by, on=on.isoformat())
    organisation_ended.send(sender=Organisation, organisation=organisation, by=by)
    return organisation


@transaction.atomic
def reopen_organisation(organisation: Organisation, *, by: User | None) -> Organisation:
    """Take the end back, successors included. Raises OrganisationRefused when it has no end."""
    if organisation.valid_to is None:
        raise OrganisationRefused(_("This organisation has not been ended."))
    organisation.successions.all().delete()
    organisation.valid_to = None
    organisation.save(update_fields=["valid_to"])
    audit.record("organisation reopened", target=organisation, by=by)
    return organisation


def _check_name(name: TranslatedText) -> None:
    if not name:
        raise OrganisationRefused(_("Give the organisation a name in at least one language."))


def _check_parent(organisation: Organisation) -> None:
    above = organisation.parent
    while above is not None:
        if above.pk == organisation.pk:
            raise OrganisationRefused(_("An organisation cannot be part of itself."))
        above = above.parent


def _check_successor(old: Organisation, new: Organisation, on: datetime.date) -> None:
    if new.pk == old.pk:
        raise OrganisationRefused(_("An organisation cannot carry on its own tasks after its end."))
    if new.valid_to is not None and new.valid_to <= on:
        sentence = _("%(name)s has ended itself by then and cannot carry on the tasks.")
        raise OrganisationRefused(sentence % {"name": read(new.name)})


def _code(wanted: str, name: TranslatedText) -> str:
    """The code as wanted, or one made of the name that nobody has."""
    if wanted:
        if wanted in TAKEN_CODES or Organisation.objects.filter(code=wanted).exists():
            raise OrganisationRefused(_("The address word “%(code)s” is taken. Choose another.") % {"code": wanted})
        return wanted
    base = slugify(name.text("fi") or name.source_text)[:70] or "organisation"
    taken = TAKEN_CODES | set(Organisation.objects.filter(code__startswith=base).values_list("code", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in candidates if code not in taken)
