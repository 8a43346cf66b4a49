"""What people keep between them about a practice."""

from .questions import Message, Question, ReadUpTo, Unsent

__all__ = ["Message", "Question", "ReadUpTo", "Unsent"]
