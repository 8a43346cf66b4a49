"""What can happen between people. Each is one transaction, refuses in a sentence, and is written down."""

from .questions import (
    ask_owner,
    close_question,
    copy_to_specialists,
    edit_message,
    forget_person,
    hide_question,
    mark_read,
    remind_owner,
    set_openness,
    show_question,
    withdraw_question,
    write_message,
)
from .unsent import forget_unsent, keep_unsent

__all__ = [
    "ask_owner",
    "close_question",
    "copy_to_specialists",
    "edit_message",
    "forget_person",
    "forget_unsent",
    "hide_question",
    "keep_unsent",
    "mark_read",
    "remind_owner",
    "set_openness",
    "show_question",
    "withdraw_question",
    "write_message",
]
