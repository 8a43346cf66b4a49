"""Channels and their logs. An act is written once, in order, and never changed.

``op`` is made on the phone before sending: however often an act is sent, it is stored once. ``seq`` counts the acts of
a channel without gaps, in the order in which they were committed.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone


class Channel(models.Model):
    """Something many people work on at once. ``kind`` names the room's handler (``registry``)."""

    stays_private = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    last = models.PositiveBigIntegerField(default=0, help_text="the sequence of the last act; its row is the lock")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="no act is taken any more")

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Act(models.Model):
    """What somebody did. ``event`` is what others are told of it, ``payload`` what is kept of what was sent."""

    stays_private = True

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="acts")
    seq = models.PositiveBigIntegerField()
    op = models.UUIDField(unique=True)
    kind = models.CharField(max_length=30)
    author = models.CharField(
        max_length=64, blank=True, help_text="who did it, as far as that may be kept: empty in a secret phase"
    )
    payload: models.JSONField[Any, Any] = models.JSONField(default=dict)
    event: models.JSONField[Any, Any] = models.JSONField(default=dict)
    audience = models.CharField(
        max_length=40, default="all", help_text="who is told: all, staff, or a name of the room's"
    )
    made_at = models.DateTimeField(
        null=True, blank=True, help_text="by the clock of the phone, empty where that tells too much"
    )
    received_at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False, help_text="it came after its phase had closed")

    class Meta:
        ordering = ["channel", "seq"]
        constraints = [models.UniqueConstraint(fields=["channel", "seq"], name="one_act_a_sequence")]

    def __str__(self) -> str:
        return f"{self.channel_id}:{self.seq} {self.kind}"
