"""Whether a draft can be published, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from . import logic
from .models import Version


def publishing_problems(draft: Version) -> dict[str, str]:
    """What must be done before publishing, by field; empty when nothing."""
    typed = {name: kept["values"] for name, kept in draft.as_typed.items()}
    _understood, problems = logic.understand(typed, draft.whole, draft.source_language)
    for gap in logic.completeness(draft.whole).needed:
        problems.setdefault(gap.field.name, _("This is needed before the practice can be published."))
    return problems


SAYS_WHAT_IT_IS = ("summary", "solution", "challenge", "goals", "results")


def may_be_shown_unreviewed(record: Mapping[str, Any]) -> bool:
    """Whether an imported practice is published with its gaps, marked as not yet reviewed (docs/decisions/0018).

    It needs a title and one text that says what is done or why. Anything less stays a draft.
    """
    return "title" in record and any(record.get(name) for name in SAYS_WHAT_IT_IS)
