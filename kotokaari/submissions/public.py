"""What other rooms may use of submissions."""

from .gates import eligible_submissions
from .models import Author, GateCheck, Recusal, Submission, SubmissionFile, SubmissionQuerySet, SubmissionVersion
from .queries import file_for, submissions_readable_by
from .reading.content import content_of
from .recusing import lift_recusal, recuse
from .registries import (
    people_of_call,
    register_authors_section,
    register_bar,
    register_people_of_call,
    register_reader,
)
from .signals import person_recused, submission_sent, submission_withdrawn

__all__ = [
    "Author",
    "GateCheck",
    "Recusal",
    "Submission",
    "SubmissionFile",
    "SubmissionQuerySet",
    "SubmissionVersion",
    "content_of",
    "eligible_submissions",
    "file_for",
    "lift_recusal",
    "people_of_call",
    "person_recused",
    "recuse",
    "register_authors_section",
    "register_bar",
    "register_people_of_call",
    "register_reader",
    "submission_sent",
    "submission_withdrawn",
    "submissions_readable_by",
]
