"""Studies are kept with the digest of what they were made from, and made again only when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from kotokaari.calls.public import Call
from kotokaari.people.public import User

from ..models import Study
from .scores import Scores

KEPT = 40  # of a kind and call; readers with conflicts and other weights make studies of their own


def study_of(
    scores: Scores, kind: str, settings: dict[str, Any], make: Callable[[], dict[str, Any]], *, by: User | None
) -> Study:
    """The study kept of these scores with these settings; made and kept when there is none. One query, or a few."""
    digest = scores.digest(settings)
    kept = Study.objects.filter(call=scores.call, kind=kind, of=digest).first()
    return kept or keep_study(scores.call, kind=kind, settings=settings, of=digest, result=make(), by=by)


@transaction.atomic
def keep_study(
    call: Call, *, kind: str, settings: dict[str, Any], of: str, result: dict[str, Any], by: User | None
) -> Study:
    """Keep a study; the oldest go when there are many, but not what a meeting begins from."""
    study = Study.objects.create(call=call, kind=kind, settings=settings, of=of, result=result, made_by=by)
    old = Study.objects.filter(call=call, kind=kind).exclude(of="").order_by("-made_at", "-pk")
    Study.objects.filter(pk__in=list(old.values_list("pk", flat=True)[KEPT:])).delete()
    return study
