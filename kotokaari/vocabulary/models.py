"""Words and law: concepts by language, and legal regimes as dated data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.models import Thing


class Scheme(Thing):
    """A vocabulary: our own, or one that was read in (SKOS concept scheme)."""

    code = models.SlugField(max_length=60, unique=True)
    uri = models.CharField(max_length=300, blank=True)
    title = TranslatedTextField()
    licence = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_house = models.BooleanField(default=False, help_text="the vocabulary the rooms choose from")
    imported_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(read(self.title)) or self.code


class Concept(Thing):
    """One idea, whatever it is called. Its words are ``Label`` rows."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="concepts")
    code = models.CharField(max_length=120, help_text="the notation: unique in its scheme")
    uri = models.CharField(max_length=300, blank=True, db_index=True)
    kind = models.CharField(max_length=40, blank=True, db_index=True)
    definition = TranslatedTextField()
    note = TranslatedTextField()
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", symmetrical=True, blank=True)
    matches: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text='[["exact", "http://…"], …]'
    )
    deprecated_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    position = models.PositiveIntegerField(default=0, help_text="the order of the file it came from")
    seen_in: models.JSONField[Any, Any] = models.JSONField(
        default=list, blank=True, help_text="languages whose preferred term was seen in an official source"
    )
    is_edited = models.BooleanField(
        default=False, help_text="somebody changed its words here: a file read in again leaves them alone"
    )

    class Meta:
        ordering = ["scheme_id", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_concept_a_code")]

    def label(self, language: str | None = None) -> str:
        """The preferred term, falling back to another language, then the code. Uses prefetched labels."""
        wanted = language or (get_language() or "fi")[:2]
        preferred = {label.language: label.text for label in self.labels.all() if label.role == Label.Role.PREFERRED}
        for candidate in (wanted, "fi", "en", "sv"):
            if candidate in preferred:
                return preferred[candidate]
        return next(iter(preferred.values()), self.code)

    def __str__(self) -> str:
        return self.label()


class Label(models.Model):
    """A word or phrase for a concept in one language."""

    class Role(models.TextChoices):
        """SKOS: one preferred a language, any number of others."""

        PREFERRED = "pref", _("Preferred term")
        ALTERNATIVE = "alt", _("Synonym")
        HIDDEN = "hidden", _("Search word only")

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="labels")
    language = models.CharField(max_length=12)
    role = models.CharField(max_length=6, choices=Role.choices)
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True, help_text="lower case, for look-up")

    class Meta:
        ordering = ["language", "role", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language"], condition=Q(role="pref"), name="one_preferred_term_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}@{self.language}"


class Certainty(models.TextChoices):
    """How sure we are of a statement about the law."""

    VERIFIED = "verified", _("Verified")
    INFERRED = "inferred", _("Inferred")
    ANNOUNCED = "announced", _("Announced")


class LegalRegime(Thing):
    """An Act (or an amendment) as it was in force between two dates."""

    code = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2, default="FI")
    number = models.CharField(max_length=40, help_text="681/2023")
    title = TranslatedTextField()
    note = TranslatedTextField()
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.VERIFIED)
    source_url = models.URLField(blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["in_force_from"]
        constraints = [
            models.CheckConstraint(
                name="regime_ends_after_it_begins",
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {read(self.title)}"


class LegalRule(models.Model):
    """One setting that law or a local decision fixes: an interval, a body, an amount; always dated and sourced."""

    regime = models.ForeignKey(LegalRegime, models.CASCADE, related_name="rules")
    code = models.SlugField(max_length=80, help_text="municipal-programme-review-interval")
    title = TranslatedTextField()
    value = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    section = models.CharField(max_length=60, blank=True, help_text="s. 32")
    note = TranslatedTextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source_url = models.URLField(blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.VERIFIED)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="rule_ends_after_it_begins", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_value_of_a_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} {self.unit}"
