"""What other rooms may use of calls."""

from .actions import (
    add_question,
    begin_judging,
    create_call,
    edit_call,
    publish_call,
    set_people,
    take_questions_of_rubric,
)
from .asking import Asked, Group, asked_by, groups, own_choices
from .models import Call, CallPerson, Question, Round
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
    "add_question",
    "asked_by",
    "begin_judging",
    "call_for",
    "calls_at_work",
    "calls_of",
    "can_chair_call",
    "can_manage_call",
    "can_read_panel_work",
    "countdown",
    "create_call",
    "edit_call",
    "groups",
    "in_zone",
    "moment_words",
    "own_choices",
    "own_field",
    "own_words",
    "people_of",
    "present_round",
    "publish_call",
    "register_call_actions",
    "register_call_section",
    "register_draft_holders",
    "register_work_step",
    "set_people",
    "take_questions_of_rubric",
    "zone_of",
    "zone_words",
]
