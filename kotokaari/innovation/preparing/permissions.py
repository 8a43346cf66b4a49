"""Who may do what with an innovation day.

| person                      | prepare, open, start, finish | participants, check-in, groups |
| --------------------------- | ---------------------------- | ------------------------------ |
| facilitator of the day      | yes                          | yes                            |
| helper of the day           | no                           | yes                            |
| administrator of the house  | yes                          | yes                            |
"""

from __future__ import annotations

from typing import Any

from kotokaari.innovation.models import Day, DayPerson
from kotokaari.people.public import EDITORS, Organisation, Role, has_role, has_role_anywhere, runs_the_house

MAKERS = (*EDITORS, Role.SPECIALIST, Role.FACILITATOR)


def can_create_day(user: Any, organisation: Organisation | None = None) -> bool:
    """Coordinators, administrators, specialists and facilitators, for their own organisation."""
    return has_role_anywhere(user, *MAKERS) if organisation is None else has_role(user, organisation, *MAKERS)


def part_in(user: Any, day: Day) -> str:
    """What this person does on the day; "" when nothing. One query."""
    if not getattr(user, "is_authenticated", False):
        return ""
    return str(day.people.filter(user=user).values_list("part", flat=True).first() or "")


def can_prepare_day(user: Any, day: Day) -> bool:
    """Change what the day is, open sign-up, start, finish and cancel it, name the people who run it."""
    return runs_the_house(user) or part_in(user, day) == DayPerson.Part.FACILITATOR


def can_host_day(user: Any, day: Day) -> bool:
    """See who comes, check people in, make the groups: everybody who runs the day."""
    return runs_the_house(user) or bool(part_in(user, day))
