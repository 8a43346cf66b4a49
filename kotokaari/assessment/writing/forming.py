"""The form of an assessment: its parts as a page shows them, and what was typed as the action takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.text import TranslatedText
from kotokaari.rubrics.public import HIGHEST, LOWEST, Criterion

from ..actions.scoring import LONGEST, TEXTS, Judged, fingerprint
from ..models import Assessment

BASE, CANNOT = "_base-", "x"
LEVELS = range(LOWEST, HIGHEST + 1)
# What a level means when the rubric does not say.
USUAL_LEVELS = {
    0: pgettext_lazy("level", "Not at all"),
    1: pgettext_lazy("level", "A little"),
    2: pgettext_lazy("level", "In part"),
    3: pgettext_lazy("level", "Well"),
    4: pgettext_lazy("level", "Very well"),
}
PROGRESS_WORDS = {
    "empty": pgettext_lazy("criterion", "not answered yet"),
    "reason": pgettext_lazy("criterion", "the reason is missing"),
    "level": pgettext_lazy("criterion", "the level is missing"),
    "whole": pgettext_lazy("criterion", "answered"),
}
TEXT_LABELS = {
    "strengths": (
        _("Strengths"),
        _("What is good in it and should be kept? The answer to the submitter is written from this."),
    ),
    "suggestions": (
        pgettext_lazy("assessment", "Suggestions"),
        _("What would make it better? The answer to the submitter is written from this."),
    ),
    "private_note": (_("Private note"), _("For yourself alone. It is never shown to anybody else.")),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One radio button."""

    value: str
    number: int
    words: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """One criterion on the form."""

    criterion: Criterion
    question: Any
    official: Any  # the question in the rubric's own words, when the page shows the plain one
    checklist: Sequence[TranslatedText]
    levels: Sequence[Level]
    said: Judged
    base: str
    jumps: Sequence[Any]
    problem: str = ""
    theirs: Judged | None = None

    @property
    def code(self) -> str:
        """The criterion's code."""
        return self.criterion.code

    @property
    def progress(self) -> str:
        """Whole: a level or «cannot judge», with a reason. Else what is missing: the reason, the level, or both."""
        judged = self.said.level is not None or self.said.cannot_judge
        has_reason = bool(self.said.reason.strip())
        if judged and has_reason:
            return "whole"
        return "reason" if judged else "level" if has_reason else "empty"

    @property
    def progress_words(self) -> Any:
        """The same in words."""
        return PROGRESS_WORDS[self.progress]

    @property
    def is_answered(self) -> bool:
        """A level or «cannot judge», with a reason."""
        return self.progress == "whole"


@dataclass(frozen=True, slots=True)
class TextPart:
    """Strengths, suggestions, the private note."""

    name: str
    label: Any
    help: Any
    text: str
    base: str
    theirs: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What one page sends."""

    scores: dict[str, Judged]
    texts: dict[str, str]
    base: dict[str, str]
    form: str
    language: str


def typed(post: QueryDict, criteria: Sequence[Criterion]) -> Typed:
    """What was typed, as it was typed; only line ends are made alike."""
    return Typed(
        scores={
            criterion.code: _judged(post, criterion.code)
            for criterion in criteria
            if f"reason-{criterion.code}" in post
        },
        texts={name: _text(post, name) for name in TEXTS if name in post},
        base={key[len(BASE) :]: str(value) for key, value in post.items() if key.startswith(BASE)},
        form=str(post.get("_form", ""))[:40],
        language=str(post.get("language", "")),
    )


def _judged(post: QueryDict, code: str) -> Judged:
    chosen = post.get(f"level-{code}", "")
    level = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 3 else None
    return Judged(level, chosen == CANNOT, _text(post, f"reason-{code}"))


def _text(post: QueryDict, name: str) -> str:
    return str(post.get(name, "")).replace("\r\n", "\n").replace("\x00", "")


def standing_scores(assessment: Assessment | None, criteria: Sequence[Criterion]) -> dict[str, Judged]:
    """What is kept, by code of criterion."""
    kept = {score.criterion_id: score for score in assessment.scores.all()} if assessment else {}
    return {
        criterion.code: Judged(score.level, score.cannot_judge, score.reason)
        if (score := kept.get(criterion.pk))
        else Judged()
        for criterion in criteria
    }


def criterion_parts(
    criteria: Sequence[Criterion],
    standing: Mapping[str, Judged],
    *,
    plain: bool,
    jumps: Mapping[int, Sequence[Any]],
    said: Mapping[str, Judged] | None = None,
    problems: Mapping[str, str] | None = None,
    conflicts: Sequence[str] = (),
) -> list[CriterionPart]:
    """The criteria with what is said of them: as typed just now (``said``), else as kept (``standing``)."""
    parts = []
    for criterion in criteria:
        kept = standing[criterion.code]
        here = (said or {}).get(criterion.code, kept)
        is_plain = plain and bool(criterion.plain_question)
        parts.append(
            CriterionPart(
                criterion=criterion,
                question=criterion.plain_question if is_plain else criterion.question,
                official=criterion.question if is_plain else None,
                checklist=[TranslatedText.from_json(item) for item in criterion.checklist],
                levels=_levels(criterion, here),
                said=here,
                base=kept.fingerprint,
                jumps=jumps.get(criterion.pk, ()),
                problem=(problems or {}).get(criterion.code, ""),
                theirs=kept if criterion.code in conflicts else None,
            )
        )
    return parts


def _levels(criterion: Criterion, said: Judged) -> list[Level]:
    words = {number: TranslatedText.from_json(criterion.levels.get(str(number))) for number in LEVELS}
    return [
        Level(str(number), number, words[number] or USUAL_LEVELS.get(number, ""), said.level == number)
        for number in LEVELS
    ]


def text_parts(
    assessment: Assessment | None, *, said: Mapping[str, str] | None = None, conflicts: Sequence[str] = ()
) -> list[TextPart]:
    """The texts beside the scores."""
    parts = []
    for name, (label, help_text) in TEXT_LABELS.items():
        kept = getattr(assessment, name) if assessment else ""
        here = (said or {}).get(name, kept)
        parts.append(TextPart(name, label, help_text, here, fingerprint(kept), kept if name in conflicts else None))
    return parts


MOST = LONGEST
