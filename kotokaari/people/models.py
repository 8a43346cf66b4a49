"""Who there is: people, the organisations they work for, and the places both are in."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.keys import digest
from kotokaari.foundation.models import Thing


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address; the address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new person. Raises ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who runs the house."""
        return self.create_user(email, password, is_administrator=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works with integration and has signed in at least once, or been invited."""

    stays_private = True

    class MailRhythm(models.TextChoices):
        """How often the house may write."""

        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("Only what is necessary")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")], default="fi"
    )
    mail_rhythm = models.CharField(
        _("e-mail from Kotokaari"), max_length=10, choices=MailRhythm.choices, default=MailRhythm.AT_ONCE
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Helsinki")
    is_administrator = models.BooleanField(default=False, help_text="runs the house as a whole")
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    stays_private = True  # a sign-in changes no page that everybody reads
    objects = UserManager()

    @property
    def is_staff(self) -> bool:
        """Django's word for an administrator."""
        return self.is_administrator

    @property
    def audit_label(self) -> str:
        """What the audit trail keeps: who it was, only as long as the person lives here under that uuid."""
        return ""

    def get_short_name(self) -> str:
        return self.name or self.email.split("@")[0]

    def __str__(self) -> str:
        return self.name or self.email


class Place(Thing):
    """A municipality, region, country or statistical unit, by its official code."""

    class Level(models.TextChoices):
        """How large an area is."""

        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        WELLBEING = "wellbeing", _("Wellbeing services county")
        MUNICIPALITY = "municipality", _("Municipality")
        NUTS = "nuts", _("Statistical region (NUTS)")
        LAU = "lau", _("Local unit (LAU)")

    code = models.CharField(max_length=40, unique=True, help_text="fi:092, fi-maakunta:13, de, nuts:DEE08")
    level = models.CharField(max_length=12, choices=Level.choices)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    county = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
        help_text="the wellbeing services county of a municipality",
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    classification = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name_fi"]

    def name(self, language: str) -> str:
        """The name in fi, sv or en."""
        return getattr(self, f"name_{language}", "") or self.name_fi

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("people:place", args=[self.code])

    def __str__(self) -> str:
        return self.name_fi


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def existing_on(self, day: datetime.date) -> OrganisationQuerySet:
        """Those that had begun and had not ended on ``day``."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


class Organisation(Thing):
    """A body that does the work. It may end; its successors carry the tasks on."""

    class Type(models.TextChoices):
        """What kind of body."""

        MUNICIPALITY = "municipality", _("Municipality")
        MUNICIPAL_UNIT = "municipal_unit", _("Municipal unit")
        WELLBEING = "wellbeing_services_county", _("Wellbeing services county")
        ASSOCIATION = "association", _("Association")
        SCHOOL = "school", _("School or educational institution")
        EMPLOYER = "employer", _("Employer")
        COMPANY = "company", _("Company")
        STATE = "state_agency", _("State agency")
        MINISTRY = "ministry", _("Ministry")
        UNIVERSITY = "university", _("University")
        RESEARCH = "research", _("Research institute")
        CONGREGATION = "congregation", _("Congregation")
        DISTRICT = "district", _("District")
        REGION = "region", _("Regional body")
        NETWORK = "network", _("Network")
        DECISION_BODY = "decision_body", _("Decision-making body")
        ADVISORY_BODY = "advisory_body", _("Advisory body")
        OTHER = "other", pgettext_lazy("organisation", "Other")

    code = models.SlugField(max_length=80, unique=True, help_text="stable name in addresses")
    name = TranslatedTextField()
    type = models.CharField(max_length=30, choices=Type.choices)
    about = TranslatedTextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="organisations")
    country = models.CharField(max_length=2, default="FI")
    website = models.URLField(blank=True)
    business_id = models.CharField(max_length=20, blank=True)
    ptv_id = models.UUIDField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    name_is_likely = models.CharField(
        max_length=400, blank=True, help_text="the damaged name in the source, when ours is a reading of it"
    )
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            )
        ]

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("people:organisation", args=[self.code])

    @property
    def has_ended(self) -> bool:
        """True from the day after its last day."""
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    def __str__(self) -> str:
        return str(read(self.name))


class Succession(models.Model):
    """``old`` ended and ``new`` carries on (part of) its tasks."""

    old = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    new = models.ForeignKey(Organisation, models.CASCADE, related_name="precedents")
    on = models.DateField(null=True, blank=True)
    note = TranslatedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession_between_two"),
            models.CheckConstraint(name="nobody_succeeds_itself", condition=~Q(old=F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Role(models.TextChoices):
    """What a person does in an organisation; what one may do follows from it."""

    MEMBER = "member", _("Member")
    COORDINATOR = "coordinator", _("Coordinator")
    SPECIALIST = "specialist", _("National specialist")
    FACILITATOR = "facilitator", _("Facilitator")
    EXPERT = "panel_expert", _("Panel expert")
    DECISION_MAKER = "decision_maker", _("Decision-maker")
    ADMINISTRATOR = "administrator", _("Administrator of the organisation")


class Membership(models.Model):
    """A person in an organisation, in a role, for a time."""

    stays_private = True

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    stays_private = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="one_current_membership_a_role",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """Somebody is asked to join an organisation in a role, or only to have an account: an errand tells what for.

    The link works once and ends by itself. An account made for an errand belongs to no organisation and opens
    nothing but what the room that asked for it gives.
    """

    stays_private = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations", help_text="empty: an errand"
    )
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER, blank=True)
    errand = models.CharField(max_length=300, blank=True, help_text="what an account is wanted for, as a sentence")
    language = models.CharField(max_length=2, default="fi")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_sent")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="invitations_accepted")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    stays_private = True

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="invited_to_a_role_or_on_an_errand",
                condition=(Q(organisation__isnull=False) & ~Q(role="")) | (Q(organisation__isnull=True) & Q(role="")),
            )
        ]

    @staticmethod
    def hashed(token: str) -> str:
        """What is kept of a link's token: enough to recognise it, not to use it."""
        return digest(token)

    @property
    def is_open(self) -> bool:
        """True while the link works."""
        has_ended = self.organisation is not None and self.organisation.has_ended
        return not (self.accepted_at or self.withdrawn_at or has_ended) and self.expires_at > timezone.now()

    def __str__(self) -> str:
        return f"invitation to {self.organisation or 'an errand'}"
