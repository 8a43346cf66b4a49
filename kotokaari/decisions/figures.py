"""The figures of a decision: what the panel found, said once, fixed when the decision is final."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from kotokaari.assessment.public import Assessment, AssessmentQuerySet, Score, agreement_among
from kotokaari.calls.public import Call
from kotokaari.panel.public import Seat
from kotokaari.rubrics.public import HIGHEST, LOWEST, Criterion
from kotokaari.submissions.public import Recusal, Submission

from .models import AgendaItem, ModeratedScore

LEVELS = range(LOWEST, HIGHEST + 1)


def counted(submission: Submission) -> list[Assessment]:
    """The assessments that count: handed in, by members who have no conflict. Two queries, scores with them."""
    barred = Recusal.objects.filter(submission=submission, lifted_at__isnull=True).values("user")
    found = Assessment.objects.handed_in().filter(assignment__submission=submission)
    found = found.exclude(assignment__seat__user__in=barred).select_related("assignment__seat__user")
    return list(found.prefetch_related("scores").order_by("assignment__seat_id"))


def found_alone(assessments: AssessmentQuerySet) -> AssessmentQuerySet:
    """Of these, those handed in before a meeting began to talk of the submission: what each found alone."""
    talked = AgendaItem.objects.filter(submission=OuterRef("assignment__submission"), opened_at__isnull=False)
    return assessments.filter(~Exists(talked.filter(opened_at__lte=OuterRef("handed_in_at"))))


def agreement_found_alone(call: Call, assessments: AssessmentQuerySet | None = None) -> dict[str, dict[str, Any]]:
    """Agreement on each criterion among what members found alone, in the whole call. Two queries."""
    return agreement_among(call, found_alone(Assessment.objects.handed_in() if assessments is None else assessments))


def figures_of(submission: Submission, *, with_agreement: bool = False) -> dict[str, Any]:
    """Per criterion mean, number and levels, the moderated score beside them; agreement, panel, recusals, group.

    Agreement is that within the whole call, before anything was talked of; it takes a calculation, so it is only there when asked for.
    Moderated scores are never mixed into the means. A score of "cannot judge" counts nowhere but in its own number.
    """
    criteria = list(submission.call.rubric.criteria.all())
    assessments = counted(submission)
    item = AgendaItem.objects.filter(submission=submission).order_by("-meeting__starts_at").first()
    moderated = {
        one.criterion_id: one for one in ModeratedScore.objects.filter(item__submission=submission).order_by("at")
    }
    scores: dict[int, list[Score]] = defaultdict(list)
    for assessment in assessments:
        for score in assessment.scores.all():
            scores[score.criterion_id].append(score)
    alpha = agreement_found_alone(submission.call) if with_agreement else {}
    told = {
        criterion.code: _criterion(criterion, scores[criterion.pk], moderated.get(criterion.pk), alpha)
        for criterion in criteria
    }
    return {
        "criteria": told,
        "total": _total(criteria, {code: found["mean"] for code, found in told.items()}),
        "assessments": len(assessments),
        "panel": Seat.objects.sitting().filter(call=submission.call).count(),
        "recusals": _recusals(submission),
        "group": item.group if item else "",
        "rubric": {"code": submission.call.rubric.code, "number": submission.call.rubric.number},
        "scored_by": [_scored(assessment, criteria) for assessment in assessments],
    }


def _criterion(
    criterion: Criterion, scores: Sequence[Score], moderated: ModeratedScore | None, alpha: dict[str, Any]
) -> dict[str, Any]:
    levels = [score.level for score in scores if score.level is not None]
    return {
        "mean": round(sum(levels) / len(levels), 3) if levels else None,
        "n": len(levels),
        "levels": [levels.count(level) for level in LEVELS],
        "cannot_judge": sum(score.cannot_judge for score in scores),
        "moderated": float(moderated.level) if moderated else None,
        "weight": float(criterion.weight),
        "floor": criterion.floor,
        "alpha": alpha.get(criterion.code),
    }


def _total(criteria: Sequence[Criterion], means: dict[str, float | None]) -> float | None:
    """The weighted mean over what was judged: Σwx / Σw."""
    judged = [(float(criterion.weight), mean) for criterion in criteria if (mean := means[criterion.code]) is not None]
    weights = sum(weight for weight, _mean in judged)
    return round(sum(weight * mean for weight, mean in judged) / weights, 3) if weights else None


def _recusals(submission: Submission) -> int:
    """How many of the panel and of those who run the call took no part."""
    return Recusal.objects.filter(submission=submission, lifted_at__isnull=True).values("user").distinct().count()


def _scored(assessment: Assessment, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """One member's levels. Shown to the public only where the call says so (``Call.shows_assessors``)."""
    levels = {score.criterion_id: score.level for score in assessment.scores.all()}
    return {
        "name": str(assessment.assignment.seat.user.name),
        "levels": {criterion.code: levels.get(criterion.pk) for criterion in criteria},
    }


def under_floors(criteria: Sequence[Criterion], figures: dict[str, Any]) -> list[Criterion]:
    """The criteria whose mean (the moderated score where there is one) is under the floor."""
    found = []
    for criterion in criteria:
        told = figures.get("criteria", {}).get(criterion.code, {})
        score = told.get("moderated") if told.get("moderated") is not None else told.get("mean")
        if criterion.floor is not None and score is not None and Decimal(str(score)) < criterion.floor:
            found.append(criterion)
    return found
