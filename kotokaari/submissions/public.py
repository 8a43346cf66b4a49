"""What other rooms may use of submissions."""

from .models import Author, GateCheck, Recusal, Submission, SubmissionFile, SubmissionVersion
from .queries import file_for, submissions_readable_by
from .recusing import lift_recusal, recuse
from .registries import register_bar, register_reader
from .signals import person_recused, submission_sent, submission_withdrawn

__all__ = [
    "Author",
    "GateCheck",
    "Recusal",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "file_for",
    "lift_recusal",
    "person_recused",
    "recuse",
    "register_bar",
    "register_reader",
    "submission_sent",
    "submission_withdrawn",
    "submissions_readable_by",
]
