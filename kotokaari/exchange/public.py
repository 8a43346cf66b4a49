"""What other rooms may use of the exchange room."""

from .actions import ask_owner, book_time, offer_times, say_thanks, write_message
from .digest import Unanswered, unanswered_questions
from .models import Booking, Message, Offer, Question, Thanks

__all__ = [
    "Booking",
    "Message",
    "Offer",
    "Question",
    "Thanks",
    "Unanswered",
    "ask_owner",
    "book_time",
    "offer_times",
    "say_thanks",
    "unanswered_questions",
    "write_message",
]
