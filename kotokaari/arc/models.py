"""Links between things, and things that are recorded elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.fields import TranslatedTextField, read
from kotokaari.foundation.models import Thing


class Station(models.TextChoices):
    """The stations of the arc, in order from the need to the effect."""

    NEED = "need", pgettext_lazy("arc", "Need")
    THEME = "theme", pgettext_lazy("arc", "Theme")
    IDEA = "idea", pgettext_lazy("arc", "Idea")
    EPIC = "epic", pgettext_lazy("arc", "Epic")
    TASK = "task", pgettext_lazy("arc", "Development task")
    PRACTICE = "practice", pgettext_lazy("arc", "Practice")
    DECISION = "decision", pgettext_lazy("arc", "Panel decision")
    ADOPTION = "adoption", pgettext_lazy("arc", "Adoption")
    PEER_REVIEW = "peer_review", pgettext_lazy("arc", "Peer review")
    RECOMMENDATION = "recommendation", pgettext_lazy("arc", "Recommendation")
    MEASURE = "measure", pgettext_lazy("arc", "Policy measure")
    COUNCIL_DECISION = "council_decision", pgettext_lazy("arc", "Council decision")
    MONEY = "money", pgettext_lazy("arc", "Money")
    ACTIVITY = "activity", pgettext_lazy("arc", "Activity")
    EFFECT = "effect", pgettext_lazy("arc", "Effect")


class LinkType(models.TextChoices):
    """How the first thing stands to the second: «first TYPE second»."""

    ANSWERS = "answers", pgettext_lazy("link", "answers")
    GREW_FROM = "grew_from", pgettext_lazy("link", "grew from")
    IMPLEMENTS = "implements", pgettext_lazy("link", "implements")
    MODELS = "models", pgettext_lazy("link", "models")
    JUDGED_BY = "judged_by", pgettext_lazy("link", "judged by")
    REUSES = "reuses", pgettext_lazy("link", "reuses")
    RECOMMENDS = "recommends", pgettext_lazy("link", "recommends")
    FOLLOWS = "follows", pgettext_lazy("link", "follows")
    ENACTS = "enacts", pgettext_lazy("link", "enacts")
    FUNDS = "funds", pgettext_lazy("link", "funds")
    APPLIES = "applies", pgettext_lazy("link", "applies")
    MOVED = "moved", pgettext_lazy("link", "moved")


class Elsewhere(Thing):
    """A thing on the arc that is kept outside Kotokaari: a decision in an agenda, a need in a report."""

    station = models.CharField(max_length=20, choices=Station.choices)
    title = TranslatedTextField()
    note = TranslatedTextField()
    source = models.CharField(max_length=300, blank=True)
    url = models.URLField(blank=True)
    date = models.CharField(max_length=10, blank=True, help_text="as exactly as it is known: 2025, 2025-04, 2025-04-02")
    organisation = models.UUIDField(null=True, blank=True, help_text="uuid of the organisation it belongs to")
    is_public = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    created_by = models.UUIDField(null=True, blank=True, help_text="uuid of the user; people live on a floor above")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(read(self.title))


class Link(models.Model):
    """«first TYPE second», since a day, said by somebody. Things are named by kind and uuid."""

    type = models.CharField(_("how"), max_length=20, choices=LinkType.choices)
    first_kind = models.CharField(max_length=40)
    first = models.UUIDField(db_index=True)
    first_order = models.SmallIntegerField(help_text="which station the first stands at, -1 for none")
    second_kind = models.CharField(max_length=40)
    second = models.UUIDField(db_index=True)
    second_order = models.SmallIntegerField()
    note = TranslatedTextField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    created_by = models.UUIDField(null=True, blank=True, help_text="uuid of the user; people live on a floor above")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "first", "second"], name="one_link_of_a_type"),
            models.CheckConstraint(name="no_link_to_itself", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="link_ends_after_it_begins",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_kind} {self.type} {self.second_kind}"
