"""Questions to those who own a practice, and what was answered: kept for ever."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.models import Thing
from kotokaari.people.public import EDITORS, Organisation, User, organisations_for, runs_the_house

MENDABLE = datetime.timedelta(minutes=15)
LONGEST_SUBJECT, LONGEST_TEXT = 160, 5000


def answered_by(user: Any) -> models.QuerySet[Practice]:
    """The practices whose questions this person answers.

    For the owner and its partners their coordinators and administrators do, and whoever has agreed to be asked.
    """
    if runs_the_house(user):
        return Practice.objects.all()
    if not getattr(user, "is_authenticated", False):
        return Practice.objects.none()
    mine = organisations_for(user, *EDITORS)
    asked = Q(contacts__user=user, contacts__consented_at__isnull=False, contacts__withdrawn_at__isnull=True)
    return Practice.objects.filter(Q(owner__in=mine) | Q(partners__organisation__in=mine) | asked)


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions about questions."""

    def shown(self) -> QuestionQuerySet:
        """Those every reader may see: answered, open by the asker's choice, not hidden, of a public practice."""
        return self.filter(
            is_open=True, answered_at__isnull=False, hidden_at__isnull=True, practice__status__in=Practice.PUBLIC
        ).exclude(state=Question.State.WITHDRAWN)

    def waiting(self) -> QuestionQuerySet:
        """Those nobody has answered yet, of practices that are still public."""
        return self.filter(state=Question.State.OPEN, practice__status__in=Practice.PUBLIC)

    def answerable_by(self, user: Any) -> QuestionQuerySet:
        """Those this person is asked to answer."""
        return self.filter(practice__in=answered_by(user).values("pk"))

    def visible_to(self, user: Any) -> QuestionQuerySet:
        """Those this person may know of: everybody's, one's own, and those one answers."""
        if runs_the_house(user):
            return self
        everybodys = Q(pk__in=Question.objects.shown().values("pk"))
        if not getattr(user, "is_authenticated", False):
            return self.filter(everybodys)
        from ..permissions import sees_copies

        own = Q(asker=user) | Q(practice__in=answered_by(user).values("pk"))
        copied = Q(copied_at__isnull=False) if sees_copies(user) else Q(pk__in=())
        return self.filter(everybodys | own | copied)


class Question(Thing):
    """Something a person wants to know of those who own a practice: a thread of messages."""

    public_when = "{row}.is_open AND {row}.answered_at IS NOT NULL"

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("question", "Waiting for an answer")
        ANSWERED = "answered", pgettext_lazy("question", "Answered")
        CLOSED = "closed", pgettext_lazy("question", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("question", "Withdrawn")

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="questions")
    asker = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="the asker asks for it"
    )
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    language = models.CharField(max_length=2, default="fi")
    is_open = models.BooleanField(default=False, help_text="every reader may see it once it is answered")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now, help_text="last time an answer was asked for")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="first answer")
    changed_at = models.DateTimeField(default=timezone.now, help_text="last message, or change of one")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="closed or withdrawn")
    ended_by_owner = models.BooleanField(default=False)
    ended_reason = models.TextField(blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="the owner was reminded")
    copied_at = models.DateTimeField(null=True, blank=True, help_text="since when national specialists see it")
    is_example = models.BooleanField(default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(fields=["practice", "-answered_at"], name="questions_of_a_practice"),
            models.Index(fields=["state", "waiting_since"], name="questions_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="ended_question_has_a_time",
                condition=Q(state__in=("open", "answered"), ended_at__isnull=True)
                | Q(state__in=("closed", "withdrawn"), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_question_has_a_time", condition=~Q(state="answered") | Q(answered_at__isnull=False)
            ),
        ]

    @property
    def audit_label(self) -> str:
        """Nothing: a subject is somebody's own words."""
        return ""

    @property
    def takes_messages(self) -> bool:
        """True while one may write in it."""
        return self.state in (self.State.OPEN, self.State.ANSWERED)

    @property
    def is_shown(self) -> bool:
        """True when every reader sees it, as long as its practice is public."""
        return bool(self.is_open and self.answered_at and not self.hidden_at and self.state != self.State.WITHDRAWN)

    def get_absolute_url(self) -> str:
        return reverse("exchange:question", args=[self.uuid])

    def __str__(self) -> str:
        return f"question {self.uuid}"


class Message(models.Model):
    """What one of them wrote. A change of it also changes its question, so readers' pages are made anew."""

    stays_private = True

    class Side(models.TextChoices):
        """On whose behalf it is written."""

        ASKER = "asker", pgettext_lazy("question", "Asker")
        OWNER = "owner", pgettext_lazy("question", "Owner of the practice")
        PARTNER = "partner", pgettext_lazy("question", "Partner")
        SUPPORT = "support", pgettext_lazy("question", "National support")

    question = models.ForeignKey(Question, models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    shows_name = models.BooleanField(default=False, help_text="signed with the name, not with the organisation alone")
    text = models.TextField(max_length=LONGEST_TEXT)
    language = models.CharField(max_length=2, default="fi")
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="the writer left and took the words along")

    class Meta:
        ordering = ["written_at", "id"]

    @property
    def is_answer(self) -> bool:
        """True for what was written to the asker."""
        return self.side != self.Side.ASKER

    @property
    def mended_until(self) -> datetime.datetime:
        """How long its writer may change it."""
        return self.written_at + MENDABLE

    def __str__(self) -> str:
        return f"message {self.pk}"


class ReadUpTo(models.Model):
    """How far a person has read a question."""

    stays_private = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="one_reading_each")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.at}"


class Unsent(models.Model):
    """What a person has typed into a form of this room and not sent yet."""

    stays_private = True

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, help_text="which form: ask:<practice>, reply:<question>")
    fields: models.JSONField[Any, Any] = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_unsent_a_form")]

    def __str__(self) -> str:
        return self.key
