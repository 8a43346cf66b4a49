"""What other rooms may use of assessments."""

from .actions import share_assessments
from .calibration.making import agreement_of
from .models import Assessment, Score, Study
from .weightings.making import groups_of, places_of, use_for_meeting

__all__ = [
    "Assessment",
    "Score",
    "Study",
    "agreement_of",
    "groups_of",
    "places_of",
    "share_assessments",
    "use_for_meeting",
]
