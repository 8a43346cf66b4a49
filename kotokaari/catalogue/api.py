"""/api/v1/practices: open reading."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

router = Router(tags=["practices"])


@router.get("/practices/{uuid:practice}", auth=None, url_name="practice")
def practice(request: HttpRequest, practice: UUID) -> dict[str, Any]:
    """One practice with its whole record."""
    return {"id": str(practice)}
