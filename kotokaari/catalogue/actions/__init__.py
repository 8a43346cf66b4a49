"""What can happen to a practice. Each is one transaction, refuses in a sentence, and is written down."""

from .drafting import DraftConflict, create_practice, discard_draft, save_draft, start_correction, store_record
from .files import add_attachment, remove_attachment
from .heartbeat import answer_heartbeat, ask_whether_still_so, take_back_ending
from .life import archive_practice, confirm_still_so, end_practice, restore_practice, withdraw_practice
from .partners import (
    accept_contact,
    add_grant,
    offer_contact,
    remove_contact,
    remove_grant,
    set_partners,
    set_projects,
    withdraw_contact,
)
from .publishing import NotReady, publish
from .translating import confirm_translation, remove_translation, review_translation, translate

__all__ = [
    "DraftConflict",
    "NotReady",
    "accept_contact",
    "add_attachment",
    "add_grant",
    "answer_heartbeat",
    "archive_practice",
    "ask_whether_still_so",
    "confirm_still_so",
    "confirm_translation",
    "create_practice",
    "discard_draft",
    "end_practice",
    "offer_contact",
    "publish",
    "remove_attachment",
    "remove_contact",
    "remove_grant",
    "remove_translation",
    "restore_practice",
    "review_translation",
    "save_draft",
    "set_partners",
    "set_projects",
    "start_correction",
    "store_record",
    "take_back_ending",
    "translate",
    "withdraw_contact",
    "withdraw_practice",
]
