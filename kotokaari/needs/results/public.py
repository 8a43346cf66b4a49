"""What other rooms get of results: the themes that people chose."""

from __future__ import annotations

from typing import Any

from ..models import Answer, Question, Survey, Theme
from .evidence import figures_now, themes_with_evidence
from .gaps import gaps_of
from .gathering import gather, text_counts
from .telling import Table, tables_of
from .theming import publish_themes


def chosen_themes(survey: Survey) -> list[Theme]:
    """The themes chosen from a survey, in their order, public or not yet: for those who plan with them. One query."""
    return list(Theme.objects.filter(survey=survey, is_chosen=True, merged_into=None).order_by("order", "pk"))


def open_answers(survey: Survey) -> list[Answer]:
    """What was written in a survey's own words, for those who run it. One query."""
    rows = Answer.objects.filter(response__survey=survey, response__is_sent=True, question__type=Question.Type.TEXT)
    return list(rows.select_related("question__survey", "response").order_by("pk"))


def answers_told(survey: Survey) -> tuple[int, list[Table]]:
    """How many answered, and what to each question: what the page of results tells, with the same counts withheld.

    ``(0, [])`` while fewer than five have answered.
    """
    found = gather(survey)
    return (len(found.people), tables_of(found, text_counts(survey))) if found.is_enough else (0, [])


def publish_chosen_themes(survey: Survey, *, by: Any) -> None:
    """Show the chosen themes to everybody, with the figures of the evidence as they are now."""
    found = gather(survey)
    publish_themes(survey, figures=figures_now(themes_with_evidence(survey), found, gaps_of(found)), by=by)
