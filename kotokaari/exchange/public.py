"""What other rooms may use of the exchange room."""

from .actions import ask_owner, write_message
from .digest import Unanswered, unanswered_questions
from .models import Message, Question

__all__ = ["Message", "Question", "Unanswered", "ask_owner", "unanswered_questions", "write_message"]
