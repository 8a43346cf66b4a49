"""What other rooms may use of innovation days."""

from .acting.doing import do
from .epics.actions import give_epic, publish_epic, tell_epic, write_epic
from .epics.carrying import carry_into_catalogue
from .grouping.actions import announce, make_groups
from .joining.actions import join_now
from .models import Chosen, Day, Epic, Group, Idea, Participant
from .preparing.actions import create_day, edit_day, finish_day, open_sign_up, start_day, take_themes
from .preparing.templates import TEMPLATE

__all__ = [
    "TEMPLATE",
    "Chosen",
    "Day",
    "Epic",
    "Group",
    "Idea",
    "Participant",
    "announce",
    "carry_into_catalogue",
    "create_day",
    "do",
    "edit_day",
    "finish_day",
    "give_epic",
    "join_now",
    "make_groups",
    "open_sign_up",
    "publish_epic",
    "start_day",
    "take_themes",
    "tell_epic",
    "write_epic",
]
