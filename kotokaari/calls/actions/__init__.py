"""What can happen to a call. Each is one transaction, refuses in a sentence, and is written down."""

from .asking import (
    add_question,
    ask_for_consent,
    edit_question,
    move_question,
    remove_question,
    take_questions_of_rubric,
)
from .letters import remind
from .life import begin_judging, cancel_call, delete_call, publish_call
from .making import change_rubric, copy_call, create_call, edit_call
from .people import set_people
from .rounds import extend_round, set_rounds

__all__ = [
    "add_question",
    "ask_for_consent",
    "begin_judging",
    "cancel_call",
    "change_rubric",
    "copy_call",
    "create_call",
    "delete_call",
    "edit_call",
    "edit_question",
    "extend_round",
    "move_question",
    "publish_call",
    "remind",
    "remove_question",
    "set_people",
    "set_rounds",
    "take_questions_of_rubric",
]
