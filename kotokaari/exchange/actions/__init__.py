"""What can happen between people. Each is one transaction, refuses in a sentence, and is written down."""

from .leaving import forget_person
from .questions import (
    ask_owner,
    close_question,
    copy_to_specialists,
    edit_message,
    hide_question,
    mark_read,
    remind_owner,
    set_openness,
    show_question,
    withdraw_question,
    write_message,
)
from .thanks import hide_thanks, say_thanks, withdraw_thanks
from .times import (
    NoPlace,
    book_time,
    cancel_booking,
    cancel_offer,
    change_offer,
    offer_times,
    remind_host,
    remind_of_booking,
)
from .unsent import forget_unsent, keep_unsent

__all__ = [
    "NoPlace",
    "ask_owner",
    "book_time",
    "cancel_booking",
    "cancel_offer",
    "change_offer",
    "close_question",
    "copy_to_specialists",
    "edit_message",
    "forget_person",
    "forget_unsent",
    "hide_question",
    "hide_thanks",
    "keep_unsent",
    "mark_read",
    "offer_times",
    "remind_host",
    "remind_of_booking",
    "remind_owner",
    "say_thanks",
    "set_openness",
    "show_question",
    "withdraw_question",
    "withdraw_thanks",
    "write_message",
]
