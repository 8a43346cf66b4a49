"""What other rooms may use of the live log."""

from .models import Act, Channel
from .recording import Receipt, record
from .registry import Accepted, Incoming, Outcome, Refused, Ticket, register_handler
from .service import take_one
from .serving import address, let_page_connect
from .tickets import give, read

__all__ = [
    "Accepted",
    "Act",
    "Channel",
    "Incoming",
    "Outcome",
    "Receipt",
    "Refused",
    "Ticket",
    "address",
    "give",
    "let_page_connect",
    "read",
    "record",
    "register_handler",
    "take_one",
]
