"""Who may do what in a meeting and with a decision.

| person                                    | see a meeting | run it, write minutes | write a decision | make it final | publish |
| ----------------------------------------- | ------------- | --------------------- | ---------------- | ------------- | ------- |
| chair                                     | yes           | yes                   | yes              | yes           | yes     |
| coordinator of the call                   | yes           | yes                   | yes              | no            | yes     |
| secretary                                 | yes           | yes                   | yes              | no            | no      |
| member of the panel                       | yes           | no; may dissent       | no               | no            | no      |
| administrator of the house                | yes           | yes                   | yes              | yes           | yes     |

Whoever is recused from a submission meets nothing of it: pages begin with ``AgendaItem.objects.seen_by`` and
``Submission.objects.run_by``.
"""

from __future__ import annotations

from typing import Any

from kotokaari.calls.public import Call, can_chair_call, can_manage_call, can_read_panel_work
from kotokaari.panel.public import Seat

from .models import Meeting


def can_run_meeting(user: Any, meeting: Meeting) -> bool:
    """Plan and open it, open its items, write what is agreed and the minutes: everybody who runs the call."""
    return can_read_panel_work(user, meeting.call)


def can_write_decision(user: Any, call: Call) -> bool:
    """Everybody who runs the call prepares decisions."""
    return can_read_panel_work(user, call)


def can_decide(user: Any, call: Call) -> bool:
    """The chair makes a decision final, and opens it again."""
    return can_chair_call(user, call)


def can_publish_decision(user: Any, call: Call) -> bool:
    """The coordinator and the chair."""
    return can_manage_call(user, call) or can_chair_call(user, call)


def seat_in(user: Any, call: Call) -> Seat | None:
    """This person's place on the panel, if they sit on it. One query."""
    if not getattr(user, "is_authenticated", False):
        return None
    return Seat.objects.sitting().filter(call=call, user=user).first()
