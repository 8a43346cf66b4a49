"""Who may do what with a survey.

| person                                  | make, open, close | read results, choose themes |
| --------------------------------------- | ----------------- | --------------------------- |
| somebody named in it (``SurveyPerson``) | yes               | yes                         |
| administrator of the house              | yes               | yes                         |

Answering needs no account; whether it is allowed is a question of the survey's state and time.
"""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import EDITORS, Organisation, Role, has_role, has_role_anywhere, runs_the_house

from .models import Survey

MAKERS = (*EDITORS, Role.SPECIALIST, Role.FACILITATOR)


def runs_survey(user: Any, survey: Survey) -> bool:
    """True for somebody named in the survey. One query for each user object and survey, then none."""
    if runs_the_house(user):
        return True
    if not getattr(user, "is_authenticated", False):
        return False
    kept: dict[int, bool] = user.__dict__.setdefault("_runs_surveys", {})
    if survey.pk not in kept:
        kept[survey.pk] = survey.people.filter(user=user.pk).exists()
    return kept[survey.pk]


def can_create_survey(user: Any, organisation: Organisation | None = None) -> bool:
    """Coordinators, administrators, facilitators and specialists, for their own organisation."""
    return has_role_anywhere(user, *MAKERS) if organisation is None else has_role(user, organisation, *MAKERS)


def can_make_survey(user: Any, survey: Survey) -> bool:
    """Change what is asked, open and close it, name the people who run it."""
    return runs_survey(user, survey)


def can_read_results(user: Any, survey: Survey) -> bool:
    """See what was answered, withheld figures apart, and choose themes from it."""
    return runs_survey(user, survey)
