"""What people keep between them about a practice."""

from .questions import Message, Question, ReadUpTo, Unsent
from .thanks import Thanks
from .times import Booking, Offer

__all__ = ["Booking", "Message", "Offer", "Question", "ReadUpTo", "Thanks", "Unsent"]
