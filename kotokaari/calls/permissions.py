"""Who may do what with a call.

| person                                     | set up, publish | read submissions, run the panel | chair: decide |
| ------------------------------------------ | --------------- | ------------------------------- | ------------- |
| coordinator of the call                    | yes             | yes                             | no            |
| chair                                      | no              | yes                             | yes           |
| secretary                                  | no              | yes                             | no            |
| administrator of the house                 | yes             | yes                             | yes           |

Reading one submission also needs that no conflict stands (``Submission.objects.run_by``).
"""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import EDITORS, Organisation, Role, has_role, has_role_anywhere, runs_the_house

from .models import Call, CallPerson, CallQuerySet

MAKERS = (*EDITORS, Role.SPECIALIST)


def parts_in(user: Any, call: Call) -> frozenset[str]:
    """What this person does in the call. One query for each user object and call, then none."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    kept: dict[int, frozenset[str]] = user.__dict__.setdefault("_parts_in_calls", {})
    if call.pk not in kept:
        kept[call.pk] = frozenset(call.people.filter(user=user).values_list("part", flat=True))
    return kept[call.pk]


def calls_of(user: Any) -> CallQuerySet:
    """The calls this person runs."""
    return Call.objects.run_by(user)


def can_create_call(user: Any, organisation: Organisation | None = None) -> bool:
    """Coordinators, administrators and specialists, for their own organisation."""
    return has_role_anywhere(user, *MAKERS) if organisation is None else has_role(user, organisation, *MAKERS)


def can_manage_call(user: Any, call: Call) -> bool:
    """Change what is asked, publish, cancel, name the people who run it."""
    return runs_the_house(user) or CallPerson.Part.COORDINATOR in parts_in(user, call)


def can_read_panel_work(user: Any, call: Call) -> bool:
    """See submissions, assignments and progress: everybody who runs the call, in any part."""
    return runs_the_house(user) or bool(parts_in(user, call))


def can_chair_call(user: Any, call: Call) -> bool:
    """Lead the meeting and decide."""
    return runs_the_house(user) or CallPerson.Part.CHAIR in parts_in(user, call)
