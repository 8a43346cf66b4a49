"""What one can ask about letters, always on behalf of somebody: nothing of submissions they are recused from.

Nor of those they have still to judge themselves: a letter tells what the panel found.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from kotokaari.assessment.public import scores_read_by
from kotokaari.calls.public import Call
from kotokaari.submissions.public import Author

from ..models import Decision, Letter


def to_answer(call: Call, user: Any) -> list[Decision]:
    """Final decisions of the call that wait for their letters and that this person may know of, as letters need them.

    Three queries.
    """
    visible = scores_read_by(user).filter(call=call, withdrawn_at__isnull=True)
    found = Decision.objects.filter(submission__in=visible.values("pk"), state=Decision.State.FINAL, answered_at=None)
    standing = Author.objects.filter(left_at=None, user__is_active=True).select_related("user").order_by("since", "pk")
    return list(
        found.select_related("version", "rubric", "submission__organisation", "submission__call__organisation")
        .prefetch_related("rubric__criteria", Prefetch("submission__authors", queryset=standing))
        .order_by("submission__number")
    )


def visible_letters(call: Call, user: Any) -> QuerySet[Letter]:
    """Letters of a call about submissions that this person may know of."""
    run = scores_read_by(user).filter(call=call)
    return Letter.objects.filter(decision__submission__in=run.values("pk"))


def counts_of(call: Call, user: Any) -> dict[str, int]:
    """How many letters stand in which state. One query."""
    letters = visible_letters(call, user).order_by()
    return dict(letters.values_list("state").annotate(count=Count("pk")).values_list("state", "count"))
