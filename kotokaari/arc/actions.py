"""What can happen on the arc: a link is tied or untied, a thing kept elsewhere is written down."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText

from .chains import order_of, resolve
from .models import Elsewhere, Link, LinkType, Station


class NoSuchThing(DomainError):
    """One end of the link does not exist, or not for this person."""


@transaction.atomic
def tie(
    *,
    first: tuple[str, UUID],
    type: str,
    second: tuple[str, UUID],
    by: Any = None,
    note: TranslatedText | None = None,
    since: datetime.date | None = None,
) -> Link:
    """Say that «first TYPE second». Saying it again gives the link there is.

    Raises DomainError for a thing linked to itself, an unknown type, or an end that does not exist.
    """
    if first[1] == second[1]:
        raise DomainError(_("A thing cannot be linked to itself."))
    if type not in LinkType.values:
        raise DomainError(_("Choose how the two belong together."))
    if by is not None:
        seen = resolve(by, [first, second])
        if not all(end[1] in seen and seen[end[1]].visible for end in (first, second)):
            raise NoSuchThing(_("One of the two cannot be found."))
    link, made = Link.objects.get_or_create(
        type=type,
        first=first[1],
        second=second[1],
        defaults={
            "first_kind": first[0],
            "first_order": order_of(first[0]),
            "second_kind": second[0],
            "second_order": order_of(second[0]),
            "note": note or TranslatedText(),
            "since": since,
            "created_by": getattr(by, "uuid", None),
        },
    )
    if made:
        audit.record("link tied", target=link, by=by, first=str(first[1]), type=type, second=str(second[1]))
    return link


@transaction.atomic
def untie(link: Link, *, by: Any = None) -> None:
    """Take a link away; the audit trail remembers it."""
    audit.record("link untied", target=link, by=by, first=str(link.first), type=link.type, second=str(link.second))
    link.delete()


@transaction.atomic
def set_ties(*, first: tuple[str, UUID], type: str, kind: str, seconds: Iterable[UUID], by: Any = None) -> None:
    """Make «first TYPE second» hold for exactly these things of a kind; links to other kinds stay."""
    wanted = set(seconds)
    for link in Link.objects.filter(first=first[1], type=type, second_kind=kind).exclude(second__in=wanted):
        untie(link, by=by)
    for second in wanted:
        tie(first=first, type=type, second=(kind, second), by=by)


@transaction.atomic
def forget_thing(uuid: UUID, *, by: Any = None) -> None:
    """Take away every link of a thing that is no more."""
    for link in Link.objects.filter(first=uuid) | Link.objects.filter(second=uuid):
        untie(link, by=by)


@transaction.atomic
def note_elsewhere(
    *,
    station: str,
    title: TranslatedText,
    by: Any = None,
    note: TranslatedText | None = None,
    source: str = "",
    url: str = "",
    date: str = "",
    organisation: UUID | None = None,
    is_public: bool = True,
    is_example: bool = False,
) -> Elsewhere:
    """Write down a thing that is kept outside Kotokaari. Raises DomainError without a title or a station."""
    if station not in Station.values:
        raise DomainError(_("Choose the station on the arc."))
    if not title:
        raise DomainError(_("Give the thing a name."))
    thing = Elsewhere.objects.create(
        station=station,
        title=title,
        note=note or TranslatedText(),
        source=source,
        url=url,
        date=date,
        organisation=organisation,
        is_public=is_public,
        is_example=is_example,
        created_by=getattr(by, "uuid", None),
    )
    audit.record("thing noted", target=thing, by=by, station=station)
    return thing


@transaction.atomic
def rewrite_elsewhere(thing: Elsewhere, *, by: Any, **changes: Any) -> Elsewhere:
    """Change what is said of a thing kept elsewhere; its station stays, links hang on it."""
    for name, value in changes.items():
        setattr(thing, name, value)
    if not thing.title:
        raise DomainError(_("Give the thing a name."))
    thing.save()
    audit.record("thing rewritten", target=thing, by=by, fields=sorted(changes))
    return thing


@transaction.atomic
def forget_elsewhere(thing: Elsewhere, *, by: Any) -> None:
    """Take away a thing kept elsewhere together with its links."""
    forget_thing(thing.uuid, by=by)
    audit.record("thing forgotten", target=thing, by=by)
    thing.delete()
