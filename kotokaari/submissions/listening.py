"""What submissions do by themselves when something has happened here."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from .actions.gates import look_up_gates
from .models import SubmissionVersion
from .signals import submission_sent


@receiver(submission_sent, dispatch_uid="gates of what was sent")
def look_at_gates(sender: Any, version: SubmissionVersion, **kwargs: Any) -> None:
    """What was sent is held against the gates at once, in the transaction that sent it.

    What is put back after it was withdrawn stands as it stood: what people found of it, and the verdict.
    """
    if not version.gate_checks.exists():
        look_up_gates(version)
