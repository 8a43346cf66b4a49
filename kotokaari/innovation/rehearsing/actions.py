"""Beginning a rehearsal, letting its simulated participants act, throwing it away."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation.acting.choosing import candidates, dots_of
from kotokaari.innovation.acting.doing import Doing, do_all
from kotokaari.innovation.grouping.actions import announce, make_groups
from kotokaari.innovation.joining.actions import join_now
from kotokaari.innovation.joining.professions import suggestions
from kotokaari.innovation.models import Chosen, Day, DayTheme, Participant, Phase
from kotokaari.innovation.preparing.actions import copy_day, start_day
from kotokaari.people.public import Place, User

from . import sayings

FEWEST, MOST = 4, 60
PROFESSIONS, TOWNS = 3, 4
Kind = Phase.Kind


@transaction.atomic
def rehearse(day: Day, *, people: int, by: User) -> Day:
    """A copy of the day that goes on at once, with so many simulated participants; nothing of it becomes public."""
    if not FEWEST <= people <= MOST:
        raise DomainError(
            _("A rehearsal has from %(fewest)d to %(most)d participants.") % {"fewest": FEWEST, "most": MOST}
        )
    now = timezone.now().replace(second=0, microsecond=0)
    made = copy_day(day, organisation=day.organisation, name=day.name, starts_at=now, by=by)
    Day.objects.filter(pk=made.pk).update(is_rehearsal=True)
    made = start_day(made, by=by)
    _people(made, people)
    audit.record("innovation day rehearsed", target=day, by=by, people=people)
    return made


def _people(day: Day, many: int) -> None:
    dice = random.Random(day.pk)
    with translation.override(_language(day)):
        fields = suggestions()[:PROFESSIONS]
    towns = _towns(day)
    languages = [str(one) for one in day.languages] or ["fi"]
    themes = list(day.themes.values_list("pk", flat=True))
    for at in range(many):
        understood = languages if dice.random() < 0.4 else [languages[at % len(languages)]]
        person, _token = join_now(
            day,
            profession=fields[at % len(fields)],
            municipality=dice.choice(towns) if towns else None,
            languages=understood,
            language=understood[0] if understood[0] in LANGUAGES else "en",
            wishes=dice.sample(themes, min(3, len(themes))) if day.working == Day.Working.OWN else [],
        )
        Participant.objects.filter(pk=person.pk).update(is_simulated=True)


def _towns(day: Day) -> list[Place]:
    """Municipalities of the region of whoever holds the day; else the first there are."""
    all_of_them = Place.objects.filter(level=Place.Level.MUNICIPALITY, valid_to=None).order_by("code")
    home = day.organisation.place
    near = all_of_them.filter(within=home.within_id) if home and home.within_id else all_of_them
    return list(near[:TOWNS]) or list(all_of_them[:TOWNS])


def _language(day: Day) -> str:
    return next((str(one) for one in day.languages if one in LANGUAGES), "fi")


def play(day: Day, *, by: User) -> int:
    """Let the simulated participants do what belongs to the parts that are open; gives how many things they did.

    Refused for a day that is no rehearsal, and when nothing is open in which participants do something.
    """
    if not day.is_rehearsal or day.state != Day.State.RUNNING:
        raise DomainError(_("Only a rehearsal that goes on has simulated participants."))
    opened = list(day.phases.filter(opened_at__isnull=False, closed_at__isnull=True))
    kinds = {phase.kind for phase in opened}
    if Kind.GROUPS in kinds and not day.rounds.filter(announced_at__isnull=False).exists():
        made = make_groups(day, groups=day.groups_wanted, only_here=True, by=by)
        announce(made, by=by, revision=made.revision)
        return 1
    people = list(day.participants.filter(is_simulated=True, state=Participant.State.HERE).order_by("pk"))
    with translation.override(_language(day)):
        doings = [doing for kind in PLAYED if kind in kinds for doing in PLAYED[kind](day, people)]
    if not doings:
        raise DomainError(_("Open a part of the day in which participants do something."))
    return len(do_all(day, doings))


def _think(day: Day, people: list[Participant]) -> Iterator[Doing]:
    """Each writes an idea."""
    dice, themes = random.Random(), list(day.themes.all())
    said = dice.sample(sayings.IDEAS, len(sayings.IDEAS))
    for at, person in enumerate(people):
        yield (
            person,
            "idea",
            {"theme": dice.choice(themes).pk, "text": str(said[at % len(said)]), "language": _language(day)},
        )


def _choose(day: Day, people: list[Participant]) -> Iterator[Doing]:
    """Each chooses in every theme where she may; in the way of the day."""
    dice = random.Random()
    own = day.working == Day.Working.OWN
    seats = {}
    if own:
        last = day.rounds.filter(announced_at__isnull=False).order_by("-number").first()
        groups = last.groups.prefetch_related("seats") if last else []
        seats = {seat.participant_id: group.theme_id for group in groups for seat in group.seats.all()}
    for theme in day.themes.all():
        ideas = candidates(day, theme)
        for person in people if ideas else []:
            if not own or seats.get(person.pk) == theme.pk:
                yield person, "choose", {"theme": theme.pk, **_ballot(day, ideas, dice)}


def _ballot(day: Day, ideas: list[int], dice: random.Random) -> dict[str, int]:
    order = dice.sample(ideas, len(ideas))
    if day.choosing == Day.Choosing.RANKING:
        return {f"rank_{number}": place for place, number in enumerate(order, 1)}
    if day.choosing == Day.Choosing.PAIRS:
        return {f"pair_{one}_{other}": dice.choice((one, other)) for one, other in itertools.pairwise(order)}
    dots: dict[str, int] = {}
    for _dot in range(dots_of(day)):
        number = dice.choice(order)
        dots[f"dots_{number}"] = dots.get(f"dots_{number}", 0) + 1
    return dots


def _weigh(day: Day, people: list[Participant]) -> Iterator[Doing]:
    """Each weighs every chosen idea."""
    dice = random.Random()
    for number in Chosen.objects.filter(day=day).values_list("idea__number", flat=True):
        for person in people:
            yield (
                person,
                "weigh",
                {"idea": number, **{scale: dice.randint(0, 4) for scale in ("value", "impact", "feasibility")}},
            )


def _write(day: Day, people: list[Participant]) -> Iterator[Doing]:
    """One begins an epic of each chosen idea that has none."""
    dice = random.Random()
    begun = set(day.epics.values_list("ideas", flat=True))
    themes: dict[int, DayTheme] = {theme.pk: theme for theme in day.themes.all()}
    for chosen in Chosen.objects.filter(day=day).select_related("idea"):
        if chosen.idea_id not in begun and chosen.theme_id in themes and people:
            told = {"theme": chosen.theme_id, "ideas": [str(chosen.idea.number)], "name": str(sayings.EPIC)}
            yield dice.choice(people), "epic_new", {**told, "language": _language(day)}


PLAYED = {Kind.IDEAS: _think, Kind.CHOOSE: _choose, Kind.WEIGH: _weigh, Kind.EPICS: _write}


@transaction.atomic
def throw_away(day: Day, *, by: User) -> None:
    """A rehearsal and all that was done in it goes for good. Refused for any other day."""
    if not day.is_rehearsal:
        raise DomainError(_("Only a rehearsal can be thrown away."))
    audit.record("rehearsal thrown away", target=day, by=by)
    channel = day.channel
    day.chosen.all().delete()
    day.epics.all().delete()
    day.ideas.all().delete()
    day.delete()
    channel.delete()
