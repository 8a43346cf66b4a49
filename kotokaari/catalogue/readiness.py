"""Whether a draft can be published, and what stands in the way."""

from __future__ import annotations

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
