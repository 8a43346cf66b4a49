"""What can happen to an expert's profile: the person writes it, and takes a consent back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User
from kotokaari.vocabulary.public import Concept

from .. import conflicts
from ..models import Expert, Seat


@transaction.atomic
def save_profile(
    user: User,
    *,
    fields: Iterable[Concept],
    languages: list[str],
    size_bands: list[str],
    organisation: Organisation | None,
    about: TranslatedText,
    most: int,
    is_open: bool,
    has_moved: bool,
    by: User,
) -> Expert:
    """Write down what a person says of themselves; refuses another's, and a profile without a language.

    ``has_moved`` is a consent: given now when it was not before, gone at once when it is taken back.
    """
    if by.pk != user.pk:
        raise DomainError(_("Only the person writes this profile."))
    if not languages:
        raise DomainError(_("Choose at least one language that you read well."))
    expert, _made = Expert.objects.get_or_create(user=user)
    moved = expert.organisation_id != (organisation.pk if organisation else None)
    expert.languages, expert.size_bands, expert.organisation = languages, size_bands, organisation
    expert.about, expert.most, expert.is_open, expert.changed_at = about, most, is_open, timezone.now()
    expert.save()
    expert.fields.set(fields)
    audit.record("expert profile saved", target=user, by=by)
    if has_moved != bool(expert.has_moved_consented_at):
        set_own_experience(expert, consents=has_moved, by=by)
    if moved:
        conflicts.look_at_seats(user.seats.sitting().select_related("user"))
    return expert


@transaction.atomic
def set_own_experience(expert: Expert, *, consents: bool, by: User) -> Expert:
    """Own experience of moving may be used in making up panels, or may not any more: then seats become plain ones."""
    if by.pk != expert.user_id:
        raise DomainError(_("Only the person gives this consent, and takes it back."))
    expert.has_moved = consents
    expert.has_moved_consented_at = timezone.now() if consents else None
    expert.save(update_fields=["has_moved", "has_moved_consented_at"])
    if not consents:
        expert.user.seats.filter(part=Seat.Part.BY_EXPERIENCE).update(part=Seat.Part.EXPERT)
    audit.record("consent given" if consents else "consent taken back", target=expert.user, by=by)
    return expert


@transaction.atomic
def delete_profile(expert: Expert, *, by: User) -> None:
    """The profile goes; seats already taken stay, and end when the person leaves them."""
    if by.pk != expert.user_id:
        raise DomainError(_("Only the person writes this profile."))
    set_own_experience(expert, consents=False, by=by)
    audit.record("expert profile deleted", target=expert.user, by=by)
    expert.delete()
