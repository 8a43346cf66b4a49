"""The database's own guard over what was sent: no row of a sent version changes."""

from __future__ import annotations

from kotokaari.foundation.guards import Guard, Guards, differs

# All but who sent it: a person may be forgotten.
FIXED = (
    "submission_id",
    "number",
    "uuid",
    "source_language",
    "title",
    "record",
    "answers",
    "questions",
    "files",
    "receipt",
    "is_late",
    "sent_at",
    "digest",
)

_guards = Guards(
    [
        Guard(
            "sent_version_is_fixed",
            "submissions_submissionversion",
            update=differs(FIXED),
            function="submissions_sent_version_is_fixed",
        )
    ]
)
install, install_after_migrate = _guards.install, _guards.install_after_migrate
