"""What can happen to a submission as its authors write and send it. Each is one transaction, and is written down."""

from kotokaari.catalogue.public import DraftConflict

from .authors import (
    InvitationClosed,
    accept_author_invitation,
    add_author,
    end_authorship,
    hand_over_lead,
    invite_author,
    withdraw_author_invitation,
)
from .drafting import develop_submission, discard_submission, save_draft, start_submission
from .files import add_file, remove_file, restore_file
from .sending import CallClosed, NotReady, restore_submission, send_submission, withdraw_submission
from .translating import translate_submission, vouch_for_translation

__all__ = [
    "CallClosed",
    "DraftConflict",
    "InvitationClosed",
    "NotReady",
    "accept_author_invitation",
    "add_author",
    "add_file",
    "develop_submission",
    "discard_submission",
    "end_authorship",
    "hand_over_lead",
    "invite_author",
    "remove_file",
    "restore_file",
    "restore_submission",
    "save_draft",
    "send_submission",
    "start_submission",
    "translate_submission",
    "vouch_for_translation",
    "withdraw_author_invitation",
    "withdraw_submission",
]
