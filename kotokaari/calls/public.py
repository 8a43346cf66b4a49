"""What other rooms may use of calls."""

from .models import Call, CallPerson, Question, Round, new_key
from .permissions import calls_of, can_chair_call, can_manage_call, can_read_panel_work

__all__ = [
    "Call",
    "CallPerson",
    "Question",
    "Round",
    "calls_of",
    "can_chair_call",
    "can_manage_call",
    "can_read_panel_work",
    "new_key",
]
