"""What a panel judges by. A rubric that was judged by never changes: the next wording is the next version."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.models import Thing
from kotokaari.people.public import User, is_specialist

from . import content

LOWEST, HIGHEST = 0, 4  # the levels of every criterion


class RubricIsFixed(DomainError):
    """A rubric that came into force stays as it is. The next wording is the next version."""

    def __init__(self) -> None:
        super().__init__(_("This rubric is in force and stays as it is. Begin a new version to change it."))


class RubricQuerySet(models.QuerySet["Rubric"]):
    """Questions about rubrics."""

    def public(self) -> RubricQuerySet:
        """Those anybody may read: in force or retired."""
        return self.exclude(state=Rubric.State.DRAFT)

    def visible_to(self, user: Any) -> RubricQuerySet:
        """Public ones; drafts too for national specialists."""
        return self if is_specialist(user) else self.public()

    def whole(self) -> RubricQuerySet:
        """With criteria, gates and crosswalks: five queries however many there are."""
        return self.prefetch_related("criteria__crosswalks", "gates__crosswalks")


class Rubric(Thing):
    """One version of the criteria and gates a call is judged by."""

    public_when = "{row}.state <> 'draft'"

    class State(models.TextChoices):
        """A version is written, comes into force, and gives way to the next."""

        DRAFT = "draft", pgettext_lazy("rubric", "Draft")
        IN_FORCE = "in_force", pgettext_lazy("rubric", "In force")
        RETIRED = "retired", pgettext_lazy("rubric", "Retired")

    code = models.SlugField(max_length=60, help_text="the same in all versions, as in addresses")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = TranslatedTextField()
    about = TranslatedTextField()
    change_note = TranslatedTextField(help_text="what is other than in the version before")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    source = models.CharField(max_length=300, blank=True, help_text="where the wording was published")
    source_url = models.URLField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="of everything it says, set when it comes into force"
    )
    revision = models.PositiveIntegerField(default=0, help_text="grows at each change of a draft")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="one_rubric_a_number"),
            models.UniqueConstraint(fields=["code"], condition=Q(state="draft"), name="one_draft_a_rubric"),
            models.CheckConstraint(name="rubric_in_force_has_a_digest", condition=Q(state="draft") | ~Q(digest="")),
            models.CheckConstraint(
                name="rubric_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """True while it may change."""
        return self.state == self.State.DRAFT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises RubricIsFixed when one that came into force would say something else."""
        if not self._state.adding and not self.is_draft and content.digest(content.content_of(self)) != self.digest:
            raise RubricIsFixed
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page in the language of this request."""
        return reverse("rubrics:rubric", args=[self.code, self.number])

    def __str__(self) -> str:
        return f"{read(self.name)} ({self.number})"


class PartOfRubric(models.Model):
    """What belongs to a rubric changes only while the rubric is a draft."""

    class Meta:
        abstract = True

    def rubric_of(self) -> Rubric:
        """The rubric it belongs to."""
        raise NotImplementedError

    def _refuse_when_fixed(self) -> None:
        if not self.rubric_of().is_draft:
            raise RubricIsFixed

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises RubricIsFixed when its rubric came into force."""
        self._refuse_when_fixed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out. Raises RubricIsFixed when its rubric came into force."""
        self._refuse_when_fixed()
        return super().delete(*args, **kwargs)


class Criterion(PartOfRubric, Thing):
    """One thing that is judged, on levels from 0 to 4, each described in words."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=40, help_text="the same in all versions when the idea is the same")
    order = models.PositiveSmallIntegerField(default=0)
    name = TranslatedTextField()
    question = TranslatedTextField()
    plain_question = TranslatedTextField(help_text="the question in plain language, for assessors by experience")
    checklist: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="what to look for: a list of translated texts"
    )
    levels: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text='what each level looks like: {"0": translated text, … "4"}'
    )
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    floor = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the mean a submission needs on this criterion, whatever the rest says"
    )
    reads: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="fields of the practice record that serve it"
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="one_criterion_a_code"),
            models.CheckConstraint(name="criterion_weighs_something", condition=Q(weight__gt=0)),
            models.CheckConstraint(name="floor_is_a_level", condition=Q(floor__isnull=True) | Q(floor__lte=HIGHEST)),
        ]

    def rubric_of(self) -> Rubric:
        """The rubric it belongs to."""
        return self.rubric

    def __str__(self) -> str:
        return str(read(self.name))


class Gate(PartOfRubric, Thing):
    """What a submission must have before it is judged. Passed or not: it never becomes points."""

    class Rule(models.TextChoices):
        """What the house can look up by itself."""

        BY_HAND = "", _("Looked at by a person")
        RUNNING_A_YEAR = "running_a_year", _("It has run for twelve months or more")
        CONSENT = "consent", _("The submitter may publish it")
        COMPLETE = "complete", _("Every required question is answered")

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="gates")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    name = TranslatedTextField()
    question = TranslatedTextField()
    how_to_mend = TranslatedTextField(help_text="what a submitter can do when it does not pass")
    rule = models.CharField(max_length=20, choices=Rule.choices, blank=True, default="")
    reads: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="one_gate_a_code")]

    def rubric_of(self) -> Rubric:
        """The rubric it belongs to."""
        return self.rubric

    def __str__(self) -> str:
        return str(read(self.name))


class Crosswalk(PartOfRubric):
    """How a criterion or gate of ours stands to a criterion of another framework."""

    class Match(models.TextChoices):
        """SKOS mapping properties."""

        EXACT = "exact", _("the same")
        CLOSE = "close", _("nearly the same")
        BROAD = "broad", _("theirs is broader")
        NARROW = "narrow", _("theirs is narrower")
        RELATED = "related", _("related")

    class Tier(models.TextChoices):
        """The tiers of the EU Best Practice Portal."""

        EXCLUSION = "exclusion", _("Exclusion criterion")
        CORE = "core", _("Core criterion")
        QUALIFIER = "qualifier", _("Qualifier")

    criterion = models.ForeignKey(Criterion, models.CASCADE, null=True, blank=True, related_name="crosswalks")
    gate = models.ForeignKey(Gate, models.CASCADE, null=True, blank=True, related_name="crosswalks")
    framework = models.SlugField(max_length=40, help_text="eu-bpp")
    theirs = TranslatedTextField(help_text="the name of their criterion")
    tier = models.CharField(max_length=10, choices=Tier.choices, blank=True)
    match = models.CharField(max_length=10, choices=Match.choices, default=Match.CLOSE)
    note = TranslatedTextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="crosswalk_from_one_thing", condition=Q(criterion__isnull=True) ^ Q(gate__isnull=True)
            )
        ]

    def rubric_of(self) -> Rubric:
        """The rubric it belongs to."""
        part = self.criterion or self.gate
        if part is None:
            raise ValueError("a crosswalk belongs to a criterion or a gate")
        return part.rubric

    def __str__(self) -> str:
        return str(read(self.theirs))
