"""A day as its report tells it: one structure for the page, the PDF and the document, in the language of the moment.

``openly``: the version for everybody. It tells no comment, no withdrawn or hidden idea, no group by its name, and of
people only counts; counts of fewer than five are withheld, and so is what would give them away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.foundation.dates import written_clock, written_day
from kotokaari.foundation.fields import read
from kotokaari.innovation.models import (
    Ballot,
    Chosen,
    Comment,
    Day,
    DayTheme,
    Epic,
    EpicText,
    Group,
    Idea,
    IdeaEdge,
    IdeaFile,
    Participant,
    Phase,
    Reaction,
    Weight,
)
from kotokaari.needs.public import answers_told, tellable

from . import counting

LEAST = 5  # people; fewer are not told of
SCALES = ("value", "impact", "feasibility")


@dataclass(frozen=True, slots=True)
class IdeaTold:
    """An idea in the report. ``notes``: what became of it, signs and comments, in words."""

    number: int
    text: str
    language: str
    group: str
    notes: list[str]
    comments: list[str]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ThemeTold:
    """A theme with its ideas and what was chosen of them: rows of (place, idea, points, value, impact, feasibility)."""

    name: str
    about: str
    sentence: str
    ideas: list[IdeaTold]
    chosen: list[list[str]]


@dataclass(frozen=True, slots=True)
class EpicTold:
    """An epic: heading, status, the parts that were written (label and lines), the ideas it came from."""

    number: int
    name: str
    status: str
    theme: str
    ideas: str
    parts: list[tuple[str, list[str]]]


@dataclass(slots=True)
class Told:
    """All that the report tells."""

    day: Day
    is_open: bool
    title: str
    eyebrow: str
    when: str
    source: str
    footer: str
    notices: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    course: list[tuple[str, str]] = field(default_factory=list)
    people: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)
    survey: list[str] = field(default_factory=list)
    themes: list[ThemeTold] = field(default_factory=list)
    epics: list[EpicTold] = field(default_factory=list)
    feedback_said: str = ""
    feedback: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)
    photos: list[IdeaFile] = field(default_factory=list)


def language() -> str:
    """The language of the moment: fi, sv or en."""
    return (get_language() or "fi")[:2]


def gather(day: Day, *, openly: bool = False) -> Told:
    """Everything the report of a day tells. The number of queries does not depend on how much was done."""
    counts = counting.from_log(day)
    chosen = list(Chosen.objects.filter(day=day).select_related("idea", "group").order_by("theme", "group", "place"))
    told = Told(
        day=day,
        is_open=openly,
        title=_("Report of the day: %(day)s") % {"day": read(day.name)},
        eyebrow=_eyebrow(day),
        when=_when(day),
        source=day.source,
        footer=_("Kotokaari, %(date)s. %(address)s")
        % {"date": written_day(timezone.localdate(), language()), "address": f"{settings.BASE_URL}/id/{day.uuid}"},
    )
    told.notices = _notices(day, openly)
    participants = Participant.objects.filter(day=day).exclude(
        state__in=[Participant.State.WITHDRAWN, Participant.State.WAITING, Participant.State.ABSENT]
    )
    told.people = _people(participants)
    told.figures = _figures(counts, participants.count(), openly)
    told.course = _course(day)
    told.survey = _survey(day)
    told.themes = _themes(day, chosen, openly)
    told.epics = _epics(day, openly)
    if not openly:
        told.feedback_said, told.feedback = _feedback(day)
        pictures = IdeaFile.objects.filter(idea__day=day, removed_at__isnull=True, media_type__startswith="image/")
        shown = pictures.exclude(idea__state__in=UNTOLD).exclude(idea__is_silent=True)
        told.photos = list(shown.select_related("idea").order_by("idea__number"))
    return told


UNTOLD = (Idea.State.WITHDRAWN, Idea.State.HIDDEN)


def group_name(group: Group) -> str:
    """What a group is called."""
    return group.name or _("group %(number)s") % {"number": group.number}


def _eyebrow(day: Day) -> str:
    parts = [str(day.organisation)]
    if day.is_example:
        parts.append(pgettext("mark of what is invented", "example"))
    if day.is_rehearsal:
        parts.append(_("rehearsal with simulated participants"))
    return " · ".join(parts)


def _notices(day: Day, openly: bool) -> list[str]:
    said = []
    if day.state != Day.State.DONE:
        said.append(_("The day is not done yet: this is how things stand now."))
    if openly:
        said.append(_("The open version: no persons, no comments; counts of fewer than five people are withheld."))
    return said


def _when(day: Day) -> str:
    first = next((phase.opened_at or phase.starts_at for phase in _phases(day)), None)
    return written_day(timezone.localtime(first).date(), language()) if first else ""


def _phases(day: Day) -> Iterable[Phase]:
    return [phase for phase in day.phases.all() if phase.opened_at or phase.starts_at]


def _course(day: Day) -> list[tuple[str, str]]:
    rows = []
    for phase in _phases(day):
        begins = timezone.localtime(phase.opened_at or phase.starts_at)
        rows.append((written_clock(begins, language()), str(read(phase.name)) or str(phase.get_kind_display())))
    return rows


def _figures(counts: counting.Counts, people: int, openly: bool) -> list[tuple[str, str]]:
    figures = [
        (people, ngettext("participant", "participants", people)),
        (counts.ideas, ngettext("idea", "ideas", counts.ideas)),
        (counts.chosen, ngettext("choice", "choices", counts.chosen)),
        (counts.epics, ngettext("epic", "epics", counts.epics)),
        (counts.comments, ngettext("comment", "comments", counts.comments)),
        (counts.signs, ngettext("sign of approval", "signs of approval", counts.signs)),
    ]
    if openly and people < LEAST:
        figures = figures[1:]
    return [(str(number), words) for number, words in figures]


def _people(participants: Any) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Who took part, by professional field and municipality: title, sentence, rows; nothing under five people."""
    if participants.count() < LEAST:
        return []
    tables = []
    for title, column in (
        (_("Professional fields"), "profession"),
        (_("Municipalities"), f"municipality__name_{language()}"),
    ):
        counts: dict[str, int] = defaultdict(int)
        for value, many in participants.values_list(column).annotate(many=Count("id")).order_by():
            counts[str(value or "") or _("not told")] += many
        kept = tellable(counts)
        rows = [(label, _withheld() if kept[label] is None else str(kept[label])) for label in sorted(counts, key=lambda one: (-counts[one], one))]  # fmt: skip
        tables.append((title, _("Counts of fewer than five people are withheld."), rows))
    return tables


def _withheld() -> str:
    return pgettext("a number of people", "withheld")


def _survey(day: Day) -> list[str]:
    if day.survey_id is None or day.survey is None:
        return []
    many = day.survey.responses.filter(is_sent=True).count()
    said = [_("The themes come from the survey “%(survey)s”.") % {"survey": read(day.survey.name)}]
    if many >= LEAST:
        said.append(ngettext("%(many)s response was given to it.", "%(many)s responses were given to it.", many) % {"many": many})  # fmt: skip
    return said


def _feedback(day: Day) -> tuple[str, list[tuple[str, str, list[tuple[str, str]]]]]:
    """What was answered to the feedback survey: a sentence; of each question its words, a sentence, rows of counts.

    For those who run the day alone; nobody was told that answers become public.
    """
    if day.feedback_id is None or day.feedback is None:
        return "", []
    many, tables = answers_told(day.feedback)
    if not many:
        return _("Feedback is told of once at least five people have given it."), []
    said = ngettext("%(many)s person gave feedback.", "%(many)s people gave feedback.", many) % {"many": many}
    told = [(str(read(one.title)), one.sentence, [(row.label, row.shown) for row in one.rows]) for one in tables]
    return said, told


def _themes(day: Day, chosen: list[Chosen], openly: bool) -> list[ThemeTold]:
    ideas: dict[int, list[IdeaTold]] = defaultdict(list)
    best = {row.idea_id for row in chosen}
    board = _Board(day, best, openly)
    for idea in board.ideas:
        ideas[idea.theme_id].append(board.told(idea))
    means, points = _means(day), points_told(chosen, day)
    return [_theme(theme, ideas[theme.pk], [row for row in chosen if row.theme_id == theme.pk], means, points, openly) for theme in day.themes.all()]  # fmt: skip


def points_told(chosen: Iterable[Chosen], day: Day) -> dict[int, float | None]:
    """The points of each choice by its number; None where fewer than five chose (docs/decisions/0032). One query."""
    rows = Ballot.objects.filter(phase__day=day, mark="").values_list("theme", "group").annotate(many=Count("id"))
    enough = {(theme, group) for theme, group, many in rows.order_by() if many >= LEAST}
    return {one.pk: one.points if (one.theme_id, one.group_id) in enough else None for one in chosen}


def _theme(
    theme: DayTheme,
    ideas: list[IdeaTold],
    chosen: list[Chosen],
    means: Mapping[int, list[str]],
    points: Mapping[int, float | None],
    openly: bool,
) -> ThemeTold:
    rows = []
    for row in chosen:
        who = f" ({group_name(row.group)})" if row.group and not openly else ""
        why = f" – {_('Decided by the facilitator:')} {row.reason}" if row.reason else ""
        text = f"{row.idea.number}. {row.idea.text}{who}{why}"
        scored = points[row.pk]
        rows.append(
            [
                str(row.place),
                text,
                "–" if scored is None else f"{scored:g}",
                *means.get(row.idea_id, ["–"] * len(SCALES)),
            ]
        )
    many = len(ideas)
    sentence = ngettext("%(many)s idea.", "%(many)s ideas.", many) % {"many": many}
    return ThemeTold(str(read(theme.name)), str(read(theme.about)), sentence, ideas, rows)


def _means(day: Day) -> dict[int, list[str]]:
    """Of each weighed idea the mean of every scale once weighing has closed; of fewer than five people nothing is told."""
    given: dict[int, list[Weight]] = defaultdict(list)
    for row in Weight.objects.filter(idea__day=day, mark=""):
        given[row.idea_id].append(row)
    return {
        idea: [_mean([value for row in rows if (value := getattr(row, scale)) is not None]) for scale in SCALES]
        for idea, rows in given.items()
    }


def _mean(values: list[int]) -> str:
    if len(values) < LEAST:
        return "–"
    return str(floatformat(fmean(values), 1))  # rounded as on the portfolio


class _Board:
    """The ideas of a day and what hangs on them, fetched together."""

    def __init__(self, day: Day, chosen: set[int], openly: bool) -> None:
        found = Idea.objects.filter(day=day, is_silent=False).select_related("group").order_by("number")
        self.ideas = list(found.exclude(state__in=UNTOLD) if openly else found)
        self.chosen, self.openly = chosen, openly
        signs = Reaction.objects.filter(idea__day=day).values_list("idea").annotate(many=Count("id")).order_by()
        self.signs: dict[int, int] = dict(signs)
        self.led: dict[int, list[int]] = defaultdict(list)
        for new, old in IdeaEdge.objects.filter(new__day=day).values_list("new__number", "old"):
            self.led[old].append(new)
        self.comments: dict[int, list[str]] = defaultdict(list)
        if not openly:
            for idea, text in Comment.objects.filter(idea__day=day, is_hidden=False).values_list("idea", "text"):
                self.comments[idea].append(text)

    def told(self, idea: Idea) -> IdeaTold:
        """This idea as the report tells it."""
        group = group_name(idea.group) if idea.group and not self.openly else ""
        text = "" if idea.state in UNTOLD else idea.text
        is_chosen = idea.pk in self.chosen
        return IdeaTold(idea.number, text, idea.language, group, self._notes(idea), self.comments[idea.pk], is_chosen)

    def _notes(self, idea: Idea) -> list[str]:
        notes = [_("chosen")] if idea.pk in self.chosen else []
        if idea.state != Idea.State.STANDING:
            notes.append(str(idea.get_state_display()))
        if led := sorted(self.led[idea.pk]):
            notes.append(_("carried on in %(ideas)s") % {"ideas": ", ".join(f"{number}" for number in led)})
        if many := self.signs.get(idea.pk, 0):
            notes.append(ngettext("%(many)s sign", "%(many)s signs", many) % {"many": many})
        if idea.is_late:
            notes.append(_("came late"))
        return notes


def _epics(day: Day, openly: bool) -> list[EpicTold]:
    epics = Epic.objects.filter(day=day).select_related("theme").prefetch_related("texts", "ideas").order_by("number")
    return [_epic(epic) for epic in epics if epic.is_public or not openly]


def _epic(epic: Epic) -> EpicTold:
    words = texts_of(epic)
    parts = [
        (str(part.label), words[part].splitlines()) for part in EpicText.Part if part != "name" and words.get(part)
    ]
    ideas = ", ".join(str(idea.number) for idea in sorted(epic.ideas.all(), key=lambda one: one.number))
    name = words.get("name") or _("Epic %(number)s") % {"number": epic.number}
    return EpicTold(epic.number, name, str(epic.get_status_display()), str(read(epic.theme.name)), ideas, parts)


def texts_of(epic: Epic) -> dict[str, str]:
    """The parts of an epic in the language of the moment, else in the one they were written in."""
    by_part: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(epic.texts.all(), key=lambda one: one.pk):
        if row.text.strip():
            by_part[row.part][row.language] = row.text.strip()
    return {part: said.get(language()) or next(iter(said.values())) for part, said in by_part.items()}
