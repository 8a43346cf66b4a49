"""«Who uses this»: what a practice's page tells of its adopters. The same for every reader."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Fact, Practice, Version
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Section, organisation_book, place_book
from kotokaari.ui.public import Tone

from ..models import Adaptation, Adoption, Lesson, Outcome, OwnersWord, Step
from . import results, timeline, words
from .book import NOT_YET_NAMED, Entry, adoption_book, users_of
from .changes import Changes, Said, changes
from .tilemap import ABROAD, NOWHERE, TileMap, tile_map
from .words import language

Status = Adoption.Status
SHOWN = 12
LESSONS = 4
RESULTS = 30


@dataclass(slots=True)
class Adopter:
    """An adoption as the list of adopters tells it."""

    name: str
    url: str
    place: str
    status: str
    tone: Tone
    since: datetime.date
    described: str
    version: int
    is_older: bool
    reached: int | None
    is_own: bool
    is_example: bool
    lane: timeline.Lane
    confirmed_on: datetime.date | None = None
    comments: list[TranslatedText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Share:
    """How many use it as described, adapted, or have not said; as a bar of a hundred."""

    label: str
    count: int
    key: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """Lessons of one kind."""

    kind: str
    label: str
    said: list[Said]
    more: int


def practice_section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """Who uses a practice, what they changed, what came of it; an invitation while nobody has told."""
    if practice.status not in Practice.PUBLIC:
        return None
    key = ("who uses", practice.pk, language(), timezone.localdate())
    return Section(_("Who uses this"), "adoption/read_ready.html", {"html": cached(key, lambda: _write(practice))}, 10)


def practice_fact(practice: Practice, language: str) -> Fact | None:
    """How many independent organisations use it, at a glance; nothing while nobody does."""
    users = users_of(adoption_book().of(practice.pk))
    if not users:
        return None
    return Fact("use", _("In use"), words.use_in_short(len(users)), url="#who-uses-this")


def _write(practice: Practice) -> SafeString:
    return render_to_string("adoption/read_section.html", context_of(practice))


def context_of(practice: Practice) -> dict[str, Any]:
    """Everything the section shows. Seven queries at most, however many adopters."""
    entries = adoption_book().of(practice.pk)
    quiet = _considering_quietly(practice)
    context: dict[str, Any] = {"practice": practice, "entries": entries, "quiet": quiet}
    if not entries:
        return {**context, "sentence": words.considered_in_words(quiet) if quiet else ""}
    adoptions = {
        adoption.pk: adoption
        for adoption in Adoption.objects.filter(pk__in=[entry.pk for entry in entries])
        .select_related("version")
        .defer("version__record", "version__as_typed")
    }
    facts = Facts(entries, adoptions)
    return {
        **context,
        "sentence": sentence(entries, quiet),
        "map": map_of(entries, practice),
        "adopters": facts.adopters(entries[:SHOWN]),
        "more": max(len(entries) - SHOWN, 0),
        "all_url": f"{reverse('adoption:list')}?practice={practice.key}",
        "scale": facts.scale,
        "history": facts.history(entries[:SHOWN]),
        "shares": shares(entries),
        "changes": facts.changes(),
        "contexts": facts.contexts(),
        "results_sentence": facts.results_sentence(),
        "lessons": facts.lessons(),
        "statuses": legend(entries),
    }


def _considering_quietly(practice: Practice) -> int:
    """How many consider it without wanting to be named yet. One query."""
    considering = Adoption.objects.filter(practice=practice, is_open=False, status__in=NOT_YET_NAMED)
    return considering.values("organisation").distinct().count()


def sentence(entries: Sequence[Entry], quiet: int = 0) -> str:
    """Who uses it, where, and how many adapted it; who plans, considers, has stopped."""
    at_work = [entry for entry in entries if entry.counts]
    said = []
    if users := users_of(at_work):
        regions = {entry.region for entry in at_work} - {ABROAD, NOWHERE}
        abroad = {entry.organisation for entry in at_work if entry.region == ABROAD}
        adapted = {entry.organisation for entry in at_work if entry.as_described == Adoption.AsDescribed.ADAPTED}
        said.append(words.use_in_words(len(users), len(regions), len(abroad), len(adapted)))
    planning = _organisations(entries, Status.PLANNED)
    stopped = _organisations(entries, Status.STOPPED)
    considering = len(_organisations(entries, *NOT_YET_NAMED)) + quiet
    if planning:
        said.append(words.planned_in_words(len(planning)))
    if considering:
        said.append(words.considered_in_words(considering))
    if stopped:
        said.append(words.stopped_in_words(len(stopped)))
    return " ".join(said)


def _organisations(entries: Iterable[Entry], *statuses: str) -> set[int]:
    return {entry.organisation for entry in entries if entry.status in statuses}


def map_of(entries: Iterable[Entry], practice: Practice) -> TileMap:
    """Where it is carried out: organisations by region."""
    where: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.is_at_work:
            where[entry.region].add(entry.organisation)
    base = f"{reverse('adoption:list')}?practice={practice.key}&region="
    return tile_map(
        {region: len(found) for region, found in where.items()},
        title=_("Organisations that carry it out, by region"),
        href=lambda code: f"{base}{code}",
    )


def shares(entries: Sequence[Entry]) -> list[Share]:
    """Used as described, adapted, not said: of those who have begun."""
    begun = [entry for entry in entries if entry.is_at_work or entry.status == Status.STOPPED]
    counts = Counter(entry.as_described for entry in begun)
    made, x = [], 0.0
    for key in ("as_described", "adapted", ""):
        if counts[key]:
            width = 100 * counts[key] / len(begun)
            label = words.described_label(key)
            made.append(Share(label, counts[key], key or "unknown", f"{x:.2f}%", f"{width:.2f}%"))
            x += width
    return made


def legend(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """The statuses the lanes show, in the order of the way."""
    return [(value, str(label)) for value, label in Status.choices if value != Status.STOPPED]


class Facts:
    """What adopters told, read once for all of them: steps, changes, results, lessons, the owner's words."""

    def __init__(self, entries: Sequence[Entry], adoptions: Mapping[int, Adoption]) -> None:
        self.entries = {entry.pk: entry for entry in entries}
        self.adoptions = adoptions
        keys = list(adoptions)
        self.steps = _grouped(Step.objects.filter(adoption__in=keys).defer("by"))
        self.said_by_owner = _grouped(OwnersWord.objects.filter(adoption__in=keys).defer("by"))
        self.adaptations = list(Adaptation.objects.filter(adoption__in=keys))
        self.outcomes = list(Outcome.objects.filter(adoption__in=keys))
        self.learned = list(Lesson.objects.filter(adoption__in=keys))
        self.ways = {pk: timeline.steps_of(adoption, self.steps[pk]) for pk, adoption in adoptions.items()}
        self.scale = timeline.scale_of(self.ways.values())

    def name(self, adoption: int) -> str:
        """The adopter's name."""
        return organisation_name(self.entries[adoption].organisation)

    def url(self, adoption: int) -> str:
        """The adoption's own page."""
        return reverse("adoption:adoption", args=[self.adoptions[adoption].uuid])

    def adopters(self, entries: Iterable[Entry]) -> list[Adopter]:
        """The adopters, each with a lane of time."""
        return [self._adopter(entry, self.adoptions[entry.pk]) for entry in entries if entry.pk in self.adoptions]

    def _adopter(self, entry: Entry, adoption: Adoption) -> Adopter:
        said = self.said_by_owner[entry.pk]
        confirmed = [timezone.localdate(word.at) for word in said if word.kind == OwnersWord.Kind.CONFIRMS]
        return Adopter(
            name=organisation_name(entry.organisation),
            url=adoption.get_absolute_url(),
            place=place_words(entry),
            status=str(adoption.get_status_display()),
            tone=words.TONES[adoption.status],
            since=adoption.status_on,
            described=words.described_label(adoption.as_described) if adoption.as_described else "",
            version=adoption.version.number,
            is_older=adoption.version.state == Version.State.SUPERSEDED,
            reached=adoption.reached,
            is_own=entry.is_own,
            is_example=adoption.is_example,
            lane=timeline.lane(self.ways[entry.pk], self.scale),
            confirmed_on=max(confirmed, default=None),
            comments=[word.text for word in said if word.text],
        )

    def history(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        """Every step of these, the latest first: the lanes in words."""
        labels = dict(Status.choices)
        told = [
            {"on": on, "who": self.name(entry.pk), "url": self.url(entry.pk), "status": labels[status]}
            for entry in entries
            for on, status in self.ways.get(entry.pk, ())
        ]
        return sorted(told, key=lambda step: step["on"], reverse=True)

    def changes(self) -> Changes | None:
        """What they do otherwise."""
        return changes(
            self.adaptations,
            lambda one: Said(
                one.text, self.name(one.adoption_id), self.url(one.adoption_id), is_example=one.is_example
            ),
        )

    def contexts(self) -> list[results.Context]:
        """Their results, by situation."""
        return results.by_context(
            (
                self.entries[one.adoption_id].size,
                self.entries[one.adoption_id].area,
                results.result(one, self.name(one.adoption_id), self.url(one.adoption_id)),
            )
            for one in self.outcomes[:RESULTS]
        )

    def results_sentence(self) -> str:
        """How many results, and which way they went."""
        adopters = len({one.adoption_id for one in self.outcomes})
        return results.in_words([results.result(one) for one in self.outcomes], adopters)

    def lessons(self) -> list[Lessons]:
        """What they learned, kind by kind; why it was stopped, also as the step says it."""
        found: dict[str, list[Said]] = defaultdict(list)
        for one in self.learned:
            if one.text:
                pk = one.adoption_id
                found[one.kind].append(Said(one.text, self.name(pk), self.url(pk), is_example=one.is_example))
        for pk, steps in self.steps.items():
            for step in steps:
                if step.status == Status.STOPPED and step.reason:
                    found[Lesson.Kind.STOPPING].append(Said(step.reason, self.name(pk), self.url(pk)))
        return [
            Lessons(kind, str(label), found[kind][:LESSONS], max(len(found[kind]) - LESSONS, 0))
            for kind, label in Lesson.Kind.choices
            if found[kind]
        ]


def organisation_name(key: int) -> str:
    """An organisation's name in the reader's language."""
    entry = organisation_book().by_key.get(key)
    return entry.name(language()) if entry else ""


def place_words(entry: Entry) -> str:
    """Where it is carried out: the place and its region."""
    if not entry.place:
        return ""
    names = [place_book().name(entry.place, language())]
    if entry.region and entry.region not in (ABROAD, entry.place):
        names.append(place_book().name(entry.region, language()))
    return ", ".join(dict.fromkeys(names))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.adoption_id].append(row)
    return found
