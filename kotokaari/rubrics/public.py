"""What other rooms may use of rubrics."""

from .models import HIGHEST, LOWEST, Criterion, Crosswalk, Gate, Rubric

__all__ = [
    "HIGHEST",
    "LOWEST",
    "Criterion",
    "Crosswalk",
    "Gate",
    "Rubric",
]
