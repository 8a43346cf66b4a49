"""Scores to calibrate: made ones with known parameters, and published ones."""

import numpy as np

from kotokaari.assessment.logic.ratings import Ratings

THRESHOLDS = np.array([-1.5, -0.5, 0.5, 1.5])


def simulated(submissions=120, judges=24, criteria=6, each=3, *, spread=0.7, seed=1):
    """Scores 0-4 by the rating-scale model; returns them with measures, severities (sum 0) and difficulties (sum 0)."""
    chance = np.random.default_rng(seed)
    measure = chance.normal(0.5, 1, submissions)
    severity = chance.normal(0, spread, judges)
    severity -= severity.mean()
    difficulty = np.linspace(-0.6, 0.6, criteria)
    pairs = {
        (i, (i * each + k + int(shift)) % judges)
        for i, shift in enumerate(chance.integers(0, judges, submissions))
        for k in range(each)
    }
    cells = np.array([(s, j, c) for s, j in sorted(pairs) for c in range(criteria)])
    eta = measure[cells[:, 0]] - severity[cells[:, 1]] - difficulty[cells[:, 2]]
    logits = eta[:, None] * np.arange(5) - np.concatenate([[0], THRESHOLDS.cumsum()])
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    score = (chance.random(len(cells))[:, None] > chances.cumsum(axis=1)).sum(axis=1)
    names = [
        [f"{letter}{i}" for i in range(size)]
        for letter, size in zip("sjc", (submissions, judges, criteria), strict=True)
    ]
    return Ratings(*names, *cells.T, score), measure, severity, difficulty


# Bitterness of wines, 1-5: nine judges, four treatments, two bottles of each (J. H. Randall 1989, "The analysis of
# sensory data by generalised linear model", Biometrical Journal 31, 781-793; data set "wine" of the R package
# ordinal, Christensen 2022). One line a judge: cold, cold with contact, warm, warm with contact; bottles A and B.
WINE = """
23 34 44 55
12 13 23 54
23 32 55 44
32 32 32 53
23 43 33 33
32 32 24 54
11 22 23 23
22 23 33 34
12 32 32 44
"""
TREATMENTS = ("cold", "cold, contact", "warm", "warm, contact")


def wine():
    """The 72 scores as submissions (treatments), judges and criteria (first and second bottle)."""
    return Ratings.of(
        (treatment, f"judge {judge}", bottle, int(score))
        for judge, line in enumerate(WINE.split("\n")[1:-1], 1)
        for treatment, both in zip(TREATMENTS, line.split(), strict=True)
        for bottle, score in zip("AB", both, strict=True)
    )


# Four observers, twelve units, "." not judged (K. Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability",
# section C, whose ordinal alpha is 0.815).
KRIPPENDORFF = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def krippendorff():
    """The published example as scores on one criterion."""
    return Ratings.of(
        (f"unit {unit}", f"observer {observer}", "example", int(value))
        for observer, line in enumerate(KRIPPENDORFF)
        for unit, value in enumerate(line)
        if value != "."
    )
