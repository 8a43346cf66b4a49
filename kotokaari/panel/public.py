"""What other rooms may use of the panel."""

from .actions.declaring import Said, declare
from .actions.experts import save_profile
from .actions.pairs import add_pair, lock_pair, remove_pair
from .actions.plans import drop_plan, propose_plan, take_plan
from .actions.seats import accept, ask, ask_by_mail, decline, leave
from .models import Assignment, Declaration, Expert, Plan, Seat
from .queries import to_judge, undeclared
from .reading import may_read_content, to_assess
from .registries import register_begun
from .signals import plan_taken

__all__ = [
    "Assignment",
    "Declaration",
    "Expert",
    "Plan",
    "Said",
    "Seat",
    "accept",
    "add_pair",
    "ask",
    "ask_by_mail",
    "declare",
    "decline",
    "drop_plan",
    "leave",
    "lock_pair",
    "may_read_content",
    "plan_taken",
    "propose_plan",
    "register_begun",
    "remove_pair",
    "save_profile",
    "take_plan",
    "to_assess",
    "to_judge",
    "undeclared",
]
