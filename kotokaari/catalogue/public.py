"""What other rooms may use of the catalogue."""

from .actions import (
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
from .actions.projects import create_project, fund_project
from .digest import contacts_to_answer, drafts_of, how_many, latest_rows, shelves, to_confirm, to_translate
from .logic import record_from_data
from .models import Contact, Grant, Practice, Project, Version
from .permissions import can_write_practices

__all__ = [
    "Contact",
    "Grant",
    "Practice",
    "Project",
    "Version",
    "archive_practice",
    "can_write_practices",
    "confirm_still_so",
    "contacts_to_answer",
    "create_practice",
    "create_project",
    "drafts_of",
    "end_practice",
    "fund_project",
    "how_many",
    "latest_rows",
    "publish",
    "record_from_data",
    "review_translation",
    "save_draft",
    "set_partners",
    "set_projects",
    "shelves",
    "start_correction",
    "store_record",
    "to_confirm",
    "to_translate",
    "translate",
    "withdraw_practice",
]
