"""What each member of a panel finds, alone first: a level and a reason for every criterion."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kotokaari.calls.public import Call
from kotokaari.foundation.models import Thing
from kotokaari.panel.public import Assignment, Seat
from kotokaari.people.public import User
from kotokaari.rubrics.public import HIGHEST, Criterion
from kotokaari.submissions.public import Recusal, Submission, SubmissionVersion


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Questions about assessments."""

    def own(self, user: Any) -> AssessmentQuerySet:
        """Those this person writes, while the assignment stands."""
        return self.filter(assignment__in=Assignment.objects.of(user).values("pk"))

    def handed_in(self) -> AssessmentQuerySet:
        """Those that count: handed in, of assignments that stand or ended after it; none of a person recused since."""
        barred = Recusal.objects.filter(
            submission=OuterRef("assignment__submission"), user=OuterRef("assignment__seat__user"), lifted_at=None
        )
        return self.filter(~Exists(barred), state=Assessment.State.HANDED_IN)

    def read_by_those_who_run(self, user: Any) -> AssessmentQuerySet:
        """What was handed in, for those who run the call; nothing of submissions they are recused from.

        Somebody who runs the call and judges too reads nothing of a submission before handing in their own.
        """
        return self.handed_in().filter(assignment__submission__in=scores_read_by(user).values("pk"))


def scores_read_by(user: Any) -> models.QuerySet[Submission]:
    """Submissions whose scores this person may see as one who runs the call: not recused, not yet to judge themselves."""
    return Submission.objects.run_by(user).exclude(pk__in=still_to_judge(user))


def still_to_judge(user: Any) -> models.QuerySet[Assignment, Any]:
    """Keys of the submissions this person was given and has not handed in: nothing that others found of them is told."""
    own = Assignment.objects.of(user).exclude(assessment__state=Assessment.State.HANDED_IN)
    return own.order_by().values("submission")


class Assessment(Thing):
    """One member's judgement of one sent version. Nobody else reads it before it is handed in."""

    stays_private = True

    class State(models.TextChoices):
        """Written, then handed in; the chair may give it back for a stated reason."""

        BEGUN = "begun", pgettext_lazy("assessment", "Being written")
        HANDED_IN = "handed_in", pgettext_lazy("assessment", "Handed in")

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="assessment")
    version = models.ForeignKey(SubmissionVersion, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    language = models.CharField(max_length=2, default="fi", help_text="the language its reasons are written in")
    strengths = models.TextField(blank=True)
    suggestions = models.TextField(blank=True)
    private_note = models.TextField(blank=True, help_text="the member's own; never shown to anybody else")
    revision = models.PositiveIntegerField(default=0)
    open_forms: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="what each open form last saved: {form: {part: fingerprint}}"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    given_back_reason = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="handed_in_assessment_has_a_time", condition=Q(state="begun") | Q(handed_in_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.state}"


class Score(models.Model):
    """A level on a criterion, or "cannot judge", which is not zero; with the reason."""

    stays_private = True

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    cannot_judge = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="grows each time this score is saved")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["criterion__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(name="score_is_a_level", condition=Q(level__isnull=True) | Q(level__lte=HIGHEST)),
            models.CheckConstraint(
                name="level_or_cannot_judge", condition=Q(cannot_judge=False) | Q(level__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {'–' if self.level is None else self.level}"


class Timetable(models.Model):
    """By when a call's panel hands in, and since when its members read each other."""

    stays_private = True

    call = models.OneToOneField(Call, models.CASCADE, related_name="judging")
    due_on = models.DateField(null=True, blank=True)
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="from then on those who handed in read the others, as at a meeting"
    )
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.due_on}"


class Reminder(models.Model):
    """A member was reminded of what is not handed in: one of a kind, once."""

    stays_private = True

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=30, help_text="due-3:2026-12-01, due-1:…, pressed:2026-11-22")
    waiting = models.PositiveSmallIntegerField(default=0, help_text="how many assessments it was about")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["seat", "kind"], name="one_assessment_reminder_of_a_kind")]

    def __str__(self) -> str:
        return self.kind


class Study(Thing):
    """A calibration or a study of weightings of a call, kept with the scores it was made from."""

    stays_private = True

    class Kind(models.TextChoices):
        """What was studied."""

        CALIBRATION = "calibration", pgettext_lazy("study", "Calibration")
        WEIGHTINGS = "weightings", pgettext_lazy("study", "Weightings")

    call = models.ForeignKey(Call, models.CASCADE, related_name="studies")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    settings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    of = models.CharField(max_length=64, help_text="digest of the scores it was made from")
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
