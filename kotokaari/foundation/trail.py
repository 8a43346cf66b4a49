"""Reading the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import AuditEvent


def events(*, target: str = "", actor: str = "", action: str = "") -> QuerySet[AuditEvent]:
    """What was done, the newest first; by target or actor (uuids as text) or by a part of the action's name."""
    found = AuditEvent.objects.all()
    if target:
        found = found.filter(target=target)
    if actor:
        found = found.filter(actor=actor)
    if action:
        found = found.filter(action__icontains=action)
    return found.order_by("-at", "-id")


def actions_known() -> list[str]:
    """The names of everything that was ever done here."""
    return list(AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct())
