"""Who runs a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..models import Call, CallPerson
from .locking import locked, touched


@transaction.atomic
def set_people(call: Call, *, people: Mapping[str, Iterable[User]], by: User) -> Call:
    """Who coordinates, chairs and keeps the minutes; ``people`` by part, a part left out stays as it is.

    Refused: no coordinator, more than one chair, somebody whose account is closed.
    """
    call = locked(call)
    for part, users in people.items():
        wanted = {user.pk: user for user in users}
        if part == CallPerson.Part.COORDINATOR and not wanted:
            raise DomainError(_("A call has at least one coordinator."))
        if part == CallPerson.Part.CHAIR and len(wanted) > 1:
            raise DomainError(_("A panel has one chair."))
        if any(not user.is_active for user in wanted.values()):
            raise DomainError(_("One of these accounts is closed."))
        call.people.filter(part=part).exclude(user__in=wanted).delete()
        for user in wanted.values():
            CallPerson.objects.get_or_create(call=call, user=user, part=part)
    by.__dict__.pop("_parts_in_calls", None)
    touched(call, "people of call set", by=by, parts={part: len(list(users)) for part, users in people.items()})
    return call
