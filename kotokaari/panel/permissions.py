"""Who may do what on a panel.

| person                        | experts' list | seats, assignment | own seat, declarations |
| ----------------------------- | ------------- | ----------------- | ---------------------- |
| whoever runs the call         | yes           | yes               | no                     |
| administrator of the house    | yes           | yes               | no                     |
| the panel member              | no            | no                | yes                    |

Nothing is told of a submission to whom a conflict stands: pages begin with queries that leave it out.
"""

from __future__ import annotations

from typing import Any

from kotokaari.calls.public import Call, calls_of, can_read_panel_work
from kotokaari.people.public import runs_the_house


def can_see_experts(user: Any) -> bool:
    """Whoever runs a call may look for people to ask. One query."""
    if not getattr(user, "is_authenticated", False):
        return False
    return runs_the_house(user) or calls_of(user).exists()


def can_run_panel(user: Any, call: Call) -> bool:
    """Ask people, share out the work, see who judges what."""
    return can_read_panel_work(user, call)
