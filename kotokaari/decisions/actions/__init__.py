"""What can happen in meetings and with decisions. Each is one transaction, refuses in a sentence, and is written down."""

from .deciding import finalise_decision, reopen_decision, save_decision
from .items import agree_on, close_item, move_item, open_item, record_dissent, remove_item, save_note
from .meetings import (
    attend,
    change_meeting,
    close_meeting,
    fill_agenda,
    leave_meeting,
    open_meeting,
    plan_meeting,
    save_minutes,
)
from .publishing import (
    ask_to_publish,
    call_off_publishing,
    prepare_practice,
    publish_as_asked,
    publish_decision,
    tell_of_held_back,
    translate_for_publishing,
)

__all__ = [
    "agree_on",
    "ask_to_publish",
    "attend",
    "call_off_publishing",
    "change_meeting",
    "close_item",
    "close_meeting",
    "fill_agenda",
    "finalise_decision",
    "leave_meeting",
    "move_item",
    "open_item",
    "open_meeting",
    "plan_meeting",
    "prepare_practice",
    "publish_as_asked",
    "publish_decision",
    "record_dissent",
    "remove_item",
    "reopen_decision",
    "save_decision",
    "save_minutes",
    "save_note",
    "tell_of_held_back",
    "translate_for_publishing",
]
