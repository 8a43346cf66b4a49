"""What one can ask of epics after the day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.text import Reading
from kotokaari.innovation.models import Day, Epic, EpicEvent, EpicQuerySet, Idea, Weight
from kotokaari.needs.public import Survey
from kotokaari.people.public import EDITORS, User, organisations_for

from . import permissions
from .parts import name_of

LEAST = 5  # people of whom a figure is told
WAY = (Epic.Status.PROPOSED, Epic.Status.OWNED, Epic.Status.DEVELOPED, Epic.Status.PILOTED, Epic.Status.PRACTICE)
TONES = {
    Epic.Status.PROPOSED: "neutral",
    Epic.Status.OWNED: "info",
    Epic.Status.DEVELOPED: "info",
    Epic.Status.PILOTED: "info",
    Epic.Status.PRACTICE: "success",
    Epic.Status.STOPPED: "warning",
}


def epics_with_texts(epics: EpicQuerySet) -> EpicQuerySet:
    """With all a list shows. Two queries."""
    return epics.select_related(
        "day__organisation__place", "theme__theme__concept", "owner_organisation__place", "owner"
    ).prefetch_related("texts")


def epic_for(user: Any, key: str) -> Epic:
    """The epic, or 404 for anyone who should not know it exists. Three queries."""
    found = epics_with_texts(Epic.objects.visible_to(user)).select_related("theme__theme__survey", "group", "practice")
    return get_object_or_404(found.prefetch_related(Prefetch("ideas", Idea.objects.order_by("number"))), key=key)


def day_for(user: Any, key: str) -> Day:
    """A day this person runs, or 404."""
    return get_object_or_404(Day.objects.run_by(user), key=key)


@dataclass(frozen=True, slots=True)
class Step:
    """A station of the status line; ``state``: done, here, ahead, stopped."""

    label: Any
    state: str


def way_of(epic: Epic, events: list[EpicEvent]) -> list[Step]:
    """The status line: how far it came, and where it stopped."""
    reached = [event.status for event in events if event.status in WAY] or [Epic.Status.PROPOSED]
    stopped = epic.status == Epic.Status.STOPPED
    here = epic.status if not stopped else reached[-1]
    steps = []
    for place, status in enumerate(WAY):
        at = WAY.index(Epic.Status(here))
        state = "done" if place < at or (stopped and place == at) else "here" if place == at else "ahead"
        steps.append(Step(status.label, state))
        if stopped and place == at:
            steps.append(Step(Epic.Status.STOPPED.label, "stopped"))
    if stopped:
        return [step for step in steps if step.state != "ahead"]
    return steps


@dataclass(frozen=True, slots=True)
class Weighed:
    """An idea, and what people thought of it on scales from 0 to 4; None where fewer than five said it."""

    idea: Idea
    people: int = 0
    value: float | None = None
    impact: float | None = None
    feasibility: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether there is a figure to tell."""
        return any(mean is not None for mean in (self.value, self.impact, self.feasibility))


SCALES = ("value", "impact", "feasibility")


def weighed(epic: Epic) -> list[Weighed]:
    """The ideas it grew from that may be shown, with their weights. One query beside the ideas."""
    ideas = [idea for idea in epic.ideas.all() if idea.state != Idea.State.HIDDEN and not idea.is_silent]
    figures = {name: Avg(name) for name in SCALES} | {f"{name}_n": Count(name) for name in SCALES}
    rows: Any = (
        Weight.objects.filter(idea__in=ideas, mark="").values("idea").annotate(people=Count("pk"), **_named(figures))
    )
    found = {row["idea"]: row for row in rows}
    return [Weighed(idea, **_told(found[idea.pk])) if idea.pk in found else Weighed(idea) for idea in ideas]


def _named(figures: dict[str, Any]) -> dict[str, Any]:
    return {f"of_{name}": figure for name, figure in figures.items()}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    means = {name: row[f"of_{name}"] if row[f"of_{name}_n"] >= LEAST else None for name in SCALES}
    return {"people": row["people"] if row["people"] >= LEAST else 0, **means}


@dataclass(frozen=True, slots=True)
class Behind:
    """The survey behind an epic's theme, as far as this person may know of it: counts, never people."""

    survey: Survey
    answered: int | None
    evidence: int


def survey_behind(user: Any, epic: Epic) -> Behind | None:
    """The survey the theme came from. Three queries where there is one, else none."""
    theme = epic.theme.theme
    if theme is None or not Survey.objects.visible_to(user).filter(pk=theme.survey_id).exists():
        return None
    answered = theme.survey.responses.filter(is_sent=True).count()
    return Behind(theme.survey, answered if answered >= LEAST else None, theme.evidence.count())


def practice_of(user: Any, epic: Epic) -> Practice | None:
    """The practice made of it, when this person may see it. One query where there is one."""
    if epic.practice_id is None:
        return None
    return Practice.objects.visible_to(user).filter(pk=epic.practice_id).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """An epic as those who ran the day see it: who owns it, and for how long nothing was heard."""

    epic: Epic
    name: Reading
    tone: str
    heard_at: datetime.datetime
    silent_days: int

    @property
    def is_silent(self) -> bool:
        """Nothing heard for longer than the house waits before it asks."""
        return self.epic.status not in permissions.CLOSED and self.silent_days > 120


def standings(epics: EpicQuerySet) -> list[Standing]:
    """These epics with the last word of each. Two queries, however many."""
    last = EpicEvent.objects.filter(epic=OuterRef("pk")).order_by("-at").values("at")[:1]
    now = timezone.now()
    found = epics_with_texts(epics).annotate(last_word=Subquery(last))
    return [_standing(epic, epic.last_word or epic.made_at, now) for epic in found]


def _standing(epic: Epic, heard_at: datetime.datetime, now: datetime.datetime) -> Standing:
    name = name_of(epic).read((get_language() or "fi")[:2])
    return Standing(epic, name, TONES[Epic.Status(epic.status)], heard_at, (now - heard_at).days)


def epics_of(user: User) -> EpicQuerySet:
    """Those this person owns, or whose organisation she coordinates; open ones."""
    mine = Epic.objects.filter(owner=user.pk)
    if not user.is_administrator:
        mine |= Epic.objects.filter(owner_organisation__in=organisations_for(user, *EDITORS))
    return mine.exclude(status__in=permissions.CLOSED).order_by("remind_on", "pk").distinct()


def name_shown(user: Any, epic: Epic) -> str:
    """The owner's name: to everybody when she agreed, else to her own people and those who run the day."""
    if epic.owner is None:
        return ""
    if epic.owner_is_named:
        return str(epic.owner)
    knows = getattr(user, "is_authenticated", False) and permissions.can_tell_epic(user, epic)
    return str(epic.owner) if knows else ""
