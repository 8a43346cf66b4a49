"""Who may do what with a submission.

| person                        | read the draft | write, translate, files | send, withdraw | invite | lead, remove others |
| ----------------------------- | -------------- | ----------------------- | -------------- | ------ | ------------------- |
| lead author                   | yes            | yes                     | yes            | yes    | yes                 |
| author                        | yes            | yes                     | yes            | yes    | no                  |
| who runs the call, the house  | no             | no                      | no             | no     | no                  |

Those who run a call read what was sent (``Submission.objects.run_by``). A draft is its authors' alone. What came on
paper has no authors here: those who run the call write and send it (``Submission.objects.entered_by``).
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kotokaari.calls.public import Call
from kotokaari.people.public import (
    EDITORS,
    Organisation,
    Role,
    has_role,
    organisations_for,
)

from .models import Author, Submission

WRITERS = (Role.MEMBER, Role.SPECIALIST, Role.FACILITATOR, *EDITORS)


def own_part(user: Any, submission: Submission) -> Author | None:
    """This person's part as an author, or None. One query, remembered on the submission."""
    if not getattr(user, "is_authenticated", False):
        return None
    kept: dict[int, Author | None] = submission.__dict__.setdefault("_parts", {})
    if user.pk not in kept:
        kept[user.pk] = submission.authors.filter(user=user, left_at__isnull=True).first()
    return kept[user.pk]


def is_entered_by(user: Any, submission: Submission) -> bool:
    """True for what came on paper to a call this person runs. A query, for such alone."""
    return submission.is_entered_by_staff and Submission.objects.entered_by(user).filter(pk=submission.pk).exists()


def can_write_submission(user: Any, submission: Submission) -> bool:
    """Authors write the draft together; what came on paper those who run the call."""
    return own_part(user, submission) is not None or is_entered_by(user, submission)


def can_send_submission(user: Any, submission: Submission) -> bool:
    """Any author sends and withdraws: the closing hour waits for nobody."""
    return can_write_submission(user, submission)


def can_invite_author(user: Any, submission: Submission) -> bool:
    """Any author asks others to write with them."""
    return own_part(user, submission) is not None


def can_lead_authors(user: Any, submission: Submission) -> bool:
    """The lead takes authors off and hands the lead over."""
    part = own_part(user, submission)
    return (part is not None and part.is_lead) or is_entered_by(user, submission)


def can_start_submission(user: Any, organisation: Organisation) -> bool:
    """People who work in the organisation may answer a call for it."""
    return has_role(user, organisation, *WRITERS)


def answering_organisations(user: Any, call: Call) -> Any:
    """The organisations this person may answer the call for: those that stand, of the kinds the call asks."""
    mine = organisations_for(user, *WRITERS)
    found = Organisation.objects.existing_on(timezone.localdate()).filter(pk__in=mine)
    return found.filter(type__in=call.organisation_types) if call.organisation_types else found
