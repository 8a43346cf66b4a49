"""What other rooms may use of assessments."""

from .actions import hand_in, save_assessment, share_assessments
from .actions.scoring import Judged
from .calibration.making import agreement_among
from .calibration.wording import RELIABLE, TENTATIVE
from .models import Assessment, AssessmentQuerySet, Score, Study, scores_read_by, still_to_judge
from .registries import register_settled
from .weightings.making import groups_of, places_of, use_for_meeting

__all__ = [
    "RELIABLE",
    "TENTATIVE",
    "Assessment",
    "AssessmentQuerySet",
    "Judged",
    "Score",
    "Study",
    "agreement_among",
    "groups_of",
    "hand_in",
    "places_of",
    "register_settled",
    "save_assessment",
    "scores_read_by",
    "share_assessments",
    "still_to_judge",
    "use_for_meeting",
]
