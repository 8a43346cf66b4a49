"""The audit trail: who did what to which thing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from .bulk import insert_all
from .models import AuditEvent


def record(action: str, *, target: models.Model, by: Any = None, **details: Any) -> AuditEvent:
    """Write down that ``by`` (a user, or None for the house itself) did ``action`` to ``target``.

    Call it inside the action's transaction. ``details`` must be plain JSON without personal data. A thing
    whose name is personal has ``audit_label``, which is kept instead.
    """
    return AuditEvent.objects.create(
        action=action,
        actor=str(getattr(by, "uuid", "")),
        target_kind=target._meta.model_name or "",
        target=str(getattr(target, "uuid", target.pk)),
        target_label=str(getattr(target, "audit_label", target))[:300],
        details=details,
    )


def record_all(action: str, *, targets: Iterable[tuple[models.Model, str, Mapping[str, Any]]], by: Any = None) -> None:
    """Write down that ``action`` was done to many things at once: each with its label and its own details."""
    actor = str(getattr(by, "uuid", ""))
    events = [
        AuditEvent(
            action=action,
            actor=actor,
            target_kind=target._meta.model_name or "",
            target=str(getattr(target, "uuid", target.pk)),
            target_label=label[:300],
            details=dict(details),
        )
        for target, label, details in targets
    ]
    insert_all(events)
