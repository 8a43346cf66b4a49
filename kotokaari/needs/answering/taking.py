"""Responses that come together: from a file, or as an example. Each is kept the way one that was sent is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from kotokaari.foundation import audit

from ..models import Response, Survey
from .anonymity import store
from .asking import Values, sheet_of


@transaction.atomic
def take_responses(survey: Survey, rows: Iterable[Values], *, language: str) -> int:
    """Keep these responses, each ``{code of the question: value}`` as ``Question.Type`` says. Gives how many."""
    sheet = sheet_of(survey)
    many = len([store(sheet, values, way=Response.Way.FILE, language=language) for values in rows])
    audit.record("responses taken in", target=survey, many=many)
    return many
