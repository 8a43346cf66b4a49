"""What can happen to assessments."""

from .life import NotReady, begin_assessment, give_back, hand_in, read_new_version
from .planning import plan_judging, share_assessments
from .reminding import remind, remind_all
from .scoring import Saved, save_assessment

__all__ = [
    "NotReady",
    "Saved",
    "begin_assessment",
    "give_back",
    "hand_in",
    "plan_judging",
    "read_new_version",
    "remind",
    "remind_all",
    "save_assessment",
    "share_assessments",
]
