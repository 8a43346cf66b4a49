"""What a person follows: searches they keep, and single practices."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kotokaari.catalogue.public import Practice
from kotokaari.people.public import User


def new_token() -> str:
    """Words for an address that only its owner has."""
    return secrets.token_urlsafe(24)


class SavedSearch(models.Model):
    """A search somebody keeps, to open it again, and to hear of what is new in it by letter or feed."""

    stays_private = True

    class Page(models.TextChoices):
        """Which page it was made on."""

        LIST = "list", pgettext_lazy("saved search", "Practices")
        SEARCH = "search", pgettext_lazy("saved search", "Search")

    class Frequency(models.TextChoices):
        """How often a letter may come."""

        WEEKLY = "weekly", pgettext_lazy("letters", "Once a week")
        DAILY = "daily", pgettext_lazy("letters", "Once a day")
        NEVER = "never", pgettext_lazy("letters", "No letters")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    page = models.CharField(max_length=8, choices=Page.choices, default=Page.LIST)
    query = models.CharField(
        max_length=2000, blank=True, help_text="the address' choice: ?q=…&theme=…, without page and order"
    )
    language = models.CharField(max_length=2, help_text="in which its words are read")
    frequency = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False, help_text="of its feed")
    created_at = models.DateTimeField(default=timezone.now)
    seen_until = models.DateTimeField(default=timezone.now, help_text="what came later has not been told yet")
    sent_on = models.DateField(null=True, blank=True, help_text="day of the last letter")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "query", "language"], name="a_search_is_kept_once"),
        ]

    @property
    def address(self) -> str:
        """The search itself, in the language of this request."""
        return reverse("search:page" if self.page == self.Page.SEARCH else "catalogue:list") + self.query

    @property
    def audit_label(self) -> str:
        """What somebody looks for is nobody else's: the audit trail keeps no name."""
        return ""

    def __str__(self) -> str:
        return self.name


class Followed(models.Model):
    """A practice somebody wants to hear of."""

    stays_private = True

    user = models.ForeignKey(User, models.CASCADE, related_name="followed")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_until = models.DateTimeField(default=timezone.now, help_text="what came later has not been told yet")
    sent_on = models.DateField(null=True, blank=True, help_text="day of the last letter")

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "practice"], name="a_practice_is_followed_once")]

    @property
    def audit_label(self) -> str:
        """What somebody follows is nobody else's."""
        return ""

    def __str__(self) -> str:
        return f"{self.user_id}: {self.practice_id}"
