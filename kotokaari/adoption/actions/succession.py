"""An adopter ended; an organisation that carries on its tasks carries on the adoption too."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, Succession, User

from ..counting import recounted
from ..models import Adoption
from .life import _check_single
from .locking import locked, locked_practice, touched


def successors_of(organisation: Organisation) -> list[Organisation]:
    """The organisations that carry on its tasks and have not ended themselves."""
    found = Succession.objects.filter(old=organisation).select_related("new").order_by("pk")
    return [succession.new for succession in found if not succession.new.has_ended]


@transaction.atomic
def carry_on(adoption: Adoption, *, organisation: Organisation, by: User | None) -> Adoption:
    """The entry, with all that was told in it, becomes a successor's. Refuses anybody else."""
    locked_practice(adoption.practice)
    now = locked(adoption)
    if organisation not in successors_of(now.organisation):
        raise DomainError(
            _("%(organisation)s does not carry on the tasks of %(old)s.")
            % {"organisation": organisation, "old": now.organisation}
        )
    _check_single(now.practice, organisation, now.place)
    old = now.organisation
    with recounted(now.practice):
        now.organisation = organisation
        now.contact = now.contact_consented_at = None
        touched(now, "adoption carried on", by=by, before=old.code, after=organisation.code)
    return now
