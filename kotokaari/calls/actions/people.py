"""Who runs a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from ..marks import mark_of_people
from ..models import Call, CallPerson
from .locking import ChangedMeanwhile, locked, touched


@transaction.atomic
def set_people(call: Call, *, people: Mapping[str, Iterable[User]], by: User, was: str | None = None) -> Call:
    """Who coordinates, chairs and keeps the minutes; ``people`` by part, a part left out stays as it is.

    Refused: no coordinator, more than one chair, somebody whose account is closed, and
    others standing there than ``was``, the mark of those the form was opened with.
    """
    call = locked(call)
    if was is not None and was != mark_of_people(call):
        raise ChangedMeanwhile(
            _("Somebody else changed these people meanwhile. What you typed stands below: compare, and save again.")
        )
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
