"""How practices spread over the country: counted from open adoptions, by region, theme, size and stage.

Only organisations, practices and adoptions are counted here, never people.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.people.public import sort_key
from kotokaari.vocabulary.public import concept_book

from ..models import Adoption, Lesson, Situation, Step
from .book import Entry, adoption_book, practice_themes
from .changes import Said
from .section import organisation_name
from .tilemap import ABROAD, NOWHERE, PLACES, TileMap, region_name, tile_map
from .words import language

Status = Adoption.Status
STAGES = (
    Status.INTERESTED,
    Status.EXPLORING,
    Status.PLANNED,
    Status.PILOTING,
    Status.IN_USE,
    Status.MAINSTREAMED,
)
STAGE = {status.value: place for place, status in enumerate(STAGES)}
PATIENCE = datetime.timedelta(days=365)
REASONS = 24
FUNNELS = 20
REGIONS = [code for code in PLACES if code != ABROAD]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader looks at: a theme, a region, adoptions whose present status began in a period."""

    theme: str = ""
    region: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    def fits(self, entry: Entry) -> bool:
        """True for an adoption that is looked at."""
        return (
            (not self.theme or self.theme in entry.themes)
            and (not self.region or entry.region == self.region)
            and (self.since is None or entry.status_on >= self.since)
            and (self.until is None or entry.status_on <= self.until)
        )


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """A public practice as the view needs it."""

    key: str
    uuid: str
    title: TranslatedText
    owner: int
    published_on: datetime.date | None
    is_example: bool

    @property
    def name(self) -> Reading:
        """Its title in the reader's language."""
        return read(self.title)

    @property
    def url(self) -> str:
        """Its page."""
        words = slugify(self.name.text)[:60].strip("-") or "practice"
        return reverse("catalogue:practice", args=[words, self.key])

    @property
    def owner_name(self) -> str:
        """Whose it is."""
        return organisation_name(self.owner)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with its bar: the number that is drawn, and the others."""

    code: str
    label: str
    numbers: tuple[int, ...]
    share: int = 0
    href: str = ""

    @property
    def width(self) -> str:
        """The bar as an attribute."""
        return f"{self.share}%"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: how many came so far, are there now, and stopped there."""

    code: str
    label: str
    reached: int
    now: int
    stopped: int
    share: int

    @property
    def width(self) -> str:
        """The bar as an attribute."""
        return f"{self.share}%"


@dataclass(frozen=True, slots=True)
class Funnel:
    """One practice: how many adoptions stand at each stage now, and how many have stopped."""

    practice: PracticeFacts
    stages: tuple[int, ...]
    stopped: int
    url: str

    @property
    def total(self) -> int:
        """All its adoptions."""
        return sum(self.stages) + self.stopped

    @property
    def at_work(self) -> int:
        """Those carried out now."""
        return sum(self.stages[STAGE[Status.PILOTING] :])

    @property
    def bars(self) -> list[tuple[int, int, int, int, str]]:
        """The small drawing: where each bar stands, its top, how high it is, its number, its stage."""
        most = max(*self.stages, 1)
        tall = [0 if not number else max(3, round(22 * number / most)) for number in self.stages]
        return [(14 * n, 24 - high, high, self.stages[n], STAGES[n].value) for n, high in enumerate(tall)]


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Where a theme is in use, and where not: a small map."""

    code: str
    label: str
    map: TileMap
    organisations: int
    regions: int
    missing: list[str]

    @property
    def words(self) -> str:
        """The map in a sentence."""
        used = ngettext("In use in %(count)s region.", "In use in %(count)s regions.", self.regions)
        return used % {"count": self.regions}


def practice_facts() -> Mapping[int, PracticeFacts]:
    """Every public practice by key. One query after a change of data, else none."""
    return cached("adoption.practices", _read_practices)


def _read_practices() -> dict[int, PracticeFacts]:
    rows = (
        Practice.objects.public()
        .order_by()
        .annotate(first=Min("versions__published_at"))
        .values_list("pk", "key", "uuid", "current__title", "owner_id", "first", "is_example")
    )
    return {
        pk: PracticeFacts(key, str(uuid), title, owner, timezone.localdate(first) if first else None, is_example)
        for pk, key, uuid, title, owner, first, is_example in rows
    }


def ways() -> Mapping[int, Sequence[str]]:
    """The statuses each public adoption has had, in order. One query after a change of data, else none."""
    return cached("adoption.ways", _read_ways)


def _read_ways() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    steps = Step.objects.filter(adoption__in=Adoption.objects.public()).order_by("on", "pk")
    for adoption, status in steps.values_list("adoption_id", "status"):
        found[adoption].append(status)
    return dict(found)


class Spread:
    """The figures of one choice, each counted when it is asked for."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.everything = adoption_book().entries
        self.entries = [entry for entry in self.everything if choice.fits(entry)]
        self.counting = [entry for entry in self.entries if entry.counts]

    @cached_property
    def practices(self) -> dict[int, PracticeFacts]:
        """The practices looked at: all, or those of the theme."""
        themes = practice_themes()
        return {
            pk: facts
            for pk, facts in practice_facts().items()
            if not self.choice.theme or self.choice.theme in themes.get(pk, ())
        }

    # At a glance

    @cached_property
    def figures(self) -> list[tuple[int, str]]:
        """The main numbers with their words."""
        used = len({entry.practice for entry in self.counting})
        organisations = len({entry.organisation for entry in self.counting})
        regions = len({entry.region for entry in self.counting} - {ABROAD, NOWHERE})
        waiting = len({entry.organisation for entry in self.entries if STAGE.get(entry.status, 9) < 3})
        stopped = sum(entry.status == Status.STOPPED for entry in self.entries)
        total = len(self.practices)
        return [
            (used, ngettext("practice of %(total)s is used by others than its owner", "practices of %(total)s are used by others than their owners", used) % {"total": total}),
            (organisations, ngettext("organisation uses a practice of another", "organisations use a practice of another", organisations)),
            (regions, ngettext("region of 19 has such use", "regions of 19 have such use", regions)),
            (waiting, ngettext("organisation is on its way to use", "organisations are on their way to use", waiting)),
            (stopped, ngettext("adoption has stopped", "adoptions have stopped", stopped)),
        ]  # fmt: skip

    # By region, theme and size

    @cached_property
    def map(self) -> TileMap:
        """Organisations that use a practice of another, by region."""
        return tile_map(
            {code: line.numbers[0] for code, line in self._regions.items()},
            title=_("Organisations that use a practice of another, by region"),
            href=lambda code: f"{reverse('adoption:list')}?region={code}",
            chosen=[self.choice.region],
        )

    @cached_property
    def _regions(self) -> dict[str, Line]:
        return {code: self._region(code) for code in (*REGIONS, ABROAD, NOWHERE)}

    def _region(self, code: str) -> Line:
        here = [entry for entry in self.entries if entry.region == code]
        counting = [entry for entry in here if entry.counts]
        numbers = (
            len({entry.organisation for entry in counting}),
            len({entry.practice for entry in counting}),
            sum(STAGE.get(entry.status, 9) < 3 for entry in here),
            sum(entry.status == Status.STOPPED for entry in here),
        )
        return Line(code, region_name(code, language()), numbers)

    @cached_property
    def regions(self) -> list[Line]:
        """Each region: organisations, practices, on the way, stopped. Those without anything at the end."""
        lines = [line for code, line in self._regions.items() if code in REGIONS or any(line.numbers)]
        return _drawn(sorted(lines, key=lambda line: (*(-number for number in line.numbers), sort_key(line.label))))

    @cached_property
    def themes(self) -> list[Line]:
        """Each theme: organisations, practices used, practices there are. The most used first."""
        practices, book, wanted = self.practices, concept_book(), practice_themes()
        there = Counter(code for pk in practices for code in wanted.get(pk, ()))
        users: dict[str, set[int]] = defaultdict(set)
        used: dict[str, set[int]] = defaultdict(set)
        for entry in self.counting:
            for code in entry.themes:
                users[code].add(entry.organisation)
                used[code].add(entry.practice)
        lines = [
            Line(code, book.label(code, language()), (len(users[code]), len(used[code]), number))
            for code, number in there.items()
        ]
        return _drawn(sorted(lines, key=lambda line: (*(-number for number in line.numbers), sort_key(line.label))))

    @cached_property
    def sizes(self) -> list[Line]:
        """By the size the adopters told of themselves: organisations and adoptions in use."""
        labels = [*Situation.Size.choices, ("", _("Size not told"))]
        lines = []
        for code, label in labels:
            here = [entry for entry in self.counting if entry.size == code]
            lines.append(Line(code, str(label), (len({entry.organisation for entry in here}), len(here))))
        return _drawn([line for line in lines if line.code or any(line.numbers)])

    @cached_property
    def areas(self) -> list[Line]:
        """Town and country, as the adopters told of themselves."""
        lines = []
        for code, label in [*Situation.Area.choices, ("", _("Kind of area not told"))]:
            here = [entry for entry in self.counting if entry.area == code]
            lines.append(Line(code, str(label), (len({entry.organisation for entry in here}), len(here))))
        return _drawn([line for line in lines if line.code or any(line.numbers)])

    # Where practices stop spreading

    @cached_property
    def stages(self) -> list[Stage]:
        """The way of all adoptions: how many came to each stage, are there now, stopped there."""
        known = ways()
        reached, now, stopped = Counter[int](), Counter[int](), Counter[int]()
        for entry in self.entries:
            way = [STAGE[status] for status in (*known.get(entry.pk, ()), entry.status) if status in STAGE]
            furthest = max(way, default=0)
            reached.update(range(furthest + 1))
            if entry.status == Status.STOPPED:
                stopped[way[-1] if way else 0] += 1
            else:
                now[STAGE[entry.status]] += 1
        most = reached[0] or 1
        return [
            Stage(status.value, str(status.label), reached[n], now[n], stopped[n], round(100 * reached[n] / most))
            for n, status in enumerate(STAGES)
        ]

    @cached_property
    def stages_sentence(self) -> str:
        """How many began, how many came to use, and where most fall away."""
        first, last = self.stages[0].reached, self.stages[STAGE[Status.IN_USE]].reached
        if not first:
            return ""
        said = [_("Of %(all)s adoptions %(used)s have come to use.") % {"all": first, "used": last}]
        falls = [
            (before.reached - after.reached, before, after)
            for before, after in zip(self.stages, self.stages[1:], strict=False)
            if STAGE[after.code] <= STAGE[Status.IN_USE]
        ]
        loss, before, after = max(falls, key=lambda fall: fall[0])
        if loss:
            said.append(
                _("Most are left between “%(before)s” (%(many)s) and “%(after)s” (%(few)s).")
                % {"before": before.label, "many": before.reached, "after": after.label, "few": after.reached}
            )
        return " ".join(said)

    @cached_property
    def all_funnels(self) -> list[Funnel]:
        """Every practice that has adoptions, those with the most first."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for entry in self.entries:
            counts[entry.practice][entry.status] += 1
        facts = practice_facts()
        funnels = [
            Funnel(
                facts[pk],
                tuple(found[status.value] for status in STAGES),
                found[Status.STOPPED.value],
                f"{reverse('adoption:list')}?practice={facts[pk].key}",
            )
            for pk, found in counts.items()
            if pk in facts
        ]
        return sorted(funnels, key=lambda funnel: (-funnel.total, -funnel.at_work, sort_key(funnel.practice.name.text)))

    @property
    def funnels(self) -> list[Funnel]:
        """The first of them; the file has all."""
        return self.all_funnels[:FUNNELS]

    @cached_property
    def interest_without_use(self) -> list[Funnel]:
        """Practices that several have looked at and nobody carries out."""
        return [funnel for funnel in self.all_funnels if not funnel.at_work and sum(funnel.stages) + funnel.stopped > 1]

    @cached_property
    def reasons(self) -> list[Said]:
        """Why it was stopped, in the adopters' words. Two queries."""
        stopped = {entry.pk: entry for entry in self.entries if entry.status == Status.STOPPED}
        if not stopped:
            return []
        steps = Step.objects.filter(adoption__in=list(stopped), status=Status.STOPPED).order_by("-on", "-pk")
        lessons = Lesson.objects.filter(adoption__in=list(stopped), kind=Lesson.Kind.STOPPING).order_by("-pk")
        said = [(step.adoption_id, step.reason) for step in steps[:REASONS] if step.reason]
        said += [(lesson.adoption_id, lesson.text) for lesson in lessons[:REASONS] if lesson.text]
        uuids = dict(Adoption.objects.filter(pk__in=[pk for pk, _text in said]).values_list("pk", "uuid"))
        facts = practice_facts()
        return [
            Said(
                text,
                organisation_name(stopped[pk].organisation),
                reverse("adoption:adoption", args=[uuids[pk]]),
                facts[stopped[pk].practice].name.text if stopped[pk].practice in facts else "",
                stopped[pk].is_example,
            )
            for pk, text in said
        ]

    @cached_property
    def never_adopted(self) -> list[PracticeFacts]:
        """Practices nobody has told of using a year after they were published, the oldest first."""
        limit = timezone.localdate() - PATIENCE
        known = {entry.practice for entry in self.everything}
        found = [
            facts
            for pk, facts in self.practices.items()
            if pk not in known and facts.published_on and facts.published_on <= limit
        ]
        return sorted(found, key=lambda facts: (facts.published_on, facts.key))

    @cached_property
    def theme_maps(self) -> list[ThemeMap]:
        """Themes in use in two regions at least, each with the regions where nobody uses it; the most missing last."""
        chosen = [
            e for e in self.everything if e.counts and Choice(since=self.choice.since, until=self.choice.until).fits(e)
        ]
        where: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for entry in chosen:
            for code in entry.themes:
                where[code][entry.region].add(entry.organisation)
        maps = [self._theme_map(code, found) for code, found in where.items()]
        maps = [one for one in maps if one.regions >= 2 and (not self.choice.theme or one.code == self.choice.theme)]
        if self.choice.region:
            own = region_name(self.choice.region, language())
            maps = [one for one in maps if own in one.missing]
        return sorted(maps, key=lambda one: (-one.regions, -one.organisations, sort_key(one.label)))

    def _theme_map(self, code: str, where: Mapping[str, set[int]]) -> ThemeMap:
        label = concept_book().label(code, language())
        missing = sorted((region_name(region, language()) for region in REGIONS if not where.get(region)), key=sort_key)
        return ThemeMap(
            code,
            label,
            tile_map({region: len(found) for region, found in where.items()}, title=label),
            len({organisation for found in where.values() for organisation in found}),
            len(REGIONS) - len(missing),
            missing,
        )


def _drawn(lines: Iterable[Line]) -> list[Line]:
    """The lines with their bars: the first number, against the largest. What nobody has told has no bar."""
    lines = list(lines)
    most = max((line.numbers[0] for line in lines if line.code), default=0) or 1
    return [
        Line(line.code, line.label, line.numbers, round(100 * line.numbers[0] / most) if line.code else 0, line.href)
        for line in lines
    ]


def lines_in_words(lines: Sequence[Line], most: int = 3) -> str:
    """The longest bars, said: «Most: employment (7), language learning (5).» Too many alike are only counted."""
    filled = sorted((line for line in lines if line.numbers[0]), key=lambda line: -line.numbers[0])
    if not filled:
        return _("Nothing to count yet.")
    top = filled[0].numbers[0]
    alike = sum(line.numbers[0] == top for line in filled)
    if alike > most:
        return pgettext("figures", "%(many)s with %(number)s each; none has more.") % {"many": alike, "number": top}
    cut = filled[most].numbers[0] if len(filled) > most else 0
    named = [line for line in filled[:most] if line.numbers[0] > cut] or filled[:alike]
    said = ", ".join(f"{line.label} ({line.numbers[0]})" for line in named)
    return pgettext("figures", "Most: %(lines)s.") % {"lines": said}
