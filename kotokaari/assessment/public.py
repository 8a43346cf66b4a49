"""What other rooms may use of assessments."""

from .models import Assessment, Score, Study

__all__ = [
    "Assessment",
    "Score",
    "Study",
]
