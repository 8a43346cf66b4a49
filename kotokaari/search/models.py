"""What can be found: one row a thing and language. Its terms live beside it, in the database's own index."""

from __future__ import annotations

from typing import Any

from django.db import models


class Entry(models.Model):
    """A thing in the index, in one language.

    The terms that ``analysis`` makes of it are in ``search_words``, a table of the database's own
    kind (FTS5 or tsvector, see ``storage``), under the same number.
    """

    kind = models.CharField(max_length=40)
    thing = models.UUIDField(db_index=True)
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True, help_text="plain text a passage is shown from")
    is_public = models.BooleanField(default=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=12, help_text="changes when what was indexed does")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing", "language"], name="one_entry_a_language")]
        indexes = [models.Index(fields=["kind", "language"], name="entry_kind_language")]

    def __str__(self) -> str:
        return self.title
