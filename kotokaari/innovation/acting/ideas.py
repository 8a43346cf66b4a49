"""Ideas come, are changed, withdrawn and put back, refined; people say something about them and give signs.

While a silent phase runs, others are told how many ideas wait in each theme and nothing else; whose they are is kept as
a mark that loses its meaning when the phase closes.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.keys import random_id
from kotokaari.innovation.logic.likeness import Likeness
from kotokaari.innovation.marks import mark_of
from kotokaari.innovation.models import Comment, DayTheme, Idea, IdeaEdge, Phase, Reaction
from kotokaari.live.public import Accepted, Incoming

from .boarding import (
    UNSPOKEN,
    data_of,
    drawn_number,
    found_idea,
    group_told,
    is_own,
    is_silent_now,
    marks_of,
    next_number,
    own_idea,
    plain,
    settle,
    signs_of,
    silent_counts,
    veiled,
)
from .hiding import unlink
from .registry import on_close, takes, tells
from .taking import CannotTake, Taking, Who, whole, words
from .telling import Telling

MOST_LETTERS = 500
SIGNS = ("good", "need", "ask")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


@takes("idea")
def take_idea(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """A new idea: ``theme`` and ``text``, perhaps ``language``."""
    return _come(taking, who, act, taking.theme(act.payload.get("theme")))


@takes("refine")
def refine(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """A new idea made out of an older one (``idea``), which stays as it is."""
    old = found_idea(taking, act.payload.get("idea"))
    if old.is_silent and not is_own(taking, who, old.mark):
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    return _come(taking, who, act, taking.themes[old.theme_id], old)


def _come(taking: Taking, who: Who, act: Incoming, theme: DayTheme, old: Idea | None = None) -> Accepted:
    veil = veiled(taking)
    idea = new_idea(taking, who, act, theme, silent=is_silent_now(veil))
    if veil is not None:
        idea.mark, idea.group = mark_of(who.person, veil), group_told(taking, who)
    if veil is not None and idea.is_silent:
        idea.pk, idea.made_at = random_id(), veil.opened_at or taking.now  # neither number nor moment tells the order
    idea.save(force_insert=True)
    if old is not None:
        IdeaEdge.objects.create(type=IdeaEdge.Type.REFINE, new=idea, old=old)
    told = {**plain(idea), "from": [["refine", old.number]] if old is not None else []}
    doubles = [] if idea.is_silent else like(taking, idea, {old.number} if old else set())
    return answered(taking, who, idea, told, veil, doubles=doubles)


def new_idea(taking: Taking, who: Who, act: Incoming, theme: DayTheme, *, silent: bool = False, text: str = "") -> Idea:
    """An idea out of an act, not saved yet. Raises CannotTake."""
    return Idea(
        day=taking.day,
        number=drawn_number(taking.day) if silent else next_number(taking.day),
        theme=theme,
        group=taking.group_of(who),
        text=text or said(act),
        language=language_of(taking, who, act),
        mark=who.mark,
        is_silent=silent,
        is_late=taking.is_late("ideas"),
        seq=0 if silent else taking.seq,
        made_at=taking.now,
    )


def said(act: Incoming, name: str = "text") -> str:
    """The words of an idea or comment. Raises CannotTake when there are none, or too many."""
    text = words(act, name, MOST_LETTERS)
    if not text:
        raise CannotTake("empty", _("There is no text."))
    return text


def language_of(taking: Taking, who: Who, act: Incoming) -> str:
    """The language somebody says to write in, else hers, else the day's first."""
    language = act.payload.get("language")
    if isinstance(language, str) and len(language) <= 8 and LANGUAGE.fullmatch(language):
        return language
    return who.participant.language if who.participant else next(iter(taking.day.languages), "fi")


def answered(
    taking: Taking, who: Who, idea: Idea, told: dict[str, Any], veil: Phase | None, *, doubles: list[int]
) -> Accepted:
    """What everybody is told of a new or changed idea, and what its author is."""
    mine = {"idea": {**told, "mine": True}, "doubles": doubles}
    if idea.is_silent:
        event: dict[str, Any] = {"thing": "silent", "counts": silent_counts(taking.day)}
    else:
        event = {"thing": "idea", **told, "like": doubles}
    if veil is not None or idea.is_silent:
        return Accepted(event, kept={}, mine=mine, tells_when=False, is_late=idea.is_late)
    return Accepted(event, mine=mine, author=who.mark, is_late=idea.is_late)


def like(taking: Taking, idea: Idea, but: set[int]) -> list[int]:
    """Ideas of the same theme and language that may say the same."""
    others = Idea.objects.filter(
        day=taking.day, theme=idea.theme_id, language=idea.language, state=Idea.State.STANDING, is_silent=False
    ).exclude(pk=idea.pk)
    texts = {number: text for number, text in others.values_list("number", "text") if number not in but}
    return Likeness(texts).like(idea.text) if texts else []


@takes("idea_edit")
def edit(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Other words for one's own idea (``idea``, ``text``); those who run the day may mend any."""
    idea = own_idea(taking, who, act.payload.get("idea"))
    idea.text = said(act)
    if "language" in act.payload:
        idea.language = language_of(taking, who, act)
    return _changed(taking, who, idea)


@takes("idea_withdraw")
def withdraw(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take an idea off the board. What it was merged or split from stands again."""
    idea = own_idea(taking, who, act.payload.get("idea"))
    if idea.state == Idea.State.HIDDEN and not who.is_staff:
        raise CannotTake("hidden", _("This idea has been hidden by the facilitator."))
    idea.state = Idea.State.WITHDRAWN
    return _changed(taking, who, idea)


@takes("idea_undo")
def undo(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Put a withdrawn idea back on the board."""
    idea = own_idea(taking, who, act.payload.get("idea"))
    if idea.state != Idea.State.WITHDRAWN:
        raise CannotTake("not_withdrawn", _("This idea has not been withdrawn."))
    idea.state = Idea.State.STANDING
    if idea.is_silent and not is_silent_now(veiled(taking)):
        idea.number, idea.is_silent = next_number(taking.day), False
    return _changed(taking, who, idea)


def _changed(taking: Taking, who: Who, idea: Idea) -> Accepted:
    """Save a changed idea and tell of it, and of those that follow."""
    idea.seq = 0 if idea.is_silent else taking.seq
    idea.save()
    if idea.is_silent:
        return answered(taking, who, idea, plain(idea), veiled(taking), doubles=[])
    own = is_own(taking, who, idea.mark)
    is_secret = own and idea.mark != who.mark
    event = told_of(taking, idea)
    mine = {"idea": data_of([idea], own={idea.mark})[0]} if own else {}
    if is_secret:
        return Accepted(event, kept={}, mine=mine, tells_when=False)
    return Accepted(event, mine=mine, author=who.mark)


def told_of(taking: Taking, *ideas: Idea) -> dict[str, Any]:
    """The event that tells how these ideas are now, and those that others were made of."""
    every = {idea.pk: idea for idea in settle(ideas, taking.seq)} | {idea.pk: idea for idea in ideas}
    told = data_of(sorted(every.values(), key=lambda idea: idea.number))
    return {"thing": "idea", **told[0]} if len(told) == 1 else {"thing": "ideas", "ideas": told}


@takes("comment")
def comment(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Say something about an idea (``idea``, ``text``)."""
    idea = _spoken(taking, act)
    mark, author = _hand(taking, who)
    made = Comment.objects.create(
        idea=idea, text=said(act), language=language_of(taking, who, act), mark=mark, made_at=taking.now
    )
    event = {"thing": "comment", **comment_data(made, idea.number)}
    mine = {"comment": {**comment_data(made, idea.number), "mine": True}}
    return (
        Accepted(event, mine=mine, author=author) if author else Accepted(event, kept={}, mine=mine, tells_when=False)
    )


@takes("comment_hide", also_after=True)
def hide_comment(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take a comment away: one's own, or any by those who run the day."""
    return _hidden(taking, who, act, True)


@takes("comment_show", by_staff=True, also_after=True)
def show_comment(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Put a comment back."""
    return _hidden(taking, who, act, False)


def _hidden(taking: Taking, who: Who, act: Incoming, hidden: bool) -> Accepted:
    wanted = whole(act.payload.get("comment"))
    found = Comment.objects.filter(idea__day=taking.day, pk=wanted).select_related("idea").first()
    if found is None:
        raise CannotTake("no_comment", _("There is no such comment on this day."))
    own = is_own(taking, who, found.mark)
    if not who.is_staff and not own:
        raise CannotTake("not_yours", _("This comment is somebody else’s."))
    found.is_hidden = hidden
    found.save(update_fields=["is_hidden"])
    event = {"thing": "comment", **comment_data(found, found.idea.number)}
    is_secret = own and found.mark != who.mark
    return Accepted(event, kept={}, tells_when=False) if is_secret else Accepted(event, author=who.mark)


def comment_data(made: Comment, idea: int, *, openly: bool = False) -> dict[str, Any]:
    """A comment as data; a hidden one without its words."""
    return {
        "id": made.pk,
        "idea": idea,
        "text": "" if made.is_hidden and not openly else made.text,
        "language": made.language,
        "hidden": made.is_hidden,
        "at": made.made_at.isoformat(),
    }


@takes("react")
def react(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Give an idea a sign (``idea``, ``sign``): one of each a person."""
    idea, sign = _spoken(taking, act), _sign(act)
    mark, author = _hand(taking, who)
    Reaction.objects.get_or_create(idea=idea, sign=sign, mark=mark)
    return _signed(idea, author)


@takes("unreact")
def unreact(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take a sign back."""
    idea, sign = _spoken(taking, act), _sign(act)
    own = marks_of(who.person, taking.day, taking.phases)
    Reaction.objects.filter(idea=idea, sign=sign, mark__in=own).delete()
    return _signed(idea, _hand(taking, who)[1])


def _signed(idea: Idea, author: str) -> Accepted:
    event = {"thing": "signs", "number": idea.number, "signs": signs_of([idea.pk]).get(idea.pk, {})}
    return Accepted(event, author=author) if author else Accepted(event, kept={}, tells_when=False)


def _sign(act: Incoming) -> str:
    sign = act.payload.get("sign")
    if not isinstance(sign, str) or sign not in SIGNS:
        raise CannotTake("no_sign", _("There is no such sign."))
    return sign


def _spoken(taking: Taking, act: Incoming) -> Idea:
    """An idea that everybody can read. Raises CannotTake."""
    idea = found_idea(taking, act.payload.get("idea"))
    if idea.is_silent or idea.state in UNSPOKEN:
        raise CannotTake("no_idea", _("There is no such idea on this day."))
    return idea


def _hand(taking: Taking, who: Who) -> tuple[str, str]:
    """The mark of whoever acts, and who is kept as author: nobody while the phase is silent or secret."""
    veil = veiled(taking)
    if veil is None or not veil.secret:
        return who.mark, who.mark
    return mark_of(who.person, veil), ""


@on_close("ideas")
def close_ideas(taking: Taking, phase: Phase) -> None:
    """What was written and said in secret no longer tells that it came from the same person."""
    if phase.secret:
        unlink(taking.day, phase)


@tells("ideas")
def tell_ideas(telling: Telling) -> list[dict[str, Any]]:
    """Every idea this reader may know of, by number; ``mine`` on her own."""
    own = own_marks(telling)
    ideas = [idea for idea in Idea.objects.filter(day=telling.day) if not idea.is_silent or idea.mark in own]
    return data_of(ideas, openly=telling.ticket.is_staff, own=own)


@tells("silent")
def tell_silent(telling: Telling) -> dict[str, int]:
    """How many hidden ideas wait in each theme."""
    return silent_counts(telling.day)


@tells("comments")
def tell_comments(telling: Telling) -> list[dict[str, Any]]:
    """What was said about ideas, in the order of coming."""
    own = own_marks(telling)
    rows = Comment.objects.filter(idea__day=telling.day).order_by("pk").select_related("idea")
    told = []
    for row in rows:
        one = comment_data(row, row.idea.number, openly=telling.ticket.is_staff)
        told.append({**one, "mine": True} if row.mark in own else one)
    return told


@tells("my_signs")
def tell_my_signs(telling: Telling) -> list[list[Any]]:
    """The signs this reader has given: [number of the idea, sign]."""
    own = own_marks(telling)
    if not own:
        return []
    given = Reaction.objects.filter(idea__day=telling.day, mark__in=own).order_by("idea__number", "sign")
    return [list(pair) for pair in given.values_list("idea__number", "sign")]


def own_marks(telling: Telling) -> set[str]:
    """The marks of this reader; asked once a telling."""
    if "own" not in telling.__dict__:
        telling.__dict__["own"] = marks_of(telling.ticket.person, telling.day, telling.day.phases.all())
    found: set[str] = telling.__dict__["own"]
    return found
