"""What is sent to a call. A draft is written together and saved as typed; what was sent never changes.

A submission speaks the practice record's own language (``catalogue.record``), so that what is accepted
becomes a practice without being typed again. Answers to a call's own questions stand beside it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.calls.public import Call, CallPerson, Question, Round
from kotokaari.catalogue.public import Practice
from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.keys import digest, new_key
from kotokaari.foundation.models import StoredFile, Thing
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, User, runs_the_house
from kotokaari.rubrics.public import Gate


class SentIsFixed(Exception):
    """Something tried to change what was sent. A mistake in the program, not of a person."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about submissions. Every page, export, letter and answer of the API begins with one of these."""

    def written_by(self, user: Any) -> SubmissionQuerySet:
        """Those this person writes: as author, for as long as they are one."""
        authors = Author.objects.filter(submission=OuterRef("pk"), user=user.pk, left_at__isnull=True)
        return self.filter(Exists(authors))

    def not_recused(self, user: Any) -> SubmissionQuerySet:
        """Without those of which this person may know nothing but its name: a conflict stands."""
        barred = Recusal.objects.filter(submission=OuterRef("pk"), user=user.pk, lifted_at__isnull=True)
        return self.filter(~Exists(barred))

    def run_by(self, user: Any) -> SubmissionQuerySet:
        """What was sent to calls this person runs, recusals respected: the house's administrators' too."""
        sent = self.not_recused(user).exclude(current__isnull=True)
        if runs_the_house(user):
            return sent
        return sent.filter(call__in=CallPerson.objects.filter(user=user.pk).values("call"))

    def entered_by(self, user: Any) -> SubmissionQuerySet:
        """What came on paper or by e-mail to calls this person runs and is written by those who run them."""
        entered = self.not_recused(user).filter(is_entered_by_staff=True)
        if runs_the_house(user):
            return entered
        return entered.filter(call__in=CallPerson.objects.filter(user=user.pk).values("call"))

    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """One's own as an author, and what was sent to calls one runs. Panel members: ``panel.public.to_assess``."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(
            Q(pk__in=Submission.objects.written_by(user).values("pk"))
            | Q(pk__in=Submission.objects.run_by(user).values("pk"))
            | Q(pk__in=Submission.objects.entered_by(user).values("pk"))
        )

    def standing(self) -> SubmissionQuerySet:
        """Those that were sent and not withdrawn."""
        return self.filter(current__isnull=False, withdrawn_at__isnull=True)


class Submission(Thing):
    """An organisation's answer to a call: one draft, and every version it has sent."""

    stays_private = True

    class Eligibility(models.TextChoices):
        """What the gates say."""

        UNKNOWN = "", pgettext_lazy("submission", "Not looked at yet")
        ELIGIBLE = "eligible", pgettext_lazy("submission", "Goes to the panel")
        RETURNED = "returned", pgettext_lazy("submission", "Returned to be mended")
        NOT_ELIGIBLE = "not_eligible", pgettext_lazy("submission", "Not eligible")

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions")
    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="in its call, given when first sent")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="submissions")
    practice = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        help_text="the practice it is about",
    )
    earlier = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="later",
        help_text="what was sent in an earlier round",
    )
    source_language = models.CharField(max_length=2, default="fi")
    record: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="the draft: fields of the practice record"
    )
    answers: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="the draft: answers to own questions by code; texts are translated texts"
    )
    as_typed: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='exactly as typed: {field: {"values": {name: [..]}, "form", "by", "at"}}'
    )
    revision = models.PositiveIntegerField(default=0, help_text="grows each time the draft is saved")
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    current = models.OneToOneField(
        "SubmissionVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="current_of",
        help_text="what was last sent",
    )
    eligibility = models.CharField(max_length=12, choices=Eligibility.choices, blank=True, default="")
    eligibility_reason = models.TextField(
        blank=True, help_text="what is to be mended, or why it is not eligible: its authors read it"
    )
    mend_until = models.DateTimeField(null=True, blank=True, help_text="until when a returned one may be sent again")
    mend_reminded_for = models.DateTimeField(
        null=True, blank=True, help_text="the end of mending its authors were reminded of"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    is_entered_by_staff = models.BooleanField(default=False)
    entered_note = models.TextField(blank=True, help_text="how it came: on paper, by e-mail, and when")
    is_example = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_submission_a_number"),
            models.CheckConstraint(
                name="sent_submission_has_a_number", condition=Q(current__isnull=True) | Q(number__isnull=False)
            ),
        ]

    @property
    def title(self) -> TranslatedText:
        """What the draft is called so far."""
        return TranslatedText.from_json(self.record.get("title"))

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("submissions:submission", args=[self.key])

    def __str__(self) -> str:
        return f"{self.number or '–'} ({self.key})"


class SubmissionVersion(Thing):
    """What was sent, exactly, at a time. It never changes: a database trigger and ``digest`` guard it."""

    stays_private = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source_language = models.CharField(max_length=2)
    title = TranslatedTextField()
    record: models.JSONField[Any, Any] = models.JSONField(default=dict)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    questions: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="what was asked then: codes and wordings, so that it can be read for ever"
    )
    files: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="uuid and sha256 of each attachment")
    receipt = models.CharField(max_length=20, unique=True)
    is_late = models.BooleanField(default=False, help_text="sent in the grace after closing")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_sent_version_a_number")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises SentIsFixed when what was sent would say something else."""
        if self.pk and digest_of(self) != self.digest:
            raise SentIsFixed(f"version {self.uuid} was sent")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{read(self.title)} ({self.number})"


def digest_of(version: SubmissionVersion) -> str:
    """A fingerprint of everything a version says: questions, answers in every language, files."""
    said = {
        "submission": str(version.submission.uuid),
        "number": version.number,
        "source_language": version.source_language,
        "title": version.title.to_json(),
        "record": version.record,
        "answers": version.answers,
        "questions": version.questions,
        "files": version.files,
    }
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


class Author(models.Model):
    """Somebody who writes a submission, or is asked to."""

    stays_private = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="authors")
    user = models.ForeignKey(User, models.CASCADE, related_name="authorships")
    is_lead = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="one_authorship_each")]

    def __str__(self) -> str:
        return str(self.user)


class AuthorInvitation(models.Model):
    """A link by which somebody joins as an author. It works once and ends by itself."""

    stays_private = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    language = models.CharField(max_length=2, default="fi")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_open(self) -> bool:
        """True while the link works."""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at

    @staticmethod
    def hashed(token: str) -> str:
        """What is kept of a link's token."""
        return digest(token)

    def __str__(self) -> str:
        return f"invitation to {self.submission_id}"


class SubmissionFile(StoredFile):
    """A file that belongs to a submission."""

    stays_private = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to="submissions/%Y/")


class GateCheck(models.Model):
    """A gate was looked at for what was sent: passed or not, by whom, why."""

    stays_private = True

    class Result(models.TextChoices):
        """What was found."""

        PASSED = "passed", pgettext_lazy("gate", "Passed")
        FAILED = "failed", pgettext_lazy("gate", "Not passed")
        OPEN = "open", pgettext_lazy("gate", "Open")

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="gate_checks")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.OPEN)
    reason = TranslatedTextField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", help_text="empty: looked up")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["gate__order", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "gate"], name="one_check_of_a_gate")]

    def __str__(self) -> str:
        return f"{self.gate}: {self.result}"


class Recusal(models.Model):
    """Somebody has a conflict with a submission: beyond its name they learn nothing of it, by any way."""

    stays_private = True

    class Kind(models.TextChoices):
        """What kind of conflict."""

        OWN_ORGANISATION = "own_organisation", _("Own organisation")
        FUNDER = "funder", _("Funder")
        CO_AUTHOR = "co_author", _("Author of it, or has worked on it")
        PROJECT = "project", _("In the same project")
        PERSONAL = "personal", _("Personal relation")
        OTHER = "other", pgettext_lazy("conflict", "Other")

    class Source(models.TextChoices):
        """How it is known."""

        DECLARED = "declared", _("Declared by the person")
        DERIVED = "derived", _("Known to the house")
        RULED = "ruled", _("Decided by those who run the call")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="recusals")
    user = models.ForeignKey(User, models.CASCADE, related_name="recusals")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    note = models.TextField(blank=True)
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"], condition=Q(lifted_at__isnull=True), name="one_standing_recusal_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"
