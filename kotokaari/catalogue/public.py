"""What other rooms may use of the catalogue."""

from kotokaari.foundation.typesetting import typeset

from . import forms as record_forms
from . import logic as record_logic
from . import record as record_spec
from .actions import (
    DraftConflict,
    archive_practice,
    confirm_still_so,
    create_practice,
    end_practice,
    publish,
    review_translation,
    save_draft,
    set_partners,
    set_projects,
    start_correction,
    store_record,
    translate,
    withdraw_practice,
)
from .actions.files import take_in
from .actions.projects import create_project, fund_project
from .changes import in_words as changes_in_words
from .digest import contacts_to_answer, drafts_of, how_many, latest_rows, shelves, to_confirm, to_translate
from .listing import rows, slug
from .logic import record_from_data
from .logic.difference import compare, word_difference
from .models import Contact, Grant, Practice, Project, Version
from .news import News, latest, newer_than, versions_matching, words_for, words_of
from .permissions import can_edit_practice, can_publish_practice, can_write_practices
from .queries import practice_for, public_practice, version_for
from .reading import Told, tell
from .record import FIELDS as RECORD_FIELDS
from .record import SIZE_BANDS
from .registries import (
    Action,
    Distinction,
    Fact,
    register_distinctions,
    register_list_extra,
    register_list_head,
    register_practice_actions,
    register_practice_fact,
    register_practice_head,
    register_practice_section,
    register_use_counter,
    uses,
)
from .signals import practice_changed, status_changed, version_published
from .words import language_name
from .writing.sheets import acted, row_act
from .writing.side_by_side import attempt, typed_anew

__all__ = [
    "RECORD_FIELDS",
    "SIZE_BANDS",
    "Action",
    "Contact",
    "Distinction",
    "DraftConflict",
    "Fact",
    "Grant",
    "News",
    "Practice",
    "Project",
    "Told",
    "Version",
    "acted",
    "archive_practice",
    "attempt",
    "can_edit_practice",
    "can_publish_practice",
    "can_write_practices",
    "changes_in_words",
    "compare",
    "confirm_still_so",
    "contacts_to_answer",
    "create_practice",
    "create_project",
    "drafts_of",
    "end_practice",
    "fund_project",
    "how_many",
    "language_name",
    "latest",
    "latest_rows",
    "newer_than",
    "practice_changed",
    "practice_for",
    "public_practice",
    "publish",
    "record_forms",
    "record_from_data",
    "record_logic",
    "record_spec",
    "register_distinctions",
    "register_list_extra",
    "register_list_head",
    "register_practice_actions",
    "register_practice_fact",
    "register_practice_head",
    "register_practice_section",
    "register_use_counter",
    "review_translation",
    "row_act",
    "rows",
    "save_draft",
    "set_partners",
    "set_projects",
    "shelves",
    "slug",
    "start_correction",
    "status_changed",
    "store_record",
    "take_in",
    "tell",
    "to_confirm",
    "to_translate",
    "translate",
    "typed_anew",
    "typeset",
    "uses",
    "version_for",
    "version_published",
    "versions_matching",
    "withdraw_practice",
    "word_difference",
    "words_for",
    "words_of",
]
