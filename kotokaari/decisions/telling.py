"""A decision as it is told: to everybody once public, to its authors once answered. The same words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.assessment.public import RELIABLE, TENTATIVE
from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics.public import HIGHEST, Criterion
from kotokaari.ui.public import Tone

from .models import AgendaItem, Decision

TONES: dict[str, Tone] = {"publish": "success", "develop": "warning", "decline": "neutral"}


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave a level."""

    level: int
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class CriterionTold:
    """A criterion of a decision: the figures, the nearest level in words, the reason."""

    criterion: Criterion
    name: TranslatedText
    mean: float | None
    moderated: float | None
    n: int
    cannot_judge: int
    bars: list[Bar]
    level_words: TranslatedText
    reason: TranslatedText
    alpha: float | None

    @property
    def nearest(self) -> int | None:
        """The level whose words are shown."""
        return None if self.score is None else round(self.score)

    @property
    def score(self) -> float | None:
        """What the decision rests on: the agreed level where the meeting agreed on one, else the mean."""
        return self.mean if self.moderated is None else self.moderated

    @property
    def agreement(self) -> str:
        """How alike the independent scores on it were, over the whole call: one plain sentence, "" where it cannot be said."""
        if self.alpha is None:
            return ""
        if self.alpha >= RELIABLE:
            return _("Across the call the assessors agreed well on this criterion.")
        if self.alpha >= TENTATIVE:
            return _("Across the call the assessors agreed roughly on this criterion.")
        if self.alpha > 0:
            return _("Across the call the assessors agreed little on this criterion.")
        return _("Across the call the assessors agreed no more than by chance on this criterion.")

    @property
    def width(self) -> int:
        """How far along the scale, of a hundred."""
        return round(100 * (self.score or 0) / HIGHEST)


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """Everything of a decision that readers may know."""

    decision: Decision
    title: TranslatedText
    criteria: list[CriterionTold]
    total: float | None
    panel: int
    assessments: int
    recusals: int
    group: str
    scored_by: list[tuple[str, list[Any]]]

    @property
    def tells_agreement(self) -> bool:
        """True when agreement is told of a criterion, and what it means has to be explained."""
        return any(one.alpha is not None for one in self.criteria)

    @property
    def tone(self) -> Tone:
        """A colour for the outcome."""
        return TONES.get(self.decision.outcome, "neutral")

    @property
    def panel_words(self) -> str:
        """How many judged, how many sat on the panel, how many took no part."""
        words = ngettext("%(count)s member assessed it", "%(count)s members assessed it", self.assessments) % {
            "count": self.assessments
        }
        panel = ngettext("%(count)s member on the panel", "%(count)s members on the panel", self.panel) % {
            "count": self.panel
        }
        if not self.recusals:
            return _("%(assessed)s; %(panel)s; nobody had a conflict.") % {"assessed": words, "panel": panel}
        recused = ngettext(
            "%(count)s person took no part because of a conflict",
            "%(count)s people took no part because of a conflict",
            self.recusals,
        ) % {"count": self.recusals}
        return _("%(assessed)s; %(panel)s; %(recused)s.") % {"assessed": words, "panel": panel, "recused": recused}


def told(decision: Decision) -> DecisionTold:
    """A final decision with its figures. One query, for the criteria."""
    figures = decision.figures or {}
    by_code = figures.get("criteria", {})
    criteria = list(decision.rubric.criteria.all())
    shows = decision.submission.call.shows_assessors
    scored = figures.get("scored_by", []) if shows else []
    return DecisionTold(
        decision=decision,
        title=decision.version.title,
        criteria=[_criterion(one, by_code.get(one.code, {}), decision) for one in criteria],
        total=figures.get("total"),
        panel=figures.get("panel", 0),
        assessments=figures.get("assessments", 0),
        recusals=figures.get("recusals", 0),
        group=str(dict(AgendaItem.Group.choices).get(figures.get("group", ""), "")) if figures.get("group") else "",
        scored_by=[(one["name"], [one["levels"].get(criterion.code) for criterion in criteria]) for one in scored],
    )


def _criterion(criterion: Criterion, figures: dict[str, Any], decision: Decision) -> CriterionTold:
    levels = figures.get("levels") or [0] * (HIGHEST + 1)
    score = figures.get("moderated") if figures.get("moderated") is not None else figures.get("mean")
    nearest = "" if score is None else str(round(score))
    alpha = figures.get("alpha") or {}
    return CriterionTold(
        criterion=criterion,
        name=criterion.name,
        mean=figures.get("mean"),
        moderated=figures.get("moderated"),
        n=figures.get("n", 0),
        cannot_judge=figures.get("cannot_judge", 0),
        bars=[Bar(level, count, str(count)) for level, count in enumerate(levels)],
        level_words=TranslatedText.from_json(criterion.levels.get(nearest)) if criterion.levels else TranslatedText(),
        reason=TranslatedText.from_json(decision.criterion_reasons.get(criterion.code)),
        alpha=alpha.get("value") if isinstance(alpha, dict) else alpha,
    )
