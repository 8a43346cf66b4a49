"""What other rooms may use of the panel."""

from .models import Assignment, Declaration, Expert, Plan, Seat

__all__ = [
    "Assignment",
    "Declaration",
    "Expert",
    "Plan",
    "Seat",
]
