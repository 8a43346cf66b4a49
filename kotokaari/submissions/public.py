"""What other rooms may use of submissions."""

from .models import Author, GateCheck, Recusal, Submission, SubmissionFile, SubmissionVersion
from .recusing import lift_recusal, recuse
from .signals import person_recused, submission_sent, submission_withdrawn

__all__ = [
    "Author",
    "GateCheck",
    "Recusal",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "lift_recusal",
    "person_recused",
    "recuse",
    "submission_sent",
    "submission_withdrawn",
]
