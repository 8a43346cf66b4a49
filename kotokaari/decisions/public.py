"""What other rooms may use of decisions."""

from .actions import (
    agree_on,
    attend,
    close_item,
    close_meeting,
    fill_agenda,
    finalise_decision,
    open_item,
    open_meeting,
    plan_meeting,
    prepare_practice,
    publish_decision,
    record_dissent,
    reopen_decision,
    save_decision,
    save_minutes,
    save_note,
)
from .figures import figures_of
from .letters.actions import queue_letters
from .models import Decision, Letter, Meeting
from .queries import public_decisions, unknown_to
from .statistics.counting import calls_told
from .telling import DecisionTold, told

__all__ = [
    "Decision",
    "DecisionTold",
    "Letter",
    "Meeting",
    "agree_on",
    "attend",
    "calls_told",
    "close_item",
    "close_meeting",
    "figures_of",
    "fill_agenda",
    "finalise_decision",
    "open_item",
    "open_meeting",
    "plan_meeting",
    "prepare_practice",
    "public_decisions",
    "publish_decision",
    "queue_letters",
    "record_dissent",
    "reopen_decision",
    "save_decision",
    "save_minutes",
    "save_note",
    "told",
    "unknown_to",
]
