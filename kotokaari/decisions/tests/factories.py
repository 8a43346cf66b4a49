"""Decisions to test with."""

from django.utils import timezone

from kotokaari.decisions.models import Decision
from kotokaari.rubrics.tests.factories import said


def a_decision(submission, *, outcome=Decision.Outcome.PUBLISH, final=True, **more) -> Decision:
    """What the panel decided, final unless said otherwise."""
    return Decision.objects.create(
        submission=submission, version=submission.current, rubric=submission.call.rubric, outcome=outcome,
        state=Decision.State.FINAL if final else Decision.State.DRAFT, decided_at=timezone.now() if final else None,
        reasons=said("It is clear and it works."), **more,
    )  # fmt: skip
