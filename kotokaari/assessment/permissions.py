"""Who may read assessments, and when.

| who                                   | own    | others' scores and reasons of a submission                          |
| ------------------------------------- | ------ | ------------------------------------------------------------------- |
| a member who has not handed in        | writes | nothing                                                             |
| a member who has handed in            | reads  | when all have handed in, or those who run the call have shared them |
| those who run the call                |        | what is handed in; first their own, when they judge it too          |
| whoever is recused, whatever they are |        | nothing, not even that there are any                                |

The queries say the same (``models.scores_read_by``, ``queries.others_of``).
"""

from __future__ import annotations

from typing import Any

from kotokaari.calls.public import Call, can_chair_call, can_manage_call, can_read_panel_work


def can_see_progress(user: Any, call: Call) -> bool:
    """The dashboard: everybody who runs the call."""
    return can_read_panel_work(user, call)


def can_lead_judging(user: Any, call: Call) -> bool:
    """Say by when, remind, give back, share: the chair and the coordinator."""
    return can_chair_call(user, call) or can_manage_call(user, call)
