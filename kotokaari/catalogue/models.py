"""Practices and where they come from: identity apart from immutable versions."""

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
from kotokaari.foundation.models import StoredFile, Thing
from kotokaari.people.public import Organisation, Place, User, organisations_for, runs_the_house
from kotokaari.vocabulary.public import Concept

from . import logic
from . import record as spec


class Project(Thing):
    """A project: it begins, ends and pays for a part of the way. A practice outlives it."""

    code = models.SlugField(max_length=80, unique=True)
    name = TranslatedTextField()
    aim = TranslatedTextField()
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="projects")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subprojects")
    participants = models.ManyToManyField(Organisation, blank=True, related_name="participations")
    starts = models.CharField(max_length=10, blank=True, help_text="2021, 2021-03 or 2021-03-01")
    ends = models.CharField(max_length=10, blank=True)
    website = models.URLField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts", "code"]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:project", args=[self.code])

    def __str__(self) -> str:
        return str(read(self.name))


class Grant(Thing):
    """Money for a project or a practice: from whom, how much, for which years, said where."""

    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="grants")
    practice = models.ForeignKey("Practice", models.CASCADE, null=True, blank=True, related_name="grants")
    funder = TranslatedTextField()
    funder_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="grants_given",
        help_text="when it is known here",
    )
    programme = TranslatedTextField()
    code = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    note = TranslatedTextField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_is_for_one_thing", condition=Q(project__isnull=True) ^ Q(practice__isnull=True)
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(year_from__isnull=True) | Q(year_to__isnull=True) | Q(year_to__gte=F("year_from")),
            ),
        ]

    def __str__(self) -> str:
        return str(read(self.funder))


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Questions about practices."""

    def public(self) -> PracticeQuerySet:
        """Those anybody may read: published, ended and archived."""
        return self.filter(status__in=Practice.PUBLIC)

    def visible_to(self, user: Any) -> PracticeQuerySet:
        """Those this person may know of: all that ever were public, and their own organisations' drafts."""
        if runs_the_house(user):
            return self
        return self.filter(Q(status__in=Practice.ADDRESS_KEPT) | Q(owner__in=organisations_for(user)))


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about versions."""

    def visible_to(self, user: Any) -> VersionQuerySet:
        """Published ones of public practices, and every one of one's own organisations' practices."""
        if runs_the_house(user):
            return self
        public = ~Q(state=Version.State.DRAFT) & Q(practice__status__in=Practice.PUBLIC)
        return self.filter(public | Q(practice__owner__in=organisations_for(user)))


class Practice(Thing):
    """A practice as itself: one permanent address, whatever its versions say."""

    public_when = "{row}.status <> 'draft'"

    class Status(models.TextChoices):
        """Where a practice stands in its life."""

        DRAFT = "draft", pgettext_lazy("practice", "Draft")
        PUBLISHED = "published", pgettext_lazy("practice", "Published")
        ENDED = "ended", pgettext_lazy("practice", "Ended")
        ARCHIVED = "archived", pgettext_lazy("practice", "Archived")
        WITHDRAWN = "withdrawn", pgettext_lazy("practice", "Withdrawn")

    PUBLIC = (Status.PUBLISHED, Status.ENDED, Status.ARCHIVED)
    ADDRESS_KEPT = (*PUBLIC, Status.WITHDRAWN)

    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT, db_index=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="practices")
    current = models.OneToOneField(
        "Version",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="current_of",
        help_text="the version readers see",
    )
    adapted_from = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="adapted_into")
    projects = models.ManyToManyField(Project, blank=True, related_name="practices")
    licence = models.CharField(max_length=40, default="CC-BY-4.0")
    is_example = models.BooleanField(default=False)
    sources: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text='[{"title": {...}, "url", "date"}]'
    )
    status_reason = TranslatedTextField()
    status_changed_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True, help_text="when the owner last said it is still so")
    review_due = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    public_when = "{row}.status <> 'draft'"  # other rows do not make the readers' pages anew

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="public_practice_has_a_version", condition=Q(status="draft") | Q(current__isnull=False)
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:practice", args=[self.slug, self.key])

    @property
    def unconfirmed_since(self) -> datetime.date | None:
        """When it was last confirmed, if its owner has left the yearly «is it still so?» open for 60 days."""
        if self.status != self.Status.PUBLISHED:
            return None
        return logic.unconfirmed_since(self.confirmed_on, self.review_due, timezone.localdate())

    @property
    def slug(self) -> str:
        """The title as part of an address, in the reader's language. Reads the current version."""
        version = self.current
        title = version.title.read((get_language() or "fi")[:2]).text if version else ""
        return slugify(title)[:60].strip("-") or "practice"

    def __str__(self) -> str:
        return str(read(self.current.title)) if self.current else self.key


class HeartbeatLetter(models.Model):
    """A person was asked by letter whether a practice is still so, and perhaps answered."""

    stays_private = True

    class Answer(models.TextChoices):
        """What was answered."""

        OPEN = "", pgettext_lazy("heartbeat", "Not answered yet")
        YES = "yes", pgettext_lazy("heartbeat", "It is still so")
        CORRECT = "correct", pgettext_lazy("heartbeat", "It needs correcting")
        ENDED = "ended", pgettext_lazy("heartbeat", "It has ended")

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    to = models.ForeignKey(User, models.CASCADE, related_name="+")
    due_on = models.DateField(help_text="the day the question was due: one round of letters")
    number = models.PositiveSmallIntegerField(help_text="1, or 2 for the reminder")
    sent_on = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "to", "due_on", "number"], name="one_heartbeat_letter_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} ({self.number}): {self.answer or '?'}"


class VersionIsFixed(Exception):
    """Somebody tried to change what a published version says. A mistake in the program, not of a person."""


class Version(Thing):
    """What a practice says at a time. A draft may change; a published version never does.

    What is fixed is what its author said: the facts, and the words in the language they were written
    in. Translations of those words may be added and mended afterwards (``TranslationChange`` keeps
    each), for they say the same thing to more people.
    """

    public_when = "{row}.state <> 'draft'"

    class State(models.TextChoices):
        """A version is written, then published, then superseded by the next."""

        DRAFT = "draft", pgettext_lazy("version", "Draft")
        PUBLISHED = "published", pgettext_lazy("version", "Published")
        SUPERSEDED = "superseded", pgettext_lazy("version", "Superseded")

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    tier = models.CharField(max_length=4, choices=[("card", _("Card")), ("full", _("Full model"))], default="card")
    source_language = models.CharField(max_length=2, default="fi", help_text="the language it is written in")
    title = TranslatedTextField()
    summary = TranslatedTextField()
    record: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="the other fields of record.py")
    as_typed: models.JSONField[Any, Any] = models.JSONField(
        default=dict,
        blank=True,
        help_text='a draft\'s form exactly as typed, valid or not: {field: {"values": {name: [..]}, "form", "by", "at"}}',
    )
    revision = models.PositiveIntegerField(default=0, help_text="grows each time a draft is saved")
    example_fields: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    change_note = TranslatedTextField()
    # What lists filter by, taken from the record when it is saved.
    kind = models.CharField(max_length=24, blank=True, choices=spec.KINDS, db_index=True)
    cost_band = models.PositiveSmallIntegerField(null=True, blank=True, choices=spec.COST_BANDS)
    evidence_level = models.PositiveSmallIntegerField(null=True, blank=True, choices=spec.EVIDENCE_LEVELS)
    effect_direction = models.CharField(max_length=10, blank=True, choices=spec.EFFECT_DIRECTIONS)
    languages = models.CharField(max_length=40, blank=True, help_text="languages it can be read in, e.g. |fi|sv|")
    concepts = models.ManyToManyField(Concept, through="VersionConcept", related_name="+")
    places = models.ManyToManyField(Place, related_name="+", blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    translated_at = models.DateTimeField(null=True, blank=True, help_text="last change of a translation")
    digest = models.CharField(max_length=64, blank=True, help_text="of the facts and source words, set at publishing")

    public_when = "{row}.state <> 'draft'"

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["practice_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["practice"], condition=Q(state="draft"), name="one_draft_a_practice"),
            models.UniqueConstraint(fields=["practice"], condition=Q(state="published"), name="one_published_version"),
            models.CheckConstraint(
                name="published_version_has_a_time", condition=Q(state="draft") | Q(published_at__isnull=False)
            ),
        ]

    @property
    def whole(self) -> dict[str, Any]:
        """The record with title and summary in it, as stored: every field of ``record.py`` that has a value."""
        whole = {"title": self.title.to_json(), "summary": self.summary.to_json(), **self.record}
        return {name: value for name, value in whole.items() if value not in ({}, [], "", None)}

    @property
    def is_draft(self) -> bool:
        """True while it may change."""
        return self.state == self.State.DRAFT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises VersionIsFixed when a published version would say something else."""
        if self.digest and not self.is_draft and logic.digest(self.whole) != self.digest:
            raise VersionIsFixed(f"version {self.uuid} is published")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{read(self.title)} ({self.number})"


class TranslationChange(models.Model):
    """A text of a version was put into another language, by somebody, as it was said then."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="translation_changes")
    path = models.CharField(max_length=80, help_text="title, or steps.<item id>.action")
    language = models.CharField(max_length=12)
    before = models.TextField(blank=True)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10)
    source_text = models.TextField(help_text="the words it renders")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["version", "path", "language"], name="changes_of_a_text")]

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"


class VersionConcept(models.Model):
    """A concept a version is found by, and in which field it stands."""

    class Field(models.TextChoices):
        """The record's fields that hold concepts."""

        THEME = "themes", _("Themes")
        TARGET_GROUP = "target_groups", _("For whom")
        PHASE = "phases", _("Phase of integration")

    version = models.ForeignKey(Version, models.CASCADE, related_name="version_concepts")
    concept = models.ForeignKey(Concept, models.PROTECT, related_name="+")
    field = models.CharField(max_length=16, choices=Field.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "concept", "field"], name="one_concept_a_field")]
        indexes = [models.Index(fields=["field", "concept", "version"], name="concept_to_versions")]

    def __str__(self) -> str:
        return f"{self.field}: {self.concept_id}"


class Partner(models.Model):
    """An organisation that carries a practice together with its owner."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role = TranslatedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "organisation"], name="one_partnership_each")]

    def __str__(self) -> str:
        return str(self.organisation)


class Contact(models.Model):
    """A person one may ask. Shown only while the person's own consent stands."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="contacts")
    user = models.ForeignKey(User, models.CASCADE, related_name="contact_for")
    role = TranslatedTextField()
    offered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="one_contact_each")]

    def __str__(self) -> str:
        return str(read(self.role))


class Attachment(StoredFile):
    """A file that belongs to a practice: a form, a guide, a picture."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="attachments")
    title = TranslatedTextField()
    language = models.CharField(max_length=12, blank=True)
    licence = models.CharField(max_length=40, default="CC-BY-4.0")
    file = models.FileField(upload_to="practices/%Y/")


from .importing.models import ImportedRecord as ImportedRecord  # noqa: E402 - they belong to this application
from .importing.models import ImportRun as ImportRun  # noqa: E402
