"""Times to visit, to be mentored or to talk, and who has booked them."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.models import Thing
from kotokaari.people.public import EDITORS, Organisation, Place, User, organisations_for, runs_the_house

from .questions import answered_by

HOME_ZONE = "Europe/Helsinki"
LANGUAGES = (("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English")))


class OfferQuerySet(models.QuerySet["Offer"]):
    """Questions about times."""

    def public(self) -> OfferQuerySet:
        """Those of practices anybody may read."""
        return self.filter(practice__status__in=Practice.PUBLIC)

    def to_come(self) -> OfferQuerySet:
        """Those that have not begun and still hold, the next first."""
        return self.public().filter(starts_at__gt=timezone.now(), cancelled_at__isnull=True).order_by("starts_at", "pk")


class Offer(Thing):
    """A time somebody gives to those who want to learn a practice: one visit, mentoring or call."""

    class Kind(models.TextChoices):
        """What is offered."""

        VISIT = "visit", pgettext_lazy("time", "Visit")
        MENTORING = "mentoring", pgettext_lazy("time", "Mentoring")
        CALL = "call", pgettext_lazy("time", "Call")

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="offers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who offers it")
    series = models.UUIDField(null=True, blank=True, help_text="times that were made together, week after week")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = TranslatedTextField()
    about = TranslatedTextField()
    is_remote = models.BooleanField(default=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    where = models.CharField(max_length=500, blank=True, help_text="address or link: for those who have booked")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default=HOME_ZONE, help_text="IANA name; its clock is what was meant")
    capacity = models.PositiveSmallIntegerField(default=1, help_text="people")
    taken = models.PositiveSmallIntegerField(
        default=0, help_text="people who have a place: kept here so that the database itself refuses one too many"
    )
    languages = models.CharField(max_length=20, default="fi", help_text="fi,en")
    price_note = TranslatedTextField()
    sequence = models.PositiveIntegerField(default=0, help_text="grows when calendars must change")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    host = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="time_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="time_has_a_place", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="no_more_people_than_places", condition=Q(taken__lte=F("capacity"))),
        ]

    @property
    def audit_label(self) -> str:
        """What kind, and when: a title is somebody's own words."""
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"

    @property
    def free(self) -> int:
        """How many people still find a place."""
        return self.capacity - self.taken

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """Its time zone; that of Helsinki when its name is not known here."""
        try:
            return zoneinfo.ZoneInfo(self.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo(HOME_ZONE)

    @property
    def is_open(self) -> bool:
        """True while it can be booked."""
        return self.cancelled_at is None and self.starts_at > timezone.now()

    def get_absolute_url(self) -> str:
        return reverse("exchange:time", args=[self.uuid])

    def __str__(self) -> str:
        return str(read(self.title))


class BookingQuerySet(models.QuerySet["Booking"]):
    """Questions about bookings."""

    def active(self) -> BookingQuerySet:
        """Those that hold a place or wait for one."""
        return self.exclude(state=Booking.State.CANCELLED)

    def visible_to(self, user: Any) -> BookingQuerySet:
        """One's own, those one's organisations answer for, and those of times one hosts."""
        if runs_the_house(user):
            return self
        hosts = Q(offer__practice__in=answered_by(user).values("pk"))
        return self.filter(Q(person=user) | Q(organisation__in=organisations_for(user, *EDITORS)) | hosts)


class Booking(Thing):
    """An organisation comes, with so many people; or waits in line for a place."""

    stays_private = True

    class State(models.TextChoices):
        """Where it stands."""

        BOOKED = "booked", pgettext_lazy("booking", "Booked")
        WAITING = "waiting", pgettext_lazy("booking", "In line")
        CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="bookings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(blank=True, help_text="for the host")
    state = models.CharField(max_length=10, choices=State.choices)
    booked_at = models.DateTimeField(default=timezone.now)
    placed_at = models.DateTimeField(null=True, blank=True, help_text="when it got its place")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_host = models.BooleanField(default=False)
    ended_reason = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="of its calendar file")
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "organisation"],
                condition=Q(state__in=("booked", "waiting")),
                name="one_booking_an_organisation",
            ),
            models.CheckConstraint(name="somebody_comes", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="cancelled_booking_has_a_time",
                condition=Q(state="cancelled", ended_at__isnull=False)
                | Q(state__in=("booked", "waiting"), ended_at__isnull=True),
            ),
        ]

    @property
    def audit_label(self) -> str:
        """Nothing: who comes where is between the two."""
        return ""

    def get_absolute_url(self) -> str:
        return self.offer.get_absolute_url()

    def __str__(self) -> str:
        return f"booking {self.uuid}"
