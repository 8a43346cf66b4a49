"""Who judges: experts, their seats on a panel, what they declared, and who got which submission."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kotokaari.calls.public import Call
from kotokaari.foundation.fields import TranslatedTextField
from kotokaari.foundation.models import Thing
from kotokaari.people.public import Invitation, Organisation, User, runs_the_house
from kotokaari.submissions.public import Recusal, Submission
from kotokaari.vocabulary.public import Concept


class Expert(models.Model):
    """What a person knows who may be asked to a panel: said by themselves, changed by themselves."""

    stays_private = True

    user = models.OneToOneField(User, models.CASCADE, related_name="expert")
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="for one expert per organisation",
    )
    about = TranslatedTextField()
    fields = models.ManyToManyField(Concept, blank=True, related_name="+", help_text="themes the person knows")
    languages: models.JSONField[Any, Any] = models.JSONField(default=list, help_text='read well: ["fi", "sv"]')
    size_bands: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="kinds of municipality known from within: codes of record.SIZE_BANDS"
    )
    has_moved = models.BooleanField(default=False, help_text="has own experience of moving to the country, and says so")
    has_moved_consented_at = models.DateTimeField(null=True, blank=True, help_text="may be used in making up panels")
    most = models.PositiveSmallIntegerField(default=10, help_text="submissions in one call at most")
    is_open = models.BooleanField(default=True, help_text="may be asked")
    is_example = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about seats."""

    def sitting(self) -> SeatQuerySet:
        """Those who accepted and have not left."""
        return self.filter(state=Seat.State.ACCEPTED)


class Seat(Thing):
    """A person's place on the panel of a call."""

    stays_private = True

    class Part(models.TextChoices):
        """As what one judges."""

        EXPERT = "expert", pgettext_lazy("panel", "Expert")
        BY_EXPERIENCE = "by_experience", pgettext_lazy("panel", "Assessor with own experience of moving")

    class State(models.TextChoices):
        """From asking to leaving."""

        INVITED = "invited", pgettext_lazy("panel", "Asked")
        ACCEPTED = "accepted", pgettext_lazy("panel", "Sits on the panel")
        DECLINED = "declined", pgettext_lazy("panel", "Declined")
        LEFT = "left", pgettext_lazy("panel", "Left")

    call = models.ForeignKey(Call, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.CASCADE, related_name="seats")
    part = models.CharField(max_length=14, choices=Part.choices, default=Part.EXPERT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=10)
    term_until = models.DateField(null=True, blank=True)
    plain_view = models.BooleanField(default=False, help_text="questions in plain language")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    ties = models.TextField(
        blank=True, help_text="what ties the person to those who run the call, in their words, told on accepting"
    )
    reminded_on = models.DateField(null=True, blank=True, help_text="when last asked to declare conflicts")
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.TextField(blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="one_seat_each"),
            models.CheckConstraint(name="seat_least_under_most", condition=Q(least__lte=F("most"))),
        ]

    def __str__(self) -> str:
        return str(self.user)


class SeatInvitation(models.Model):
    """Somebody without an account is asked to a panel: the seat is made when the invitation to the house is accepted."""

    stays_private = True

    call = models.ForeignKey(Call, models.CASCADE, related_name="seat_invitations")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    part = models.CharField(max_length=14, choices=Seat.Part.choices, default=Seat.Part.EXPERT)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=10)
    term_until = models.DateField(null=True, blank=True)
    plain_view = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "invitation"], name="one_seat_an_invitation")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.part}"


class Declaration(models.Model):
    """Before anything of a submission's content is shown, a panel member says whether there is a conflict."""

    stays_private = True

    class Answer(models.TextChoices):
        """What was declared."""

        NONE = "none", pgettext_lazy("conflict", "No conflict")
        CONFLICT = "conflict", pgettext_lazy("conflict", "A conflict")

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="declarations")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="declarations")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    kind = models.CharField(max_length=20, choices=Recusal.Kind.choices, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "submission"], name="one_declaration_each"),
            models.CheckConstraint(name="conflict_has_a_kind", condition=Q(answer="none") | ~Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}/{self.submission_id}: {self.answer}"


class Plan(Thing):
    """A proposal of who judges what. Nothing changes before it is taken."""

    stays_private = True

    class State(models.TextChoices):
        """What became of it."""

        PROPOSED = "proposed", pgettext_lazy("assignment", "Proposed")
        TAKEN = "taken", pgettext_lazy("assignment", "Taken")
        DROPPED = "dropped", pgettext_lazy("assignment", "Dropped")

    call = models.ForeignKey(Call, models.CASCADE, related_name="plans")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    per_submission = models.PositiveSmallIntegerField()
    objective = models.CharField(max_length=8, default="total", help_text="total or fair")
    wishes: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="soft rules and their weights")
    pairs: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text='[{"submission": uuid, "seat": uuid, "affinity": 0.7, "locked": false}]'
    )
    outcome: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="status, totals, shortfalls by submission, seconds"
    )
    assess_by = models.DateField(null=True, blank=True, help_text="the day until which the panel assesses")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.state}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def standing(self) -> AssignmentQuerySet:
        """Those in force: not ended, the seat sits, no conflict, the submission not withdrawn."""
        barred = Recusal.objects.filter(
            submission=OuterRef("submission"), user=OuterRef("seat__user"), lifted_at__isnull=True
        )
        return self.filter(
            ~Exists(barred),
            ended_at__isnull=True,
            seat__state=Seat.State.ACCEPTED,
            submission__withdrawn_at__isnull=True,
        )

    def of(self, user: Any) -> AssignmentQuerySet:
        """What this person has been given to judge, once no conflict was declared with it."""
        clear = Declaration.objects.filter(
            seat=OuterRef("seat"), submission=OuterRef("submission"), answer=Declaration.Answer.NONE
        )
        return self.standing().filter(Exists(clear), seat__user=user.pk)

    def seen_by_those_who_run(self, user: Any) -> AssignmentQuerySet:
        """Who judges what, for those who run the call; nothing of submissions they are recused from."""
        visible = Submission.objects.not_recused(user)
        if not runs_the_house(user):
            visible = visible.filter(call__people__user=user.pk)
        return self.filter(submission__in=visible.values("pk"))


class Assignment(Thing):
    """A submission was given to a panel member."""

    stays_private = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="assignments")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="assignments")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="assignments")
    affinity = models.FloatField(null=True, blank=True)
    is_locked = models.BooleanField(default=False, help_text="a new plan leaves it as it is")
    assigned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "seat"], condition=Q(ended_at__isnull=True), name="one_standing_assignment_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.seat_id}"
