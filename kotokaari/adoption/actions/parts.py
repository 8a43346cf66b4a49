"""What an adopter tells piece by piece: adaptations after FRAME, outcomes, lessons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from ..models import Adaptation, Adoption, Lesson, Outcome
from .facts import merged
from .locking import locked, touched

Part = TypeVar("Part", Adaptation, Outcome, Lesson)
ADAPTATION = (
    "block",
    "text",
    "what",
    "nature",
    "when",
    "is_planned",
    "who",
    "level",
    "fidelity",
    "is_lasting",
    "why",
    "reason",
)
OUTCOME = (
    "indicator",
    "unit",
    "value",
    "baseline",
    "period_from",
    "period_to",
    "people",
    "method",
    "direction",
    "note",
    "source_url",
)
LESSON = ("kind", "text")
Base = Mapping[str, str] | None


@transaction.atomic
def add_adaptation(
    adoption: Adoption,
    *,
    text: TranslatedText,
    what: str,
    nature: str,
    by: User | None,
    is_example: bool = False,
    **answers: Any,
) -> Adaptation:
    """Something the adopter does otherwise. Refuses one without words, kind or nature.

    ``answers`` are the other answers of FRAME: block, when, is_planned, who, level, fidelity, is_lasting, why, reason.
    The adoption is «adapted» from now on, whatever was said before.
    """
    now = locked(adoption)
    last = now.adaptations.aggregate(last=Max("order"))["last"]
    part = Adaptation(adoption=now, is_example=is_example, order=0 if last is None else last + 1)
    _put(part, {"text": text, "what": what, "nature": nature, **answers}, ADAPTATION)
    _check_adaptation(part)
    part.save()
    now.as_described = Adoption.AsDescribed.ADAPTED
    touched(now, "adaptation added", by=by, adaptation=str(part.uuid))
    return part


def edit_adaptation(
    adaptation: Adaptation, *, changes: Mapping[str, Any], by: User | None, base: Base = None
) -> Adaptation:
    """Say an adaptation otherwise; field by field as ``edit_adoption``."""
    return _edit(adaptation, changes, ADAPTATION, by, base, "adaptation", _check_adaptation)


def remove_adaptation(adaptation: Adaptation, *, by: User) -> Adoption:
    """Take an adaptation away."""
    return _remove(adaptation, by, "adaptation")


@transaction.atomic
def add_outcome(
    adoption: Adoption, *, indicator: TranslatedText, by: User | None, is_example: bool = False, **facts: Any
) -> Outcome:
    """What came of it. Refuses one without an indicator, and one that says neither a value nor a direction.

    ``facts``: unit, value, baseline, period_from, period_to, people, method, direction, note, source_url.
    """
    now = locked(adoption)
    part = Outcome(adoption=now, is_example=is_example, by=by)
    _put(part, {"indicator": indicator, **facts}, OUTCOME)
    _check_outcome(part)
    part.save()
    touched(now, "outcome added", by=by, outcome=str(part.uuid))
    return part


def edit_outcome(outcome: Outcome, *, changes: Mapping[str, Any], by: User | None, base: Base = None) -> Outcome:
    """Correct an outcome; field by field as ``edit_adoption``."""
    return _edit(outcome, changes, OUTCOME, by, base, "outcome", _check_outcome)


def remove_outcome(outcome: Outcome, *, by: User) -> Adoption:
    """Take an outcome away."""
    return _remove(outcome, by, "outcome")


@transaction.atomic
def add_lesson(
    adoption: Adoption, *, kind: str, text: TranslatedText, by: User | None, is_example: bool = False
) -> Lesson:
    """What was learned. Refuses one without words or kind."""
    now = locked(adoption)
    part = Lesson(adoption=now, kind=kind, text=text, is_example=is_example, by=by)
    _check_lesson(part)
    part.save()
    touched(now, "lesson added", by=by, lesson=str(part.uuid))
    return part


def edit_lesson(lesson: Lesson, *, changes: Mapping[str, Any], by: User | None, base: Base = None) -> Lesson:
    """Say a lesson otherwise; field by field as ``edit_adoption``."""
    return _edit(lesson, changes, LESSON, by, base, "lesson", _check_lesson)


def remove_lesson(lesson: Lesson, *, by: User) -> Adoption:
    """Take a lesson away."""
    return _remove(lesson, by, "lesson")


def _put(part: Any, values: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = values.keys() - set(allowed)
    if unknown:
        raise TypeError(f"no such answer: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(part, name, value)


@transaction.atomic
def _edit(
    part: Part,
    changes: Mapping[str, Any],
    allowed: tuple[str, ...],
    by: User | None,
    base: Base,
    what: str,
    check: Any,
) -> Part:
    adoption = locked(part.adoption)
    now = _now(part)
    write = merged(now, changes, base)
    if not write:
        return now
    _put(now, write, allowed)
    check(now)
    now.save()
    touched(adoption, f"{what} edited", by=by, fields=sorted(write), **{what: str(now.uuid)})
    return now


def _now(part: Part) -> Part:
    found = type(part).objects.filter(pk=part.pk).first()
    if found is None:
        raise DomainError(_("Somebody removed this meanwhile. What you typed was not saved."))
    return found


@transaction.atomic
def _remove(part: Part, by: User, what: str) -> Adoption:
    adoption = locked(part.adoption)
    now = _now(part)
    adoption.unsaved.filter(form=f"{what}-{now.uuid}").delete()
    now.delete()
    touched(adoption, f"{what} removed", by=by, **{what: str(part.uuid)})
    return adoption


def _check_adaptation(part: Adaptation) -> None:
    if not part.text:
        raise DomainError(_("Say what is done otherwise."))
    if part.what not in Adaptation.What.values:
        raise DomainError(_("Choose what it concerns."))
    if part.nature not in Adaptation.Nature.values:
        raise DomainError(_("Choose what kind of change it is."))


def _check_outcome(part: Outcome) -> None:
    if not part.indicator:
        raise DomainError(_("Say what was looked at."))
    if part.value is None and not part.direction:
        raise DomainError(_("Give a figure, or say which way it went."))
    if part.period_from and part.period_to and part.period_to < part.period_from:
        raise DomainError(_("The last day is before the first."))


def _check_lesson(part: Lesson) -> None:
    if part.kind not in Lesson.Kind.values:
        raise DomainError(_("Choose what the lesson is about."))
    if not part.text:
        raise DomainError(_("Say what you learned."))
