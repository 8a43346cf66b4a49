"""From the first word to handing in, and back when the chair gives it back."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.calls.public import begin_judging
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.panel.public import Assignment
from kotokaari.people.public import User
from kotokaari.submissions.public import SubmissionVersion

from .. import letters
from ..models import Assessment, Score
from ..registries import refuse_settled


class NotReady(DomainError):
    """Not everything is judged. ``problems`` has one sentence for each criterion, by its code."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def begin_assessment(assignment: Assignment, *, by: User, version: SubmissionVersion | None = None) -> Assessment:
    """The assessment of this assignment, locked; begun when there is none. From then on the call's rubric stays.

    Refuses when it was handed in, another's assignment, and one that has ended.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("seat__call").get(pk=assignment.pk)
    if assignment.seat.user_id != by.pk:
        raise DomainError(_("This assessment is somebody else's."))
    if assignment.ended_at is not None:
        raise DomainError(_("You no longer judge this submission. What you typed was not saved."))
    found = Assessment.objects.filter(assignment=assignment).first()
    if found is not None:
        if found.state == Assessment.State.HANDED_IN:
            raise DomainError(_("You have handed in this assessment. Ask the chair to give it back to change it."))
        return found
    read_one = version if version and version.submission_id == assignment.submission_id else None
    current = read_one or assignment.submission.current
    if current is None:
        raise DomainError(_("Nothing has been sent to judge."))
    if assignment.seat.call.judging_began_at is None:
        begin_judging(assignment.seat.call, by=by)
    language = by.language if by.language in ("fi", "sv", "en") else "fi"
    assessment = Assessment.objects.create(assignment=assignment, version=current, language=language)
    audit.record("assessment begun", target=assessment, by=by)
    return assessment


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it now is, locked until the transaction ends."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("assignment__seat__call__rubric")
    return found.get(pk=assessment.pk)


def problems_of(assessment: Assessment) -> dict[str, str]:
    """What is missing before it can be handed in: a sentence for each criterion, by its code."""
    scores = {score.criterion_id: score for score in assessment.scores.all()}
    found = {}
    for criterion in assessment.assignment.seat.call.rubric.criteria.all():
        if sentence := _problem(scores.get(criterion.pk)):
            found[criterion.code] = sentence % {"criterion": read(criterion.name)}
    return found


def _problem(score: Score | None) -> str:
    judged = score is not None and (score.level is not None or score.cannot_judge)
    has_reason = score is not None and bool(score.reason.strip())
    if not judged and not has_reason:
        return _("“%(criterion)s”: choose a level, or say that you cannot judge, and write why.")
    if not judged:
        return _("“%(criterion)s”: choose a level, or say that you cannot judge.")
    return "" if has_reason else _("“%(criterion)s”: write the reason for your answer.")


@transaction.atomic
def hand_in(assessment: Assessment, *, by: User) -> Assessment:
    """It is ready: those who run the call may read it. Raises NotReady with a sentence for each criterion.

    Refuses once the panel has decided on the submission.
    """
    now = locked(assessment)
    if now.assignment.seat.user_id != by.pk:
        raise DomainError(_("This assessment is somebody else's."))
    if now.state == Assessment.State.HANDED_IN:
        raise DomainError(_("You have handed in this assessment already."))
    refuse_settled(now.assignment.submission)
    if problems := problems_of(now):
        raise NotReady(problems)
    now.state, now.handed_in_at, now.open_forms = Assessment.State.HANDED_IN, timezone.now(), {}
    now.save()
    audit.record("assessment handed in", target=now, by=by)
    return now


@transaction.atomic
def give_back(assessment: Assessment, *, reason: str, by: User) -> Assessment:
    """The member may change it again; it does not count until it is handed in anew.

    Refuses without a reason, one's own (whoever runs the call and judges has read the others since), and once the panel
    has decided on the submission.
    """
    now = locked(assessment)
    if now.state != Assessment.State.HANDED_IN:
        raise DomainError(_("This assessment is being written already."))
    if now.assignment.seat.user_id == by.pk:
        raise DomainError(_("Nobody gives their own assessment back: another who runs the call does."))
    refuse_settled(now.assignment.submission)
    if not reason.strip():
        raise DomainError(_("Say why you give the assessment back: its writer reads it."))
    now.state, now.handed_in_at = Assessment.State.BEGUN, None
    now.given_back_at, now.given_back_reason = timezone.now(), reason.strip()
    now.save()
    audit.record("assessment given back", target=now, by=by)
    transaction.on_commit(partial(letters.given_back, now.pk))
    return now


@transaction.atomic
def read_new_version(assessment: Assessment, *, by: User) -> Assessment:
    """Judge what was sent last; levels and reasons stay.

    Refuses when nothing newer was sent, when it is handed in, and once the panel has decided on the submission.
    """
    now = locked(assessment)
    current = now.assignment.submission.current
    if now.state == Assessment.State.HANDED_IN:
        raise DomainError(_("You have handed in this assessment. Ask the chair to give it back to change it."))
    if current is None or current.pk == now.version_id:
        raise DomainError(_("Nothing newer has been sent."))
    refuse_settled(now.assignment.submission)
    now.version, now.saved_at = current, timezone.now()
    now.save()
    audit.record("assessment moved to a newer version", target=now, by=by, number=current.number)
    return now
