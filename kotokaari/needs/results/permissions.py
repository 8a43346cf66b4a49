"""Who reads the results of a survey: those who run it, and the house.

| person                       | results, open answers | code, quote | themes | read public themes |
| ---------------------------- | --------------------- | ----------- | ------ | ------------------ |
| who runs the survey          | yes                   | yes         | yes    | yes                |
| administrator of the house   | yes                   | yes         | yes    | yes                |
| everybody                    | no                    | no          | no     | yes                |
"""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import runs_the_house

from ..models import Survey, SurveyPerson


def can_read_results(user: Any, survey: Survey) -> bool:
    """Read what was answered, code it and find themes. Costs a query."""
    if not getattr(user, "is_authenticated", False):
        return False
    return runs_the_house(user) or SurveyPerson.objects.filter(survey=survey, user=user.pk).exists()
