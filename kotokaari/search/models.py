"""What can be found: one row a thing and language, with its terms."""

from __future__ import annotations

from typing import Any

from django.db import models


class Entry(models.Model):
    """A thing in the index, in one language. Terms are made by ``analysis``, the same for both databases."""

    kind = models.CharField(max_length=40)
    thing = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    title_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    passage = models.TextField(blank=True, help_text="the words a hit is shown with")
    is_public = models.BooleanField(default=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing", "language"], name="one_entry_a_language")]
        indexes = [models.Index(fields=["kind", "language"], name="entry_kind_language")]

    def __str__(self) -> str:
        return self.title
