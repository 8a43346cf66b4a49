"""Calibrating a call's scores: the mixed model, the Rasch model, agreement, each kept as plain numbers."""

from __future__ import annotations

from typing import Any

from kotokaari.calls.public import Call
from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import User

from ..models import AssessmentQuerySet, Study
from .keeping import study_of
from .scores import Scores, scores_among

VERSION = 1  # of what is computed: a new one makes old studies stale
MODELS = ("rating-scale", "partial-credit")


def calibration_of(scores: Scores, *, model: str = MODELS[0], by: User | None) -> Study:
    """The calibration of these scores, kept."""
    settings = {"version": VERSION, "model": model, "weights": scores.weights}
    return study_of(scores, Study.Kind.CALIBRATION, settings, lambda: calibrated(scores, model), by=by)


def calibrated(scores: Scores, model: str) -> dict[str, Any]:
    """What ``kotokaari panel calibrate`` tells, with ``mixed`` and the raw weighted mean beside it."""
    from ..logic.rasch import Refused
    from ..logic.told import refusal, report

    try:
        result = report(scores.ratings, model)
    except Refused as refused:
        result = refusal(scores.ratings, model, refused)
    result["raw"] = _raw(scores)
    result["mixed"] = _mixed(scores)
    return result


def _raw(scores: Scores) -> dict[str, float | None]:
    """Σwx/Σw over what was judged, by submission."""
    import numpy as np

    from ..logic.told import number
    from ..logic.weightings import mean_levels
    from ..logic.weightings import scores as weighted

    ratings = scores.ratings
    if not ratings.submissions:
        return {}
    weights = np.array([[scores.weights[code] for code in ratings.criteria]])
    values = weighted(mean_levels(ratings), weights)[:, 0]
    return {name: number(value) for name, value in zip(ratings.submissions, values, strict=True)}


def _mixed(scores: Scores) -> dict[str, Any] | None:
    """The mixed model; None where there are too few scores for one."""
    import numpy as np

    from ..logic.mixed import mixed
    from ..logic.ratings import Ratings
    from ..logic.told import number

    ratings = Ratings.of(scores.ratings.rows())
    if ratings.sizes[0] < 3 or ratings.sizes[1] < 2 or len(ratings) <= ratings.sizes[2] + 2 or len(ratings.levels) < 2:
        return None
    found = mixed(ratings, np.array([scores.weights[code] for code in ratings.criteria]))
    return {
        "submissions": {
            name: {"score": number(score), "se": number(se)}
            for name, score, se in zip(ratings.submissions, found.submission, found.submission_se, strict=True)
        },
        "judges": {
            name: {"severity": number(value), "se": number(se)}
            for name, value, se in zip(ratings.judges, found.judge, found.judge_se, strict=True)
        },
        "variances": {name: number(value) for name, value in found.variances.items()},
    }


def agreement_among(call: Call, assessments: AssessmentQuerySet) -> dict[str, dict[str, Any]]:
    """Krippendorff's alpha of each criterion by its code, over these assessments: value, low, high, submissions.

    Two queries; the same scores are not computed twice while public data stands still.
    """
    scores = scores_among(call, assessments)
    if not scores.found:
        return {}
    return cached(("agreement", call.pk, scores.digest({"version": VERSION})), lambda: _alphas(scores))


def _alphas(scores: Scores) -> dict[str, dict[str, Any]]:
    from ..logic.told import alphas

    return alphas(scores.ratings)
