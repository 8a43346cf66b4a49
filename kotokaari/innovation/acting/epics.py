"""Epics written together on the day: begun from ideas, and written on several phones at once.

A phone sends the text of a part with the text it wrote on (``base``). When the part stands otherwise meanwhile, the
two are merged word by word (``logic.merging``), so nobody's words are lost and nobody waits. The base travels with the
act, rather than being looked up by its revision: a phone that was offline wrote on what it had itself sent, which no
revision names. An event tells the whole epic.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.text import LANGUAGES
from kotokaari.innovation import in_search, on_the_arc
from kotokaari.innovation.epics.parts import PARTS, Part, most_of, own_language
from kotokaari.innovation.logic.merging import merge
from kotokaari.innovation.models import Chosen, DayTheme, Epic, EpicText, Group, Idea
from kotokaari.live.public import Accepted, Incoming

from .registry import takes, tells
from .taking import CannotTake, Taking, Who, whole, words
from .telling import Telling

FIRST_QUESTION = datetime.timedelta(days=91)
MOST_IDEAS = 20
MOST_EPICS = 300  # of a day


@takes("epic_new")
def epic_new(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Begin an epic from ideas of a theme: ``theme``, ``ideas[]`` by number, ``name``, ``group`` (staff), ``language``."""
    _begun(taking, who)
    theme = taking.theme(act.payload.get("theme"))
    ideas = _ideas(taking, who, theme, act)
    group = taking.group_of(who) if not who.is_staff else taking.groups.get(whole(act.payload.get("group")))
    last = taking.day.epics.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST_EPICS:
        raise CannotTake("epics", _("A day has at most %(most)d epics.") % {"most": MOST_EPICS})
    epic = Epic.objects.create(
        day=taking.day,
        number=last + 1,
        theme=theme,
        group=group,
        is_example=taking.day.is_example,
        remind_on=timezone.localdate() + FIRST_QUESTION,
    )
    epic.ideas.set(ideas)
    on_the_arc.tie_epic(epic, ideas)
    name = words(act, "name", most_of(Part.NAME))
    EpicText.objects.create(
        epic=epic,
        part=Part.NAME,
        language=_language(taking, group, act),
        text=" ".join(name.split()),
        revision=1,
        seq=taking.seq,
    )
    return _told(taking, who, epic, Part.NAME)


@takes("epic_text")
def epic_text(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Write a part: ``epic`` (key), ``part``, ``text``, ``base`` (what one wrote on), ``language`` when not its own."""
    epic = _writable(taking, who, act)
    part = str(act.payload.get("part", ""))
    if part not in PARTS:
        raise CannotTake("no_part", _("An epic has no such part."))
    mine, base = _typed(act, "text", part), _typed(act, "base", part, cut=True)
    language = str(act.payload.get("language") or own_language(epic.texts.all()))
    if language not in LANGUAGES:
        raise CannotTake("no_language", _("Write in Finnish, Swedish or English."))
    row = epic.texts.filter(part=part, language=language).first() or EpicText(epic=epic, part=part, language=language)
    row.text = merge(base, mine, row.text)
    row.revision += 1
    row.seq = taking.seq
    row.save()
    Epic.objects.filter(pk=epic.pk).update(changed_at=timezone.now())
    if epic.is_public:
        in_search.renew_epic(epic)
    kept = {"epic": epic.key, "part": part, "language": language, "text": mine, "revision": row.revision}
    return _told(taking, who, epic, part, kept, {"epic": epic.key, "part": part, "revision": row.revision})


@tells("epics")
def epics(telling: Telling) -> list[dict[str, Any]]:
    """Every epic of the day with its parts, in order. Three queries."""
    found = telling.day.epics.order_by("number").prefetch_related("texts", "ideas")
    return [as_data(epic) for epic in found]


def as_data(epic: Epic) -> dict[str, Any]:
    """An epic as phones know it: its parts in the language it is written in."""
    texts = sorted(epic.texts.all(), key=lambda row: row.pk)
    language = own_language(texts)
    own = {row.part: row for row in texts if row.language == language}
    return {
        "thing": "epic",
        "key": epic.key,
        "number": epic.number,
        "theme": epic.theme_id,
        "group": epic.group_id,
        "language": language,
        "ideas": sorted(idea.number for idea in epic.ideas.all()),
        "parts": {part: own[part].text if part in own else "" for part in PARTS},
        "revisions": {part: own[part].revision for part in PARTS if part in own},
        "seq": max((row.seq for row in texts), default=0),
    }


def _told(
    taking: Taking,
    who: Who,
    epic: Epic,
    part: str,
    kept: dict[str, Any] | None = None,
    mine: dict[str, Any] | None = None,
) -> Accepted:
    event = {**as_data(Epic.objects.prefetch_related("texts", "ideas").get(pk=epic.pk)), "changed": str(part)}
    mine = mine or {"epic": epic.key}
    return Accepted(event, kept=kept, mine=mine, author=who.mark, is_late=taking.is_late("epics"))


def _begun(taking: Taking, who: Who) -> None:
    if not who.is_staff and taking.phase("epics") is None:
        raise CannotTake("not_yet", _("Epics are written later today. The facilitator will say when."))


def _ideas(taking: Taking, who: Who, theme: DayTheme, act: Incoming) -> list[Idea]:
    """The ideas named, of this theme, on the board; when ideas were chosen, participants begin from those."""
    sent = act.payload.get("ideas[]", act.payload.get("ideas", []))
    numbers = {whole(number) for number in (sent if isinstance(sent, list) else [sent])}
    found = list(Idea.objects.filter(day=taking.day, theme=theme, number__in=numbers, state=Idea.State.STANDING))
    if not found:
        raise CannotTake("no_idea", _("Choose at least one idea of this theme."))
    if len(found) > MOST_IDEAS:
        raise CannotTake("too_many_ideas", _("An epic begins from at most %(most)d ideas.") % {"most": MOST_IDEAS})
    chosen = set(Chosen.objects.filter(theme=theme).values_list("idea", flat=True))
    if chosen and not who.is_staff and any(idea.pk not in chosen for idea in found):
        raise CannotTake("not_chosen", _("Begin from ideas that were chosen."))
    return found


def _language(taking: Taking, group: Group | None, act: Incoming) -> str:
    asked = str(act.payload.get("language", ""))
    named = [asked, group.language if group else "", *map(str, taking.day.languages), "fi"]
    return next(code for code in named if code in LANGUAGES)


def _writable(taking: Taking, who: Who, act: Incoming) -> Epic:
    """The epic, for its group and those who run the day; one without a group is everybody's."""
    _begun(taking, who)
    epic = taking.day.epics.filter(key=str(act.payload.get("epic", ""))[:8]).first()
    if epic is None:
        raise CannotTake("no_epic", _("This day has no such epic."))
    group = taking.group_of(who)
    if not who.is_staff and epic.group_id is not None and (group is None or group.pk != epic.group_id):
        raise CannotTake("not_yours", _("Another group writes this epic."))
    return epic


def _typed(act: Incoming, name: str, part: str, *, cut: bool = False) -> str:
    """A text as it was typed: white space at the ends stays, for somebody may be typing on."""
    value = act.payload.get(name, "")
    text = value.replace("\x00", "").replace("\r\n", "\n") if isinstance(value, str) else ""
    most = most_of(part)
    if len(text) > most and not cut:
        raise CannotTake("too_long", _("This is too long: at most %(most)d characters.") % {"most": most})
    text = text[: 2 * most]
    return text.replace("\n", " ") if part == Part.NAME else text
