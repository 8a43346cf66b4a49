"""Saving as typed: each criterion and each text by itself, so that two open pages lose nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.panel.public import Assignment
from kotokaari.people.public import User
from kotokaari.rubrics.public import HIGHEST, Criterion
from kotokaari.submissions.public import SubmissionVersion

from ..models import Assessment, Score
from .life import begin_assessment

TEXTS = ("strengths", "suggestions", "private_note")
LONGEST = 10_000  # characters of one text
FORMS_KEPT = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one criterion: a level, or that one cannot judge, or neither yet; and the reason as typed."""

    level: int | None = None
    cannot_judge: bool = False
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same words; spaces around them do not count."""
        return _digest(f"{self.level}|{self.cannot_judge}|{self.reason.strip()}")

    @property
    def is_empty(self) -> bool:
        """Nothing was said yet."""
        return self == Judged()


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving. ``conflicts``: the parts that say something else since they were opened here; they stay."""

    assessment: Assessment
    conflicts: tuple[str, ...] = ()


def fingerprint(text: str) -> str:
    """The same for the same text; spaces around it do not count."""
    return _digest(text.strip())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@transaction.atomic
def save_assessment(
    assignment: Assignment,
    *,
    scores: Mapping[str, Judged],
    texts: Mapping[str, str],
    by: User,
    language: str = "",
    version: SubmissionVersion | None = None,
    form: str = "",
    base: Mapping[str, str] | None = None,
) -> Saved:
    """Keep what was typed: ``scores`` by code of criterion, ``texts`` by name.

    ``form`` names the open page and ``base`` the fingerprint of each part as it was shown there: a part that another
    page changed meanwhile is kept when this one left it alone; when both changed it, it stays as the other saved it
    and is named in ``conflicts``, while everything else is saved. Refuses what was handed in, an unknown criterion, a
    level that is none, and a text that is too long. ``version`` is what the person reads when this is the first save.
    """
    criteria = {criterion.code: criterion for criterion in assignment.seat.call.rubric.criteria.all()}
    _refuse_odd(scores, texts, criteria)
    assessment = begin_assessment(assignment, by=by, version=version)
    standing = {score.criterion_id: score for score in assessment.scores.all()}
    before = {
        **{code: _judged(standing.get(criterion.pk)).fingerprint for code, criterion in criteria.items()},
        **{name: fingerprint(getattr(assessment, name)) for name in TEXTS},
    }
    wanted = {code: said.fingerprint for code, said in scores.items()}
    wanted |= {name: fingerprint(text) for name, text in texts.items()}
    seen = dict(base or {}) | dict(assessment.open_forms.get(form, {}).get("parts", {}) if form else {})
    mine, conflicts = _sorted_out(wanted, before, seen)
    for code in mine & scores.keys():
        _put_score(assessment, criteria[code], standing.get(criteria[code].pk), scores[code])
    for name in mine & texts.keys():
        setattr(assessment, name, texts[name])
    if language in LANGUAGES:
        assessment.language = language
    _remember(assessment, form, seen | {part: wanted[part] for part in mine})
    assessment.revision += 1
    assessment.saved_at = timezone.now()
    assessment.save()
    return Saved(assessment, tuple(part for part in wanted if part in conflicts))


def _refuse_odd(scores: Mapping[str, Judged], texts: Mapping[str, str], criteria: Mapping[str, Criterion]) -> None:
    if set(scores) - set(criteria) or set(texts) - set(TEXTS):
        raise DomainError(_("The criteria of this call are others. Open the page again."))
    if any(said.level is not None and not 0 <= said.level <= HIGHEST for said in scores.values()):
        raise DomainError(_("Levels go from 0 to 4."))
    if any(len(text) > LONGEST for text in (*texts.values(), *(said.reason for said in scores.values()))):
        raise DomainError(_("A text is longer than %(most)s characters.") % {"most": LONGEST})


def _sorted_out(
    wanted: Mapping[str, str], before: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """The parts to take from this page, and those both pages changed. What is the same, or left alone, is neither."""
    mine, conflicts = set[str](), set[str]()
    for part, now in wanted.items():
        base = seen.get(part, before[part])
        if now in (before[part], base):
            continue
        (mine if before[part] == base else conflicts).add(part)
    return mine, conflicts


def _judged(score: Score | None) -> Judged:
    return Judged(score.level, score.cannot_judge, score.reason) if score else Judged()


def _put_score(assessment: Assessment, criterion: Criterion, score: Score | None, said: Judged) -> None:
    if said.cannot_judge:
        said = replace(said, level=None)
    score = score or Score(assessment=assessment, criterion=criterion)
    score.level, score.cannot_judge, score.reason = said.level, said.cannot_judge, said.reason
    score.revision += 1
    score.saved_at = timezone.now()
    score.save()


def _remember(assessment: Assessment, form: str, parts: Mapping[str, str]) -> None:
    """What this open page knows now; the pages that saved longest ago are forgotten."""
    if not form:
        return
    kept: dict[str, Any] = {**assessment.open_forms, form: {"at": timezone.now().isoformat(), "parts": dict(parts)}}
    newest = sorted(kept, key=lambda name: kept[name]["at"])[-FORMS_KEPT:]
    assessment.open_forms = {name: kept[name] for name in newest}
