"""What other rooms may use of submissions."""

from .actions import send_submission, start_submission, withdraw_submission
from .actions.gates import check_gates, return_to_mend
from .gates import eligible_submissions
from .models import Author, GateCheck, Recusal, Submission, SubmissionFile, SubmissionQuerySet, SubmissionVersion
from .queries import file_for, submissions_readable_by
from .reading.changes import Since, changes_since_earlier
from .reading.content import content_of
from .recusing import lift_recusal, recuse
from .registries import (
    people_of_call,
    register_authors_section,
    register_bar,
    register_people_of_call,
    register_reader,
)
from .signals import author_joined, person_recused, submission_sent, submission_withdrawn

__all__ = [
    "Author",
    "GateCheck",
    "Recusal",
    "Since",
    "Submission",
    "SubmissionFile",
    "SubmissionQuerySet",
    "SubmissionVersion",
    "author_joined",
    "changes_since_earlier",
    "check_gates",
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
    "return_to_mend",
    "send_submission",
    "start_submission",
    "submission_sent",
    "submission_withdrawn",
    "submissions_readable_by",
    "withdraw_submission",
]
