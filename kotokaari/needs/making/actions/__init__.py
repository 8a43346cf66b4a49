"""What can happen to a survey while it is made. Each is one transaction, refuses in a sentence, and is written down."""

from .asking import (
    add_question,
    add_section,
    copy_question,
    edit_question,
    edit_section,
    move_question,
    move_section,
    remove_question,
    remove_section,
    set_words,
    take_plan,
)
from .life import close_survey, delete_survey, open_survey, reopen_survey, set_survey_times
from .making import copy_survey, create_survey, edit_survey, set_survey_people

__all__ = [
    "add_question",
    "add_section",
    "close_survey",
    "copy_question",
    "copy_survey",
    "create_survey",
    "delete_survey",
    "edit_question",
    "edit_section",
    "edit_survey",
    "move_question",
    "move_section",
    "open_survey",
    "remove_question",
    "remove_section",
    "reopen_survey",
    "set_survey_people",
    "set_survey_times",
    "set_words",
    "take_plan",
]
