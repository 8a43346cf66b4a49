"""The minutes of a meeting, as one person may read them: items of which they may know nothing are not there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import typeset
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User

from . import calendars, queries
from .models import AgendaItem, Attendance, Decision, Dissent, Meeting, ModeratedScore
from .telling import TONES

SOURCE = Path(__file__).parent / "typst" / "minutes.typ"


@dataclass(frozen=True, slots=True)
class Told:
    """An item as the minutes tell it."""

    item: AgendaItem
    title: TranslatedText
    recused: list[User]
    moderated: list[ModeratedScore]
    dissents: list[Dissent]
    decision: Decision | None

    @property
    def tone(self) -> str:
        """A colour for what was decided."""
        return TONES.get(self.decision.outcome, "neutral") if self.decision else "neutral"


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the minutes tell this person. ``text`` belongs to no item; withheld where an item is."""

    meeting: Meeting
    when: str
    people: list[Attendance]
    items: list[Told]
    text: str
    is_partial: bool


def minutes_of(meeting: Meeting, user: Any) -> Minutes:
    """What was said and agreed, item by item, in the agenda's order."""
    lines = queries.agenda_for(user, meeting)
    items = [line.item for line in lines if not line.is_bare]
    partial = len(items) < len(lines) or queries.is_recused_from_any(user, meeting)
    return Minutes(
        meeting=meeting,
        when=calendars.when(meeting),
        people=list(meeting.attendances.select_related("user").order_by("came_at")),
        items=[_told(item) for item in items],
        text="" if partial else meeting.minutes,
        is_partial=partial,
    )


def _told(item: AgendaItem) -> Told:
    decision = getattr(item.submission, "decision", None)
    final = decision if decision and decision.state == Decision.State.FINAL else None
    return Told(
        item,
        item.submission.current.title if item.submission.current else TranslatedText(),
        queries.recused_people(item),
        list(item.moderated.select_related("criterion")),
        list(item.dissents.select_related("seat__user")),
        final,
    )


def paper(meeting: Meeting, user: Any) -> bytes:
    """The minutes as a tagged PDF in the language of the page."""
    return typeset(SOURCE, _data(minutes_of(meeting, user)))


def _data(told: Minutes) -> dict[str, Any]:
    language = (get_language() or "fi")[:2]
    meeting = told.meeting
    closed = meeting.state == Meeting.State.CLOSED
    return {
        "language": language,
        "title": str(read(meeting.name)),
        "author": str(meeting.call.organisation),
        "eyebrow": str(read(meeting.call.name)),
        "facts": [
            {"label": _("When"), "text": told.when},
            {"label": _("Where"), "text": ", ".join(part for part in (meeting.place, _("over a link") if meeting.link else "") if part)},
            {"label": _("State"), "text": str(meeting.get_state_display()) if closed else _("Draft of the minutes")},
            {"label": _("Present"), "text": "; ".join(_present(one, language) for one in told.people)},
        ],
        "labels": {"agenda": _("Agenda"), "notes": _("Notes"), "recused": _("Left the room for a conflict"), "agreed": _("Agreed levels"), "dissent": _("Dissent"), "decision": pgettext("of a panel", "Decision")},
        "text": _lines(told.text),
        "items": [_item(number, one) for number, one in enumerate(told.items, 1)],
        "footer": _("Printed %(day)s") % {"day": written_day(timezone.localdate(), language)},
    }  # fmt: skip


def _present(one: Attendance, language: str) -> str:
    how = _("over the link") if one.is_remote else _("in the room")
    left = ""
    if one.left_at:
        local = timezone.localtime(one.left_at)
        clock = f"{local.hour}.{local.minute:02}" if language in ("fi", "sv") else f"{local.hour}:{local.minute:02}"
        left = ", " + _("until %(clock)s") % {"clock": clock}
    return f"{one.user.name} ({how}{left})"


def _item(number: int, told: Told) -> dict[str, Any]:
    return {
        "heading": f"{number}. {read(told.title)}",
        "who": str(told.item.submission.organisation),
        "recused": ", ".join(person.name for person in told.recused),
        "agreed": [
            {"name": str(read(one.criterion.name)), "level": f"{one.level.normalize():f}", "reason": one.reason}
            for one in told.moderated
        ],
        "dissents": [{"who": one.seat.user.name, "text": one.text} for one in told.dissents],
        "note": _lines(told.item.note),
        "decision": str(told.decision.get_outcome_display()) if told.decision else "",
    }


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
