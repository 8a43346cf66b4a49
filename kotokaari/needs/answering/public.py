"""What other rooms get of answering: where one answers a survey, and how many have."""

from __future__ import annotations

from ..logic.withholding import LEAST
from ..models import Survey
from .pages import everybodys_address
from .timing import is_open


def open_address(survey: Survey) -> str:
    """The path where anybody answers, beginning in the page's language, else in the survey's first; "" where nobody may."""
    if survey.is_by_invitation or not is_open(survey):
        return ""
    return everybodys_address(survey)


def answers_counted(survey: Survey) -> int | None:
    """How many have sent their answers; None while they are fewer than five. One query."""
    many: int = survey.responses.filter(is_sent=True).count()
    return many if many >= LEAST else None
