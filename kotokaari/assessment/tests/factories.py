"""Assessments to test with."""

from django.utils import timezone

from kotokaari.assessment.models import Assessment, Score
from kotokaari.calls.tests.factories import a_call
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.submissions.tests.factories import a_submission


def an_assessment(assignment, levels=None, *, handed_in=True, reason="Because.") -> Assessment:
    """Scores by code of criterion (None: cannot judge), handed in unless said otherwise."""
    state = Assessment.State.HANDED_IN if handed_in else Assessment.State.BEGUN
    assessment = Assessment.objects.create(
        assignment=assignment, version=assignment.submission.current, state=state,
        handed_in_at=timezone.now() if handed_in else None, language="en",
    )  # fmt: skip
    criteria = {criterion.code: criterion for criterion in assignment.seat.call.rubric.criteria.all()}
    for code, level in (levels or dict.fromkeys(criteria, 3)).items():
        Score.objects.create(
            assessment=assessment, criterion=criteria[code], level=level, cannot_judge=level is None, reason=reason
        )
    return assessment


def something_to_judge(*, call=None, submission=None, user=None, title="A club for talking", **seat):
    """A submission given to a member of the panel, who declared no conflict."""
    call = call or (submission.call if submission else a_call())
    submission = submission or a_submission(call=call, title=title)
    return assigned(submission, a_seat(call, user, **seat))
