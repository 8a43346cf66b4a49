"""What other rooms may use of decisions."""

from .models import Decision, Letter, Meeting

__all__ = [
    "Decision",
    "Letter",
    "Meeting",
]
