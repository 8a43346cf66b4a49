"""What can happen to a time that somebody offers."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation import audit, limits
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, User

from .. import logic, mails_of_times
from ..mails import after_commit
from ..models import Booking, Offer

MOST_WEEKS, LONGEST = 26, datetime.timedelta(days=14)
BOOKED_AN_HOUR = 20
FOR_CALENDARS = ("title", "where", "starts_at", "ends_at", "zone", "is_remote")


class NoPlace(DomainError):
    """Fewer places than people."""


@transaction.atomic
def offer_times(
    practice: Practice,
    *,
    organisation: Organisation,
    begins: datetime.datetime,
    ends: datetime.datetime,
    zone: str,
    times: int = 1,
    by: User,
    **facts: Any,
) -> list[Offer]:
    """Offer a time, or the same one for ``times`` weeks by the clock on the wall in ``zone``.

    ``begins`` and ``ends`` are what that clock shows. Refuses the past, an end before the beginning, moments
    that summer time leaps over, and practices that are not public.
    """
    if practice.status not in Practice.PUBLIC:
        raise DomainError(_("Times are offered for practices that are public."))
    if not 1 <= times <= MOST_WEEKS:
        raise DomainError(_("At most %(count)s weeks at a time.") % {"count": MOST_WEEKS})
    series = uuid.uuid4() if times > 1 else None
    offers = [
        Offer.objects.create(
            practice=practice,
            organisation=organisation,
            series=series,
            starts_at=start,
            ends_at=end,
            zone=zone,
            host=by,
            **facts,
        )
        for start, end in _moments(begins, ends, zone, times)
    ]
    audit.record("times offered", target=offers[0], by=by, practice=str(practice.uuid), count=len(offers))
    return offers


def _moments(
    begins: datetime.datetime, ends: datetime.datetime, zone: str, times: int
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """The moments meant, all of them to come. Raises DomainError."""
    if ends <= begins:
        raise DomainError(_("The end is not after the beginning."))
    if ends - begins > LONGEST:
        raise DomainError(_("A visit of more than two weeks is offered in parts."))
    try:
        moments = logic.weekly(begins, ends, zoneinfo.ZoneInfo(zone), times)
    except logic.NoSuchMoment as error:
        raise DomainError(_("Summer time begins then: there is no such hour.")) from error
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise DomainError(_("We do not know this time zone.")) from error
    if moments[0][0] <= timezone.now():
        raise DomainError(_("This time has passed already."))
    return moments


@transaction.atomic
def change_offer(
    offer: Offer, *, begins: datetime.datetime, ends: datetime.datetime, zone: str, by: User, **facts: Any
) -> Offer:
    """Change one time; who has booked is told when the calendar changes. New places go to those in line.

    Raises NoPlace when more people have a place already, and refuses what has been cancelled or has begun.
    """
    offer = _locked(offer)
    if not offer.is_open:
        raise DomainError(_("This time has passed or is cancelled."))
    ((start, end),) = _moments(begins, ends, zone, 1)
    new: Mapping[str, Any] = {**facts, "starts_at": start, "ends_at": end, "zone": zone}
    if new.get("capacity", offer.capacity) < offer.taken:
        raise NoPlace(_("Places taken already: %(count)s.") % {"count": offer.taken})
    moves = any(name in new and getattr(offer, name) != new[name] for name in FOR_CALENDARS)
    for name, value in new.items():
        setattr(offer, name, value)
    offer.changed_at = timezone.now()
    if moves:
        offer.sequence += 1
        offer.reminded_at = None
    offer.save()
    audit.record("time changed", target=offer, by=by, moves=moves)
    if moves:
        for booking in offer.bookings.filter(state=Booking.State.BOOKED):
            _tell_again(booking)
    give_places(offer)
    return offer


def _tell_again(booking: Booking) -> None:
    booking.sequence += 1
    booking.reminded_at = None
    booking.save(update_fields=["sequence", "reminded_at"])
    after_commit(mails_of_times.changed, booking.pk)


@transaction.atomic
def cancel_offer(offer: Offer, *, reason: str, by: User | None) -> Offer:
    """The host cannot keep the time: everybody who booked is told why. Refuses what is cancelled or over."""
    offer = _locked(offer)
    if not offer.is_open:
        raise DomainError(_("This time has passed or is cancelled."))
    offer.cancelled_at, offer.cancelled_reason = timezone.now(), reason.strip()
    offer.sequence, offer.changed_at = offer.sequence + 1, offer.cancelled_at
    for booking in offer.bookings.active():
        _end(booking, offer, reason, by_host=True)
        after_commit(mails_of_times.called_off, booking.pk)
    offer.save()
    audit.record("time cancelled", target=offer, by=by)
    return offer


@transaction.atomic
def book_time(offer: Offer, *, organisation: Organisation, people: int, note: str = "", by: User) -> Booking:
    """Take places for an organisation, or stand in line when there are too few left.

    Refuses a time that is over or cancelled, more people than it is meant for, one's own, and a second booking.
    """
    limits.count("booking", by, times=BOOKED_AN_HOUR, seconds=3600)
    offer = _locked(offer)
    if not offer.is_open:
        raise DomainError(_("This time has passed or is cancelled."))
    if organisation.pk == offer.organisation_id:
        raise DomainError(_("This is your own organisation's time."))
    if not 1 <= people <= offer.capacity:
        raise NoPlace(_("There is room for %(count)s at most.") % {"count": offer.capacity})
    if offer.bookings.active().filter(organisation=organisation).exists():
        raise DomainError(_("Your organisation has booked this time already."))
    is_placed = _take(offer, people)
    booking = Booking.objects.create(
        offer=offer,
        organisation=organisation,
        person=by,
        people=people,
        note=note.strip(),
        state=Booking.State.BOOKED if is_placed else Booking.State.WAITING,
        placed_at=timezone.now() if is_placed else None,
    )
    audit.record("time booked" if is_placed else "stood in line for a time", target=offer, by=by, people=people)
    letter = mails_of_times.booked if is_placed else mails_of_times.in_line
    after_commit(letter, booking.pk)
    return booking


@transaction.atomic
def cancel_booking(booking: Booking, *, reason: str, by: User) -> Booking:
    """Either side calls it off with a sentence; the other is told, and the place goes to the next in line."""
    offer = _locked(booking.offer)
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.state == Booking.State.CANCELLED:
        raise DomainError(_("This booking is cancelled already."))
    if offer.starts_at <= timezone.now():
        raise DomainError(_("This time has passed already."))
    by_host = by.pk != booking.person_id and not _is_of(by, booking.organisation)
    _end(booking, offer, reason, by_host=by_host)
    audit.record("booking cancelled", target=offer, by=by, by_host=by_host)
    letter = mails_of_times.called_off if by_host else mails_of_times.freed
    after_commit(letter, booking.pk)
    give_places(offer)
    return booking


def _is_of(user: User, organisation: Organisation) -> bool:
    return user.memberships.filter(organisation=organisation).exists()


def _end(booking: Booking, offer: Offer, reason: str, *, by_host: bool) -> None:
    if booking.state == Booking.State.BOOKED:
        Offer.objects.filter(pk=offer.pk).update(taken=F("taken") - booking.people)
        offer.taken -= booking.people
    booking.state, booking.ended_at, booking.ended_reason = Booking.State.CANCELLED, timezone.now(), reason.strip()
    booking.ended_by_host, booking.sequence = by_host, booking.sequence + 1
    booking.save()


def give_places(offer: Offer) -> list[Booking]:
    """Free places go to those in line, in order; who needs more than is free keeps the turn. They are told."""
    placed = []
    for booking in offer.bookings.filter(state=Booking.State.WAITING).order_by("booked_at", "pk"):
        if offer.is_open and _take(offer, booking.people):
            booking.state, booking.placed_at = Booking.State.BOOKED, timezone.now()
            booking.save(update_fields=["state", "placed_at"])
            after_commit(mails_of_times.place_found, booking.pk)
            placed.append(booking)
    return placed


def _take(offer: Offer, people: int) -> bool:
    """Take so many places in one statement, or none: no two can take the last one."""
    fits = Offer.objects.filter(pk=offer.pk, taken__lte=F("capacity") - people)
    if not fits.update(taken=F("taken") + people):
        return False
    offer.taken += people
    return True


def _locked(offer: Offer) -> Offer:
    """The row as it is now, ours until the end of the transaction."""
    locked = Offer.objects.select_for_update(of=("self",)).select_related("practice", "organisation")
    return locked.get(pk=offer.pk)


@transaction.atomic
def remind_of_booking(booking: Booking, *, by: User | None) -> Booking:
    """Tell the visitor that it is tomorrow, once."""
    booking.reminded_at = timezone.now()
    booking.save(update_fields=["reminded_at"])
    after_commit(mails_of_times.tomorrow, booking.pk)
    return booking


@transaction.atomic
def remind_host(offer: Offer, *, by: User | None) -> Offer:
    """Tell the host who comes tomorrow, once."""
    offer.reminded_at = timezone.now()
    offer.save(update_fields=["reminded_at"])
    after_commit(mails_of_times.host_tomorrow, offer.pk)
    return offer
