"""Thanks: the only reward there is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.models import Thing
from kotokaari.people.public import Organisation, User

LONGEST_THANKS = 400


class ThanksQuerySet(models.QuerySet["Thanks"]):
    """Questions about thanks."""

    def standing(self) -> ThanksQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def shown(self) -> ThanksQuerySet:
        """Those every reader may see."""
        return self.standing().filter(is_open=True, hidden_at__isnull=True, practice__status__in=Practice.PUBLIC)


class Thanks(Thing):
    """An organisation thanks those who own a practice, once, in its own words."""

    public_when = "{row}.is_open"

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="thanks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST_THANKS)
    language = models.CharField(max_length=2, default="fi")
    is_open = models.BooleanField(default=False, help_text="shown on the practice's page, with the organisation")
    said_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)
    is_example = models.BooleanField(default=False)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "organisation"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_thanks_an_organisation",
            ),
        ]

    @property
    def audit_label(self) -> str:
        """Nothing: they are somebody's own words."""
        return ""

    def get_absolute_url(self) -> str:
        return self.practice.get_absolute_url()

    def __str__(self) -> str:
        return f"thanks {self.uuid}"
