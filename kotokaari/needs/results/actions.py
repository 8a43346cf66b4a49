"""What can happen to results: sizes are entered. Codes and themes have actions of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kotokaari.foundation import audit

from ..models import Question, Survey


@transaction.atomic
def set_sizes(*, survey: Survey, question: Question, sizes: Mapping[str, int], by: Any) -> None:
    """Keep how many work in each professional field, for the adjustment of unequal response. Empty takes it away."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    others = {name: value for name, value in (locked.settings or {}).items() if name != "sizes"}
    locked.settings = {**others, "sizes": dict(sizes)} if sizes else others
    locked.save(update_fields=["settings"])
    audit.record("sizes of professions entered", target=survey, by=by, sizes=dict(sizes))
