"""Ideas as data: how events and states tell of them, whose they are, and what follows from an edge.

Nothing is copied and nothing deleted: an idea that is merged, split, withdrawn or hidden stays under its number. What
was withdrawn or hidden is told without its words; those who run the day and its author still read them.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from kotokaari.innovation.logic.spread import TOGETHER, small_ones
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Day, Group, Idea, IdeaEdge, IdeaFile, Phase, Reaction

from .taking import CannotTake, Taking, Who, whole

SILENT_FROM = 1_000_000_000  # numbers of hidden ideas are drawn from here on: their order tells nothing
UNSPOKEN = (Idea.State.WITHDRAWN, Idea.State.HIDDEN)


def next_number(day: Day) -> int:
    """The number of the next idea of a day that everybody may see."""
    last = Idea.objects.filter(day=day, number__lt=SILENT_FROM).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def drawn_number(day: Day) -> int:
    """A number for an idea that is hidden until its phase is opened up."""
    while True:
        number = SILENT_FROM + secrets.randbelow(SILENT_FROM)
        if not Idea.objects.filter(day=day, number=number).exists():
            return number


def group_told(taking: Taking, who: Who) -> Group | None:
    """The group of whoever writes in secret, where it is of five at least and gives no smaller one away."""
    group = taking.group_of(who)
    sizes = Counter(str(one) for one in taking.group_ids.values())
    if alone := taking.without_group:
        sizes[TOGETHER] = alone
    return None if group is None or str(group.pk) in small_ones(sizes) else group


def marks_of(person: str, day: Day, phases: Iterable[Phase]) -> set[str]:
    """Every mark this person may have on this day, as far as secrets still live."""
    return {mark_of(person, day), *(mark_of(person, phase) for phase in phases if phase.secret)} - {""}


def is_own(taking: Taking, who: Who, mark: str) -> bool:
    """Whether a mark is that of whoever acts."""
    return bool(mark) and mark in marks_of(who.person, taking.day, taking.phases)


def veiled(taking: Taking) -> Phase | None:
    """The phase of ideas that hides who writes: the open one, or the last, when it is silent or secret."""
    phase = taking.phase("ideas")
    return phase if phase is not None and (phase.is_silent or phase.is_secret) else None


def is_silent_now(phase: Phase | None) -> bool:
    """Whether ideas that come now are hidden from others."""
    return phase is not None and phase.is_silent and phase.revealed_at is None


def found_idea(taking: Taking, number: object) -> Idea:
    """An idea of this day by its number, as a number or as typed. Raises CannotTake."""
    found = Idea.objects.filter(day=taking.day, number=long_whole(number)).first()
    if found is None:
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    return found


def long_whole(value: object) -> int:
    """A whole number of up to ten digits: numbers of hidden ideas are longer than ``whole`` takes."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else whole(value)


def own_idea(taking: Taking, who: Who, number: object) -> Idea:
    """An idea that whoever acts may change: her own, or any when she runs the day. Raises CannotTake."""
    idea = found_idea(taking, number)
    if is_own(taking, who, idea.mark):
        return idea
    if idea.is_silent:
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    if not who.is_staff:
        raise CannotTake("not_yours", _("This idea is somebody else’s. You can refine it into a new one."))
    return idea


def data_of(ideas: Sequence[Idea], *, openly: bool = False, own: frozenset[str] | set[str] = frozenset()) -> list[Any]:
    """Ideas as everybody is told of them; ``openly``: with the words of hidden ones; ``own``: marks of the reader."""
    keys = [idea.pk for idea in ideas]
    sources, files = defaultdict(list), defaultdict(list)
    for edge in IdeaEdge.objects.filter(new__in=keys).order_by("id").values_list("new", "type", "old__number"):
        sources[edge[0]].append([edge[1], edge[2]])
    for kept in IdeaFile.objects.filter(idea__in=keys, removed_at__isnull=True):
        files[kept.idea_id].append(file_data(kept))
    signs = signs_of(keys)
    told = []
    for idea in ideas:
        one = plain(idea)
        one["from"], one["files"], one["signs"] = sources[idea.pk], files[idea.pk], signs.get(idea.pk, {})
        is_mine = idea.mark in own
        if is_mine:
            one["mine"] = True
        told.append(one if openly or is_mine else unspoken(one))
    return told


def plain(idea: Idea) -> dict[str, Any]:
    """A new idea as data: nothing hangs on it yet."""
    return {
        "number": idea.number,
        "theme": idea.theme_id,
        "group": idea.group_id,
        "text": idea.text,
        "language": idea.language,
        "state": str(idea.state),
        "silent": idea.is_silent,
        "late": idea.is_late,
        "at": idea.made_at.isoformat(),
        "from": [],
        "files": [],
        "signs": {},
    }


def unspoken(one: dict[str, Any]) -> dict[str, Any]:
    """The same without words and files, when it was withdrawn or hidden."""
    return {**one, "text": "", "files": []} if one["state"] in UNSPOKEN else one


def file_data(kept: IdeaFile) -> dict[str, Any]:
    """A photo, drawing or voice note as data; its address is made by the page."""
    kind = "sound" if kept.media_type.startswith("audio/") else "picture"
    return {"id": str(kept.uuid), "kind": kind, "caption": kept.caption}


def signs_of(ideas: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many of each sign each idea has."""
    counted = Reaction.objects.filter(idea__in=ideas).values_list("idea", "sign").annotate(count=Count("id"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for idea, sign, count in counted.order_by("idea", "sign"):
        found[idea][sign] = count
    return found


def silent_counts(day: Day) -> dict[str, int]:
    """How many hidden ideas wait in each theme, by the theme's id as text (so JSON keeps it)."""
    waiting = Idea.objects.filter(day=day, is_silent=True, state=Idea.State.STANDING)
    return {str(key): count for key, count in sorted(Counter(waiting.values_list("theme", flat=True)).items())}


def settle(ideas: Iterable[Idea], seq: int) -> list[Idea]:
    """Let the ideas that these came from be merged, or stand again, as the edges now say. Those that changed."""
    edges = IdeaEdge.objects.filter(new__in=[idea.pk for idea in ideas]).exclude(type=IdeaEdge.Type.REFINE)
    olds = Idea.objects.filter(led_to__in=edges, state__in=[Idea.State.STANDING, Idea.State.MERGED]).distinct()
    changed = []
    for old in olds.order_by("number"):
        alive = old.led_to.exclude(type=IdeaEdge.Type.REFINE).exclude(new__state=Idea.State.WITHDRAWN)
        state = Idea.State.MERGED if alive.exists() else Idea.State.STANDING
        if old.state != state:
            old.state, old.seq = state, seq
            old.save(update_fields=["state", "seq"])
            changed.append(old)
    return changed
