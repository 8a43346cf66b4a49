"""What can happen in the ledger. Each is one transaction, refuses in a sentence, and is written down."""

from .contact import accept_contact, name_contact, withdraw_contact
from .facts import close_adoption, edit_adoption, open_adoption
from .life import change_status, remove_adoption, restore_adoption, start_adoption, take_back_step
from .parts import (
    add_adaptation,
    add_lesson,
    add_outcome,
    edit_adaptation,
    edit_lesson,
    edit_outcome,
    remove_adaptation,
    remove_lesson,
    remove_outcome,
)
from .succession import carry_on
from .unsaved import forget_typed, keep_typed
from .versions import answer_version, ask_about_version
from .words import edit_owners_word, remove_owners_word, say_owners_word

__all__ = [
    "accept_contact",
    "add_adaptation",
    "add_lesson",
    "add_outcome",
    "answer_version",
    "ask_about_version",
    "carry_on",
    "change_status",
    "close_adoption",
    "edit_adaptation",
    "edit_adoption",
    "edit_lesson",
    "edit_outcome",
    "edit_owners_word",
    "forget_typed",
    "keep_typed",
    "name_contact",
    "open_adoption",
    "remove_adaptation",
    "remove_adoption",
    "remove_lesson",
    "remove_outcome",
    "remove_owners_word",
    "restore_adoption",
    "say_owners_word",
    "start_adoption",
    "take_back_step",
    "withdraw_contact",
]
