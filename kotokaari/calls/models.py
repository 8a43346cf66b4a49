"""Calls for practices: what is asked, of whom, by when, and who runs them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.keys import new_key
from kotokaari.foundation.models import Thing
from kotokaari.people.public import Organisation, User, runs_the_house
from kotokaari.rubrics.public import Criterion, Rubric
from kotokaari.vocabulary.public import Concept

CONSENT = "consent"  # the code of the question by which the house looks up whether one may publish


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about calls."""

    def public(self) -> CallQuerySet:
        """Those anybody may read."""
        return self.exclude(state=Call.State.DRAFT)

    def visible_to(self, user: Any) -> CallQuerySet:
        """Public ones, and drafts of those that this person runs."""
        if runs_the_house(user):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.public()
        return self.filter(~Q(state="draft") | Q(pk__in=CallPerson.objects.filter(user=user).values("call")))

    def run_by(self, user: Any) -> CallQuerySet:
        """Those that this person runs, in any part."""
        if runs_the_house(user):
            return self
        return self.filter(pk__in=CallPerson.objects.filter(user=user.pk).values("call"))


class Call(Thing):
    """An organisation asks for practices on its themes, and says how they will be judged."""

    public_when = "{row}.state <> 'draft'"

    class State(models.TextChoices):
        """What was made of it; whether it is open is a question of time."""

        DRAFT = "draft", pgettext_lazy("call", "Draft")
        PUBLISHED = "published", pgettext_lazy("call", "Published")
        CANCELLED = "cancelled", pgettext_lazy("call", "Cancelled")

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="calls")
    name = TranslatedTextField()
    summary = TranslatedTextField()
    about = TranslatedTextField()
    who_may_answer = TranslatedTextField()
    organisation_types: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="types of organisation that may answer; all when empty"
    )
    contact_role = TranslatedTextField(help_text="whom one asks: a role, not a name")
    contact_email = models.EmailField(blank=True, help_text="of the role, shown to everybody")
    themes = models.ManyToManyField(Concept, blank=True, related_name="calls")
    languages: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text='those one may answer in: ["fi", "sv"]'
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="calls")
    time_zone = models.CharField(max_length=40, default="Europe/Helsinki")
    grace_minutes = models.PositiveIntegerField(
        default=60, help_text="how long after closing a draft that was begun in time may still be sent"
    )
    reviews_wanted = models.PositiveSmallIntegerField(default=3, help_text="assessments of each submission")
    shows_assessors = models.BooleanField(default=False, help_text="the decision says who scored what")
    appeal_days = models.PositiveSmallIntegerField(default=30)
    embargo_until = models.DateTimeField(null=True, blank=True, help_text="nothing decided is shown before")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    cancelled_reason = TranslatedTextField()
    is_example = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="grows at each change")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    judging_began_at = models.DateTimeField(null=True, blank=True, help_text="from then on the rubric stays")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="published_call_has_a_time", condition=Q(state="draft") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(name="call_wants_a_review", condition=Q(reviews_wanted__gte=1)),
        ]

    @property
    def slug(self) -> str:
        """The name as part of an address, in the reader's language."""
        return slugify(self.name.read((get_language() or "fi")[:2]).text)[:60].strip("-") or "call"

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("calls:call", args=[self.slug, self.key])

    def __str__(self) -> str:
        return str(read(self.name)) or self.key


class Round(models.Model):
    """A time in which a call takes submissions. A second round compares what was sent before and now."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    name = TranslatedTextField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_round_a_number"),
            models.CheckConstraint(name="round_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))),
        ]

    def is_open(self, now: datetime.datetime | None = None) -> bool:
        """True while anybody may begin and send."""
        return self.opens_at <= (now or timezone.now()) < self.closes_at

    def takes_drafts(self, begun_at: datetime.datetime, now: datetime.datetime | None = None) -> bool:
        """True while a draft begun then may be sent: until closing, and through the grace when begun before it."""
        now = now or timezone.now()
        if self.is_open(now):
            return True
        grace = datetime.timedelta(minutes=self.call.grace_minutes)
        return self.closes_at <= now < self.closes_at + grace and begun_at < self.closes_at

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


class Question(Thing):
    """Something a call asks: a field of the practice record, or a question of its own."""

    class Type(models.TextChoices):
        """What an own question takes. A question about a field takes what the field takes."""

        TEXT = "text", _("Text")
        LINE = "line", _("One line")
        CHOICE = "choice", _("One of several")
        MANY = "many", _("Some of several")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        FLAG = "flag", _("Yes or no")
        FILE = "file", _("File")

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=60, help_text="stays when the wording changes")
    order = models.PositiveSmallIntegerField(default=0)
    section = TranslatedTextField(help_text="questions of one section stand under one heading")
    field = models.CharField(
        max_length=40, blank=True, help_text="name of a field of the practice record; empty: an own question"
    )
    type = models.CharField(max_length=10, choices=Type.choices, blank=True, help_text="of an own question")
    label = TranslatedTextField()
    help = TranslatedTextField(help_text="guidance that stands beside the question")
    choices: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text='of an own question: [{"code": "yes", "label": translated text}]'
    )
    serves = models.ManyToManyField(Criterion, blank=True, related_name="+")
    is_required = models.BooleanField(default=False)
    words_least = models.PositiveIntegerField(null=True, blank=True)
    words_most = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="one_question_a_code"),
            models.UniqueConstraint(fields=["call", "field"], condition=~Q(field=""), name="one_question_a_field"),
            models.CheckConstraint(
                name="question_has_a_field_or_a_type", condition=~Q(field="", type="") & (Q(field="") | Q(type=""))
            ),
        ]

    def __str__(self) -> str:
        return str(read(self.label)) or self.code


class CallPerson(models.Model):
    """Somebody who runs a call, in a part of it."""

    stays_private = True

    class Part(models.TextChoices):
        """What one does in a call."""

        COORDINATOR = "coordinator", pgettext_lazy("of a call", "Coordinator")
        CHAIR = "chair", pgettext_lazy("of a panel", "Chair")
        SECRETARY = "secretary", pgettext_lazy("of a panel", "Secretary")

    call = models.ForeignKey(Call, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.CASCADE, related_name="runs_calls")
    part = models.CharField(max_length=12, choices=Part.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "user", "part"], name="one_part_each_in_a_call")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_part_display()}"


class CallLetter(models.Model):
    """A person was reminded of a call: one of a kind, once."""

    stays_private = True

    call = models.ForeignKey(Call, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, help_text="closes-in-7, closes-in-1, …")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user", "kind"], name="one_letter_of_a_kind_a_round")]

    def __str__(self) -> str:
        return self.kind
