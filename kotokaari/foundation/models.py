"""Facts every room needs kept: who changed what."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class Thing(models.Model):
    """Anything with a permanent address of its own: ``/id/{uuid}``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class StoredFile(Thing):
    """A file somebody added to a thing, under a name nobody guesses. ``removed_at``: that it was there stays known."""

    file = models.FileField()
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """Something somebody did. Labels, not foreign keys: history never blocks a deletion."""

    stays_private = True

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=100)
    actor = models.CharField(max_length=64, blank=True, help_text="uuid of the user, empty for the house itself")
    target_kind = models.CharField(max_length=50)
    target = models.CharField(max_length=64, db_index=True)
    target_label = models.CharField(max_length=300, blank=True)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.target_label}"


class DataVersion(models.Model):
    """One row: the number that changes whenever public data does (see ``dataversion``)."""

    stays_private = True

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class DailyRun(models.Model):
    """The last day a piece of daily work was done for (see ``daily``)."""

    stays_private = True

    name = models.CharField(max_length=60, unique=True)
    day = models.DateField()
    sentence = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
