"""Who uses which version of a practice, what they changed, and what came of it.

The adopter's words and the owner's words are rows of their own: neither can edit the other's.
Adaptations follow FRAME, the framework for reporting adaptations and modifications (Wiltsey Stirman,
Baumann & Miller 2019, Implementation Science 14:58): when, planned or not, who decided, what, at what
level of delivery, which nature, faithful or not, why.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.fields import TranslatedTextField
from kotokaari.foundation.models import Thing
from kotokaari.people.public import Organisation, Place, User, organisations_for, runs_the_house

FEWEST = 5  # a figure of fewer people is withheld


def new_token() -> str:
    """Words for an address that only the person asked has."""
    return secrets.token_urlsafe(24)


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Questions about adoptions."""

    def public(self) -> AdoptionQuerySet:
        """Those everybody may read: open ones of practices that are in the catalogue."""
        return self.filter(is_open=True, practice__status__in=Practice.PUBLIC)

    def visible_to(self, user: Any) -> AdoptionQuerySet:
        """Public ones, and every one of one's own organisations: as adopter, or as the practice's owner."""
        if runs_the_house(user):
            return self
        mine = organisations_for(user)
        public = Q(is_open=True, practice__status__in=Practice.PUBLIC)
        return self.filter(public | Q(organisation__in=mine) | Q(practice__owner__in=mine))

    def in_use(self) -> AdoptionQuerySet:
        """Those that are carried out now, as a trial or for good."""
        return self.filter(status__in=Adoption.AT_WORK)


class Kept(models.Manager.from_queryset(AdoptionQuerySet)):  # type: ignore[misc]
    """Adoptions that have not been removed."""

    def get_queryset(self) -> AdoptionQuerySet:
        """Without the removed ones."""
        return AdoptionQuerySet(self.model, using=self._db).filter(removed_at__isnull=True)


class Adoption(Thing):
    """An organisation's relation to a version of a practice, from interest to everyday use, or to its end."""

    public_when = "{row}.is_open"

    class Status(models.TextChoices):
        """How far it has come."""

        INTERESTED = "interested", pgettext_lazy("adoption", "Interested")
        EXPLORING = "exploring", pgettext_lazy("adoption", "Exploring")
        PLANNED = "planned", pgettext_lazy("adoption", "Planned")
        PILOTING = "piloting", pgettext_lazy("adoption", "Piloting")
        IN_USE = "in_use", pgettext_lazy("adoption", "In use")
        MAINSTREAMED = "mainstreamed", pgettext_lazy("adoption", "Mainstreamed")
        STOPPED = "stopped", pgettext_lazy("adoption", "Stopped")

    AT_WORK = (Status.PILOTING, Status.IN_USE, Status.MAINSTREAMED)
    BEFORE_WORK = (Status.INTERESTED, Status.EXPLORING, Status.PLANNED)

    class AsDescribed(models.TextChoices):
        """Whether it is carried out as the practice describes."""

        UNKNOWN = "", _("Not said yet")
        AS_DESCRIBED = "as_described", _("Used as described")
        ADAPTED = "adapted", _("Adapted")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="adoptions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="adoptions")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.INTERESTED, db_index=True)
    status_on = models.DateField(default=timezone.localdate, help_text="since when it is so")
    began_on = models.DateField(null=True, blank=True, help_text="first day of piloting or use")
    ended_on = models.DateField(null=True, blank=True)
    as_described = models.CharField(max_length=12, choices=AsDescribed.choices, blank=True, default="")
    purpose = TranslatedTextField(help_text="why, for whom and how")
    setting = TranslatedTextField(help_text="the circumstances it is carried out in")
    people_reached = models.PositiveIntegerField(
        null=True, blank=True, help_text="an aggregate; under five is withheld"
    )
    people_period = models.CharField(max_length=40, blank=True, help_text="2026, or 2025-09–2026-05")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cost_currency = models.CharField(max_length=3, default="EUR", blank=True)
    cost_year = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_note = TranslatedTextField(help_text="what the money covers and who pays")
    decision = TranslatedTextField(help_text="which body decided what")
    decided_on = models.DateField(null=True, blank=True)
    decision_url = models.URLField(blank=True)
    contact = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    contact_consented_at = models.DateTimeField(null=True, blank=True, help_text="shown only while this stands")
    is_open = models.BooleanField(default=True, help_text="everybody may read it; else adopter and owner only")
    is_example = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True, help_text="where it is told, when others told it")
    revision = models.PositiveIntegerField(default=0, help_text="grows at each change")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="written down by mistake; can be brought back")

    objects = Kept()
    with_removed = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-status_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "organisation", "place"],
                condition=Q(removed_at__isnull=True),
                name="one_adoption_a_place",
            ),
            models.UniqueConstraint(
                fields=["practice", "organisation"],
                condition=Q(place__isnull=True, removed_at__isnull=True),
                name="one_adoption_without_a_place",
            ),
            models.CheckConstraint(
                name="adoption_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(began_on__isnull=True) | Q(ended_on__gte=F("began_on")),
            ),
        ]

    @property
    def reached(self) -> int | None:
        """How many people, or None when it is not known or too few to be told."""
        return self.people_reached if self.people_reached is not None and self.people_reached >= FEWEST else None

    @property
    def shown_contact(self) -> User | None:
        """The person one may ask, while the person's own consent stands."""
        return self.contact if self.contact_id and self.contact_consented_at else None

    @property
    def is_at_work(self) -> bool:
        """True while it is carried out, as a trial or for good."""
        return self.status in self.AT_WORK

    def get_absolute_url(self) -> str:
        return reverse("adoption:adoption", args=[self.uuid])

    def __str__(self) -> str:
        return f"{self.organisation}: {self.practice}"


class Step(models.Model):
    """A status the adoption had, since when and why: its history, in the adopter's words."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=12, choices=Adoption.Status.choices)
    on = models.DateField(default=timezone.localdate)
    reason = TranslatedTextField(help_text="why, above all why it was stopped")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.status} {self.on}"


class Adaptation(Thing):
    """Something an adopter does otherwise than the practice says: FRAME's eight questions."""

    class What(models.TextChoices):
        """What is modified."""

        CONTENT = "content", pgettext_lazy("adaptation", "Content")
        CONTEXT = "context", pgettext_lazy("adaptation", "Context: where, by whom, for whom, how it is delivered")
        TRAINING = "training_evaluation", pgettext_lazy("adaptation", "Training of staff or evaluation")
        SPREAD = "implementation", pgettext_lazy("adaptation", "How it is brought into use")

    class Nature(models.TextChoices):
        """Which kind of modification."""

        TAILORING = "tailoring", pgettext_lazy("adaptation", "Tailoring or refining")
        LANGUAGE = "language", pgettext_lazy("adaptation", "Another language, or plain language")
        ADDING = "adding", pgettext_lazy("adaptation", "Adding something")
        REMOVING = "removing", pgettext_lazy("adaptation", "Leaving something out")
        SHORTENING = "shortening", pgettext_lazy("adaptation", "Shorter")
        LENGTHENING = "lengthening", pgettext_lazy("adaptation", "Longer")
        SUBSTITUTING = "substituting", pgettext_lazy("adaptation", "Something in place of something")
        REORDERING = "reordering", pgettext_lazy("adaptation", "Another order")
        INTEGRATING = "integrating", pgettext_lazy("adaptation", "Joined with another practice")
        FORMAT = "format", pgettext_lazy("adaptation", "Another format")
        SETTING = "setting", pgettext_lazy("adaptation", "Another place or setting")
        PERSONNEL = "personnel", pgettext_lazy("adaptation", "Other people carry it out")
        POPULATION = "population", pgettext_lazy("adaptation", "Another group of people")

    class When(models.TextChoices):
        """When it was decided."""

        BEFORE = "pre_implementation", pgettext_lazy("adaptation", "Before it began")
        PILOT = "pilot", pgettext_lazy("adaptation", "During the pilot")
        IMPLEMENTATION = "implementation", pgettext_lazy("adaptation", "During use")
        SCALE_UP = "scale_up", pgettext_lazy("adaptation", "When it was spread wider")

    class Who(models.TextChoices):
        """Who decided."""

        LEADER = "leader", pgettext_lazy("adaptation", "Leaders or decision makers")
        MANAGER = "manager", pgettext_lazy("adaptation", "The manager of the work")
        STAFF = "staff", pgettext_lazy("adaptation", "Those who carry it out")
        DEVELOPER = "developer", pgettext_lazy("adaptation", "The developers of the practice")
        PARTICIPANTS = "participants", pgettext_lazy("adaptation", "The people it is for")
        COMMUNITY = "community", pgettext_lazy("adaptation", "Communities or associations")
        FUNDER = "funder", pgettext_lazy("adaptation", "The funder")

    class Level(models.TextChoices):
        """At what level of delivery."""

        INDIVIDUAL = "individual", pgettext_lazy("adaptation", "One person")
        GROUP = "group", pgettext_lazy("adaptation", "A group of participants")
        WORKER = "worker", pgettext_lazy("adaptation", "One worker")
        UNIT = "unit", pgettext_lazy("adaptation", "A unit")
        ORGANISATION = "organisation", pgettext_lazy("adaptation", "The organisation")
        NETWORK = "network", pgettext_lazy("adaptation", "The network of the area")

    class Fidelity(models.TextChoices):
        """Whether the core of the practice is kept."""

        CONSISTENT = "consistent", pgettext_lazy("adaptation", "The core is kept")
        INCONSISTENT = "inconsistent", pgettext_lazy("adaptation", "The core is changed")
        UNKNOWN = "unknown", pgettext_lazy("adaptation", "Not known")

    class Why(models.TextChoices):
        """To what end."""

        FIT = "fit", pgettext_lazy("adaptation", "To fit the people or the place better")
        REACH = "reach", pgettext_lazy("adaptation", "To reach more people")
        EFFECT = "effect", pgettext_lazy("adaptation", "To have more effect")
        COST = "cost", pgettext_lazy("adaptation", "To cost less")
        FEASIBLE = "feasibility", pgettext_lazy("adaptation", "To make it possible at all")
        EQUITY = "equity", pgettext_lazy("adaptation", "To be fairer")
        SATISFACTION = "satisfaction", pgettext_lazy("adaptation", "To be liked better")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="adaptations")
    block = models.CharField(
        max_length=60, blank=True, help_text="id of the item of building_blocks it concerns, or a field's name"
    )
    text = TranslatedTextField(help_text="what is done otherwise")
    what = models.CharField(max_length=20, choices=What.choices)
    nature = models.CharField(max_length=14, choices=Nature.choices)
    when = models.CharField(max_length=20, choices=When.choices, blank=True)
    is_planned = models.BooleanField(null=True, blank=True)
    who = models.CharField(max_length=14, choices=Who.choices, blank=True)
    level = models.CharField(max_length=14, choices=Level.choices, blank=True)
    fidelity = models.CharField(max_length=14, choices=Fidelity.choices, blank=True)
    is_lasting = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=14, choices=Why.choices, blank=True)
    reason = TranslatedTextField(help_text="the circumstances that led to it")
    is_example = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.nature} ({self.what})"


class Outcome(Thing):
    """What came of it: an indicator with its value, period and method."""

    class Direction(models.TextChoices):
        """Which way it went, as the adopter judges it."""

        POSITIVE = "positive", pgettext_lazy("effect", "Better")
        MIXED = "mixed", pgettext_lazy("effect", "Partly better, partly worse")
        NONE = "none", pgettext_lazy("effect", "No change")
        NEGATIVE = "negative", pgettext_lazy("effect", "Worse")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="outcomes")
    indicator = TranslatedTextField()
    unit = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True, help_text="how many people the figure is about")
    method = TranslatedTextField(help_text="how it was counted or asked")
    direction = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    note = TranslatedTextField()
    source_url = models.URLField(blank=True)
    is_example = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-period_to", "-id"]
        constraints = [
            models.CheckConstraint(
                name="outcome_period_runs_forward",
                condition=Q(period_from__isnull=True) | Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
            ),
        ]

    @property
    def is_withheld(self) -> bool:
        """True when the figure is about so few people that it is not shown."""
        return self.people is not None and self.people < FEWEST

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


class Lesson(Thing):
    """What the adopter learned, also of stopping."""

    class Kind(models.TextChoices):
        """About what."""

        WORKED = "worked", pgettext_lazy("lesson", "What worked")
        DID_NOT = "did_not", pgettext_lazy("lesson", "What did not")
        ADVICE = "advice", pgettext_lazy("lesson", "Advice to the next one")
        STOPPING = "stopping", pgettext_lazy("lesson", "Why it was stopped")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="lessons")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = TranslatedTextField()
    is_example = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.kind


class OwnersWord(Thing):
    """What the practice's owner says of an adoption: confirms it, doubts it, or comments."""

    class Kind(models.TextChoices):
        """What the owner does by it."""

        CONFIRMS = "confirms", pgettext_lazy("owner", "Confirms it")
        DOUBTS = "doubts", pgettext_lazy("owner", "Does not know of it")
        COMMENTS = "comments", pgettext_lazy("owner", "Comments")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="owners_words")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = TranslatedTextField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind


class VersionChoice(models.Model):
    """What an adopter does about a newer version: follows it, stays, or has not said yet."""

    class Choice(models.TextChoices):
        """The answer."""

        OPEN = "", pgettext_lazy("version", "Not answered yet")
        FOLLOWS = "follows", pgettext_lazy("version", "Follows the new version")
        STAYS = "stays", pgettext_lazy("version", "Stays with the earlier one")

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="version_choices")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    before = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="+", help_text="the one it used when asked"
    )
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True, default="")
    reason = TranslatedTextField()
    told_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["adoption", "version"], name="one_choice_a_version")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.choice or '?'}"


class Unsaved(models.Model):
    """A form as somebody left it before saving: what readers see changes only when it is saved."""

    stays_private = True

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="unsaved")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=60, help_text="which form: facts, or adaptation-<uuid>")
    values: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="as typed, valid or not")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "user", "form"], name="one_unsaved_form_each")]

    def __str__(self) -> str:
        return f"{self.form} {self.at}"


class FollowUp(models.Model):
    """A reminder 3, 6, 12 or 24 months after the work began, with one-click answers."""

    stays_private = True

    MONTHS = (3, 6, 12, 24)

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(choices=[(number, str(number)) for number in MONTHS])
    due_on = models.DateField(db_index=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=12, blank=True, help_text="same, a status, changed, result, or skipped")
    note = models.CharField(max_length=60, blank=True, help_text="why it was skipped")
    done: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="what the answer made, so that it can be taken back for a while"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["adoption", "months"], name="one_reminder_a_term")]

    def __str__(self) -> str:
        return f"{self.months} months: {self.answer or 'open'}"


class Situation(models.Model):
    """How an organisation describes itself, so that practices can be weighed against it."""

    class Area(models.TextChoices):
        """Town or country, by Statistics Finland's grouping of municipalities."""

        URBAN = "urban", pgettext_lazy("situation", "Urban")
        SEMI_URBAN = "semi_urban", pgettext_lazy("situation", "Densely populated")
        RURAL = "rural", pgettext_lazy("situation", "Rural")

    class Size(models.TextChoices):
        """Size of the municipality or area served, in people."""

        UNDER_5 = "under_5000", pgettext_lazy("situation", "Under 5,000 people")
        FROM_5 = "5000_19999", pgettext_lazy("situation", "5,000–19,999 people")
        FROM_20 = "20000_49999", pgettext_lazy("situation", "20,000–49,999 people")
        FROM_50 = "50000_99999", pgettext_lazy("situation", "50,000–99,999 people")
        FROM_100 = "100000_", pgettext_lazy("situation", "100,000 people or more")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="situation")
    size = models.CharField(max_length=12, choices=Size.choices, blank=True)
    area = models.CharField(max_length=12, choices=Area.choices, blank=True)
    share_foreign_language = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, help_text="per cent"
    )
    languages: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="codes, the largest first"
    )
    resources: models.JSONField[Any, Any] = models.JSONField(
        default=dict,
        blank=True,
        help_text='{"staff_fte": 2, "money": 20000, "premises": true, "volunteers": true, "interpreters": false}',
    )
    needs: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="codes of themes and target groups"
    )
    exists: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="codes of themes already served"
    )
    note = TranslatedTextField()
    source = models.CharField(max_length=200, blank=True, help_text="where the figures come from, with their year")
    is_example = models.BooleanField(default=False)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.size} {self.area}"
