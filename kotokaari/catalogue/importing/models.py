"""What is remembered of imports: which row became which practice, and how a run went."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.models import Thing
from kotokaari.people.public import User


class ImportRun(Thing):
    """A file somebody brought, how its columns are to be read, and how far the import has come."""

    stays_private = True

    class State(models.TextChoices):
        """Where a run stands."""

        PREPARING = "preparing", pgettext_lazy("import", "Being prepared")
        WAITING = "waiting", pgettext_lazy("import", "About to begin")
        RUNNING = "running", pgettext_lazy("import", "Running")
        STOPPED = "stopped", pgettext_lazy("import", "Stopped")
        FAILED = "failed", pgettext_lazy("import", "Failed")
        DONE = "done", pgettext_lazy("import", "Done")

    name = models.CharField(max_length=160, help_text="of the file, as it was brought")
    file = models.FileField(upload_to="imports/%Y/", blank=True)
    kind = models.CharField(max_length=8, help_text="csv, xlsx or json: by what is in it")
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    is_dry = models.BooleanField(default=False, help_text="says what would happen and changes nothing")
    stop_wanted = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0, help_text="in the file")
    report: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True, help_text="what Report.data gives")
    message = models.TextField(blank=True, help_text="why it failed, in a sentence")
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(null=True, blank=True, help_text="when the run last told of itself")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:import-run", args=[self.uuid])

    def __str__(self) -> str:
        return self.name


class ImportedRecord(models.Model):
    """A row of a collection, and the practice it became. The same row again finds its practice by this."""

    stays_private = True

    collection = models.CharField(max_length=120)
    external_id = models.CharField(max_length=200, help_text="the row's own id, else a digest of title and owner")
    practice = models.OneToOneField("catalogue.Practice", models.CASCADE, related_name="imported")
    version = models.ForeignKey(
        "catalogue.Version", models.SET_NULL, null=True, blank=True, related_name="+", help_text="what the row became"
    )
    digest = models.CharField(max_length=64, help_text="of what was understood of the row")
    row = models.PositiveIntegerField()
    left: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="what found no place in the record, by column"
    )
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "external_id"], name="one_record_an_external_id"),
        ]

    def __str__(self) -> str:
        return f"{self.collection}: {self.external_id}"
