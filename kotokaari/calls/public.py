"""What other rooms may use of calls."""

from .actions import begin_judging
from .asking import Asked, Group, asked_by, groups, own_choices
from .models import Call, CallPerson, Question, Round, new_key
from .permissions import calls_of, can_chair_call, can_manage_call, can_read_panel_work
from .queries import call_for, calls_at_work, people_of, present_round
from .registries import (
    CallAction,
    Step,
    register_call_actions,
    register_call_section,
    register_draft_holders,
    register_work_step,
)
from .showing import Part, PartGroup, own_field
from .times import countdown, in_zone, moment_words, own_words, zone_of, zone_words

__all__ = [
    "Asked",
    "Call",
    "CallAction",
    "CallPerson",
    "Group",
    "Part",
    "PartGroup",
    "Question",
    "Round",
    "Step",
    "asked_by",
    "begin_judging",
    "call_for",
    "calls_at_work",
    "calls_of",
    "can_chair_call",
    "can_manage_call",
    "can_read_panel_work",
    "countdown",
    "groups",
    "in_zone",
    "moment_words",
    "new_key",
    "own_choices",
    "own_field",
    "own_words",
    "people_of",
    "present_round",
    "register_call_actions",
    "register_call_section",
    "register_draft_holders",
    "register_work_step",
    "zone_of",
    "zone_words",
]
