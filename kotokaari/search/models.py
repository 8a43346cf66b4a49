"""What can be found: one row a thing, its words in each language, and what people looked for in vain."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils import timezone


def new_mark() -> int:
    """A number that does not come twice."""
    return secrets.randbits(62)


class Entry(models.Model):
    """A thing in the index.

    The terms that ``analysis`` makes of it, in all its languages, are in ``search_words``, a table of
    the database's own kind (FTS5 or tsvector, see ``storage``), under the same number.
    """

    kind = models.CharField(max_length=40)
    thing = models.UUIDField(db_index=True)
    is_public = models.BooleanField(default=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    facets = models.TextField(blank=True, help_text="one value a line: theme language-learning")
    fresh = models.IntegerField(default=0, help_text="the day it was last known to be so, as an ordinal; 0 unknown")
    used = models.PositiveIntegerField(default=0, help_text="independent users")
    fingerprint = models.CharField(max_length=12, help_text="changes when what was indexed does")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="one_entry_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Wording(models.Model):
    """A thing in one language, as it is shown among results."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=120, db_index=True, help_text="the title as it is typed, for suggestions")
    body = models.TextField(blank=True, help_text="plain text a passage is shown from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="one_wording_a_language")]

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """An entry was written or taken away: processes that keep sets in memory follow these rows."""

    stays_private = True

    entry = models.BigIntegerField()
    mark = models.BigIntegerField(default=new_mark, help_text="drawn anew: numbers come again after a rollback")

    def __str__(self) -> str:
        return str(self.entry)


class Word(models.Model):
    """A word some text has, as it is written there: what misspelt words are compared with."""

    stays_private = True

    text = models.CharField(max_length=60)
    language = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="one_word_a_language")]

    def __str__(self) -> str:
        return self.text


class Unanswered(models.Model):
    """A question nothing answered: a need. Anonymous: the words and a count, nothing about who asked."""

    stays_private = True

    folded = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=120, help_text="as it was first typed")
    language = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0, help_text="how many left it behind as a need on purpose")
    note = models.TextField(blank=True, help_text="what people added, a line each")
    place = models.CharField(max_length=40, blank=True, help_text="code of the place a need was left for last")
    first_on = models.DateField(default=timezone.localdate)
    last_on = models.DateField(default=timezone.localdate)
    settled_on = models.DateField(null=True, blank=True, help_text="when a specialist had seen to it")

    class Meta:
        ordering = ["-told", "-count", "-last_on"]

    def __str__(self) -> str:
        return self.text
