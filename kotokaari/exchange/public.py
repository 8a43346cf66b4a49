"""What other rooms may use of the exchange room."""

from .digest import Unanswered, unanswered_questions

__all__ = ["Unanswered", "unanswered_questions"]
