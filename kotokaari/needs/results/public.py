"""What other rooms get of results: the themes that people chose."""

from __future__ import annotations

from ..models import Survey, Theme


def chosen_themes(survey: Survey) -> list[Theme]:
    """The themes chosen from a survey, in their order, public or not yet: for those who plan with them. One query."""
    return list(Theme.objects.filter(survey=survey, is_chosen=True, merged_into=None).order_by("order", "pk"))
