"""Tidying up, by those who run the day: merge, split, move, hide, and open up what was written in silence.

Every one of these can be taken back: ``idea_withdraw`` on what a merge or split made lets the old ideas stand again,
``idea_undo`` brings it back.
"""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from kotokaari.innovation.logic.likeness import Likeness
from kotokaari.innovation.models import DayTheme, Idea, IdeaEdge
from kotokaari.live.public import Accepted, Incoming

from .boarding import data_of, found_idea, next_number
from .ideas import new_idea, said, told_of
from .registry import takes, tells
from .steering import phases_data
from .taking import CannotTake, Taking, Who
from .telling import Telling

MOST_MERGED = 20
MOST_PIECES = 6


@takes("merge", by_staff=True)
def merge(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Make one idea (``text``, perhaps ``theme``) of several (``ideas``); they stay, and say where they went."""
    olds = _several(taking, act.payload.get("ideas"))
    theme = taking.theme(act.payload["theme"]) if act.payload.get("theme") else taking.themes[olds[0].theme_id]
    groups = {old.group_id for old in olds}
    return _made(taking, who, act, olds, [said(act)], IdeaEdge.Type.MERGE, theme, groups)


@takes("split", by_staff=True)
def split(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Make several ideas (``texts``: a list, or one a line) of one (``idea``), which stays, and says so."""
    old = _standing(found_idea(taking, act.payload.get("idea")))
    given = act.payload.get("texts")
    lines = given.splitlines() if isinstance(given, str) else given if isinstance(given, list) else []
    texts = [_piece(act, line) for line in lines if isinstance(line, str) and line.strip()]
    if not 2 <= len(texts) <= MOST_PIECES:
        raise CannotTake("pieces", _("Write each idea on a line of its own: two at least, six at most."))
    return _made(taking, who, act, [old], texts, IdeaEdge.Type.SPLIT, taking.themes[old.theme_id], {old.group_id})


def _piece(act: Incoming, line: str) -> str:
    return said(Incoming(act.op, act.kind, {"text": line}))


def _made(
    taking: Taking,
    who: Who,
    act: Incoming,
    olds: list[Idea],
    texts: list[str],
    how: IdeaEdge.Type,
    theme: DayTheme,
    groups: set[int | None],
) -> Accepted:
    """New ideas in place of old ones; of the group of the old ones when they are of one."""
    news = []
    for text in texts:
        idea = new_idea(taking, who, act, theme, text=text)
        idea.group_id = next(iter(groups)) if len(groups) == 1 else None
        if "language" not in act.payload:
            idea.language = olds[0].language
        idea.mark = ""
        idea.save(force_insert=True)
        IdeaEdge.objects.bulk_create([IdeaEdge(type=how, new=idea, old=old) for old in olds])
        news.append(idea)
    event = told_of(taking, *news)
    return Accepted(event, author=who.mark, mine={"made": [idea.number for idea in news]})


def _several(taking: Taking, numbers: object) -> list[Idea]:
    given = numbers if isinstance(numbers, list) else str(numbers or "").replace(",", " ").split()
    if len(given) > MOST_MERGED:
        raise CannotTake("merged", _("At most %(most)d ideas are merged at once.") % {"most": MOST_MERGED})
    found = {idea.pk: idea for idea in (_standing(found_idea(taking, number)) for number in given)}
    if len(found) < 2:
        raise CannotTake("too_few", _("Choose two ideas at least."))
    return sorted(found.values(), key=lambda idea: idea.number)


def _standing(idea: Idea) -> Idea:
    """An idea that is on the board for everybody. Raises CannotTake."""
    if idea.is_silent:
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    if idea.state != Idea.State.STANDING:
        raise CannotTake("not_standing", _("Idea %(number)d is not on the board any more.") % {"number": idea.number})
    return idea


@takes("idea_move", by_staff=True)
def move(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Put an idea (``idea``) under another theme (``theme``)."""
    idea = _seen(taking, act)
    idea.theme = taking.theme(act.payload.get("theme"))
    return _kept(taking, who, idea)


@takes("idea_hide", by_staff=True, also_after=True)
def hide(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take an idea's words off every screen; it stays in the log, and can be shown again."""
    idea = _seen(taking, act)
    if idea.state == Idea.State.WITHDRAWN:
        raise CannotTake("not_standing", _("Idea %(number)d is not on the board any more.") % {"number": idea.number})
    idea.state = Idea.State.HIDDEN
    return _kept(taking, who, idea)


@takes("idea_show", by_staff=True, also_after=True)
def show(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Show a hidden idea again."""
    idea = _seen(taking, act)
    if idea.state != Idea.State.HIDDEN:
        raise CannotTake("not_hidden", _("This idea is not hidden."))
    merged = idea.led_to.exclude(type=IdeaEdge.Type.REFINE).exclude(new__state=Idea.State.WITHDRAWN).exists()
    idea.state = Idea.State.MERGED if merged else Idea.State.STANDING
    return _kept(taking, who, idea)


def _seen(taking: Taking, act: Incoming) -> Idea:
    idea = found_idea(taking, act.payload.get("idea"))
    if idea.is_silent:
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    return idea


def _kept(taking: Taking, who: Who, idea: Idea) -> Accepted:
    idea.seq = taking.seq
    idea.save()
    return Accepted(told_of(taking, idea), author=who.mark)


@takes("reveal", by_staff=True)
def reveal(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Open up what was written in silence: all at once, numbered by lot, so that the order tells nobody."""
    ideas = list(Idea.objects.filter(day=taking.day, is_silent=True, state=Idea.State.STANDING))
    hidden = [phase for phase in taking.phases if phase.is_silent and phase.opened_at and not phase.revealed_at]
    if not ideas and not hidden:
        raise CannotTake("nothing_hidden", _("There are no hidden ideas."))
    secrets.SystemRandom().shuffle(ideas)
    first = next_number(taking.day)
    for number, idea in enumerate(ideas, first):
        idea.number, idea.is_silent, idea.seq, idea.made_at = number, False, taking.seq, taking.now
    Idea.objects.bulk_update(ideas, ["number", "is_silent", "seq", "made_at"])
    for phase in hidden:
        phase.revealed_at = taking.now
        phase.save(update_fields=["revealed_at"])
    event = {"thing": "revealed", "ideas": data_of(ideas), "phases": phases_data(taking.phases), "silent": {}}
    return Accepted(event, author=who.mark)


@tells("doubles")
def tell_doubles(telling: Telling) -> list[list[int]]:
    """Pairs of ideas on the board that may say the same, for those who run the day."""
    if not telling.ticket.is_staff:
        return []
    standing = Idea.objects.filter(day=telling.day, state=Idea.State.STANDING, is_silent=False)
    refined = set(
        IdeaEdge.objects.filter(new__day=telling.day, type=IdeaEdge.Type.REFINE).values_list(
            "old__number", "new__number"
        )
    )
    texts: dict[tuple[int | None, str], dict[int, str]] = {}
    for number, theme, language, text in standing.values_list("number", "theme", "language", "text"):
        texts.setdefault((theme, language), {})[number] = text
    found = [pair for some in texts.values() for pair in Likeness(some).pairs() if pair not in refined]
    return [list(pair) for pair in sorted(found)]
