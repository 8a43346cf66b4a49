"""What the panel decides, in a meeting that begins with what is contested, and how the answer goes out."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.assessment.public import scores_read_by
from kotokaari.calls.public import Call
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.fields import TranslatedTextField
from kotokaari.foundation.models import Thing
from kotokaari.panel.public import Seat
from kotokaari.people.public import User, runs_the_house
from kotokaari.rubrics.public import HIGHEST, Criterion, Rubric
from kotokaari.submissions.public import Recusal, Submission, SubmissionVersion

SILENT_FOR = datetime.timedelta(minutes=2)  # after that nobody seems to be at work


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def visible_to(self, user: Any) -> MeetingQuerySet:
        """Those of calls one runs, and of panels one sits on. What of its agenda: ``AgendaItem.objects.seen_by``."""
        if runs_the_house(user):
            return self
        run = Call.objects.run_by(user).values("pk")
        sits = Seat.objects.sitting().filter(user=user.pk).values("call")
        return self.filter(Q(call__in=run) | Q(call__in=sits))


class Meeting(Thing):
    """The panel meets, in a room, over a link, or both."""

    stays_private = True

    class State(models.TextChoices):
        """Planned, running, closed: then its minutes stand."""

        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        RUNNING = "running", pgettext_lazy("meeting", "Running")
        CLOSED = "closed", pgettext_lazy("meeting", "Closed")

    call = models.ForeignKey(Call, models.CASCADE, related_name="meetings")
    name = TranslatedTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField()
    lasts_minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    minutes = models.TextField(blank=True)
    saved_form = models.CharField(max_length=40, blank=True, help_text="the open form that last saved the minutes")
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_example = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("decisions:meeting", args=[self.uuid])

    def __str__(self) -> str:
        return str(self.name)


class Attendance(models.Model):
    """Somebody was in a meeting."""

    stays_private = True

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_remote = models.BooleanField(default=False)
    came_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_attendance_each")]

    def __str__(self) -> str:
        return str(self.user)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Questions about items of an agenda."""

    def seen_by(self, user: Any) -> AgendaItemQuerySet:
        """Without the submissions this person is recused from: not even their place in the order is told."""
        barred = Recusal.objects.filter(submission=OuterRef("submission"), user=user.pk, lifted_at__isnull=True)
        return self.filter(~Exists(barred))


class AgendaItem(Thing):
    """A submission in a meeting."""

    stays_private = True

    class Group(models.TextChoices):
        """What the study of weightings says of it."""

        CONTESTED = "contested", pgettext_lazy("decision", "Hangs on the weights")
        ROBUSTLY_IN = "in", pgettext_lazy("decision", "In whatever the weights")
        ROBUSTLY_OUT = "out", pgettext_lazy("decision", "Out whatever the weights")
        UNKNOWN = "", pgettext_lazy("decision", "Not studied")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True, default="")
    seconds = models.PositiveIntegerField(default=600, help_text="time it is given")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="what was said, for the minutes")
    saved_form = models.CharField(max_length=40, blank=True, help_text="the open form that last saved the note")
    revision = models.PositiveIntegerField(default=0)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "submission"], name="one_item_a_submission")]

    def __str__(self) -> str:
        return f"{self.order}: {self.submission}"


class ModeratedScore(models.Model):
    """What the meeting agreed on for a criterion, beside what each found alone."""

    stays_private = True

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="moderated")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    level = models.DecimalField(max_digits=3, decimal_places=1)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "criterion"], name="one_moderated_score_a_criterion"),
            models.CheckConstraint(
                name="moderated_score_is_a_level", condition=Q(level__gte=0) & Q(level__lte=HIGHEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level}"


class Dissent(models.Model):
    """A member of the panel was of another mind, and why."""

    stays_private = True

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="dissents")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_dissent_each")]

    def __str__(self) -> str:
        return self.text[:60]


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def public(self) -> DecisionQuerySet:
        """Final ones to publish, from the day they are published. What was declined stays between the two."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Any) -> DecisionQuerySet:
        """Public ones; one's own submissions' once answered; those of calls one runs, recusals respected.

        Whoever runs the call and has still to judge a submission reads its decision after handing in.
        """
        if not getattr(user, "is_authenticated", False):
            return self.public()
        answered = Q(state="final", answered_at__isnull=False)
        answered &= Q(submission__in=Submission.objects.written_by(user).values("pk"))
        run = Q(submission__in=scores_read_by(user).values("pk"))
        return self.filter(Q(published_at__isnull=False) | answered | run)


class Decision(Thing):
    """What the panel decided of one submission, by which rubric, for which reasons."""

    public_when = "{row}.published_at IS NOT NULL"

    class Outcome(models.TextChoices):
        """One of three."""

        PUBLISH = "publish", pgettext_lazy("decision", "Published as a good practice")
        DEVELOP = "develop", pgettext_lazy("decision", "Promising: develop it and come back")
        DECLINE = "decline", pgettext_lazy("decision", "Not chosen")

    class Label(models.TextChoices):
        """What a published practice may be called."""

        GOOD = "good", _("Good practice")
        PROMISING = "promising", _("Promising practice")
        NONE = "", pgettext_lazy("label", "None")

    class State(models.TextChoices):
        """Written, then final."""

        DRAFT = "draft", pgettext_lazy("decision", "Being written")
        FINAL = "final", pgettext_lazy("decision", "Final")

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="decision")
    version = models.ForeignKey(SubmissionVersion, models.PROTECT, related_name="+")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    label = models.CharField(max_length=10, choices=Label.choices, blank=True, default="")
    reasons = TranslatedTextField()
    criterion_reasons: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="a translated text by code of criterion: what every submitter gets"
    )
    conditions = TranslatedTextField()
    figures: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True,
        help_text="fixed when final: per criterion mean, n, levels, moderated; alpha; panel size; recusals; group",
    )  # fmt: skip
    review_by = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when the letters went out")
    published_at = models.DateTimeField(null=True, blank=True)
    publish_asked_at = models.DateTimeField(null=True, blank=True, help_text="it waits for the end of the embargo")
    publish_asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    publish_mark = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="of the differences from what was judged that were agreed to then",
    )
    publish_told_at = models.DateTimeField(
        null=True, blank=True, help_text="when those who run the call were told that it could not be published"
    )
    review_told_on = models.DateField(null=True, blank=True, help_text="when its people were told that a review is due")
    practice = models.ForeignKey(Practice, models.SET_NULL, null=True, blank=True, related_name="panel_decisions")
    practice_version = models.ForeignKey(
        Version, models.SET_NULL, null=True, blank=True, related_name="panel_decisions"
    )
    as_typed: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='a draft exactly as typed: {field: {"value", "form"}}'
    )
    revision = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="final_decision_has_a_time", condition=Q(state="draft") | Q(decided_at__isnull=False)
            ),
            models.CheckConstraint(
                name="only_final_decisions_are_public", condition=Q(published_at__isnull=True) | Q(state="final")
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("decisions:decision", args=[self.submission.key])

    def __str__(self) -> str:
        return str(self.version.title)


class LetterTemplate(models.Model):
    """How a call answers: a subject and a text for an outcome, in each language."""

    stays_private = True

    call = models.ForeignKey(Call, models.CASCADE, related_name="letter_templates")
    outcome = models.CharField(max_length=8, choices=Decision.Outcome.choices)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "outcome", "language"], name="one_letter_template_an_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.language})"


class Letter(Thing):
    """The answer to one author, exactly as it went out."""

    stays_private = True

    class State(models.TextChoices):
        """Queued, handed over, sent, or failed and tried again."""

        QUEUED = "queued", pgettext_lazy("letter", "Waits to be sent")
        SENDING = "sending", pgettext_lazy("letter", "Being sent")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        FAILED = "failed", pgettext_lazy("letter", "Failed")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="letters")
    to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="when what it answers was decided: a decision taken anew is answered anew"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "to", "decided_at"], name="one_letter_each")]

    @property
    def is_unsure(self) -> bool:
        """True when the house stopped while it was handed over: nobody knows whether it went, so it is not sent again."""
        return self.state == Letter.State.SENDING and (
            self.tried_at is None or self.tried_at + SILENT_FOR < timezone.now()
        )

    def __str__(self) -> str:
        return self.subject


class Mailing(Thing):
    """Letters of a call are being sent, in a process of its own."""

    stays_private = True

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", pgettext_lazy("sending", "About to begin")
        RUNNING = "running", pgettext_lazy("sending", "Being sent")
        STOPPED = "stopped", pgettext_lazy("sending", "Stopped")
        FAILED = "failed", pgettext_lazy("sending", "Failed")
        DONE = "done", pgettext_lazy("sending", "Done")

    call = models.OneToOneField(Call, models.CASCADE, related_name="mailing")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    stop_wanted = models.BooleanField(default=False)
    message = models.CharField(max_length=300, blank=True, help_text="why it failed, in a sentence")
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(null=True, blank=True, help_text="when the work last told of itself")
    ended_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_at_work(self) -> bool:
        """True from the moment it is asked for until it ends."""
        return self.state in (Mailing.State.WAITING, Mailing.State.RUNNING)

    @property
    def is_stalled(self) -> bool:
        """True when it should be at work and nobody has heard of it for minutes."""
        return self.is_at_work and (self.alive_at is None or self.alive_at + SILENT_FOR < timezone.now())

    def __str__(self) -> str:
        return f"{self.call_id}: {self.state}"


class Appeal(Thing):
    """An author asks for a decision to be looked at again, until a date."""

    stays_private = True

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", pgettext_lazy("appeal", "Being looked at")
        UPHELD = "upheld", pgettext_lazy("appeal", "The decision is taken anew")
        DISMISSED = "dismissed", pgettext_lazy("appeal", "The decision stands")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Taken back by the authors")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="appeals")
    text = models.TextField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(state="open"), name="one_open_appeal_a_decision")
        ]

    def __str__(self) -> str:
        return self.text[:60]
