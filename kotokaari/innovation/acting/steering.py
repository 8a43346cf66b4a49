"""Steering a day, by those who run it: phases open and close, timers, announcements.

Phases are soft: any may be opened again, and what comes after one has closed is taken. Timers count to ``ends_at`` on
the server's clock. A silent or secret phase has a secret while it is open; when it closes, the secret is emptied.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.marks import new_secret
from kotokaari.innovation.models import Day, DayTheme, Phase
from kotokaari.live.public import Accepted, Act, Incoming

from . import registry
from .registry import takes, tells
from .taking import CannotTake, Taking, Who, whole, words
from .telling import Telling

MOST_MINUTES = 24 * 60
MOST_SAID = 300


def iso(moment: datetime.datetime | None) -> str | None:
    """A moment as data."""
    return moment.isoformat() if moment else None


def texts_of(text: TranslatedText) -> dict[str, str]:
    """A text in every language it exists in, the one it was written in first."""
    order = sorted(text.renderings, key=lambda language: (language != text.source, language))
    return {language: text.text(language) for language in order if text.text(language).strip()}


def phase_data(phase: Phase) -> dict[str, Any]:
    """A phase as everybody is told of it."""
    return {
        "id": phase.pk,
        "order": phase.order,
        "kind": str(phase.kind),
        "name": texts_of(phase.name),
        "about": texts_of(phase.about),
        "minutes": phase.minutes,
        "starts_at": iso(phase.starts_at),
        "opened_at": iso(phase.opened_at),
        "ends_at": iso(phase.ends_at),
        "closed_at": iso(phase.closed_at),
        "silent": phase.is_silent,
        "revealed_at": iso(phase.revealed_at),
        "secret": phase.is_secret,
        "open": phase.opened_at is not None and phase.closed_at is None,
    }


def phases_data(phases: Iterable[Phase]) -> list[dict[str, Any]]:
    """All phases, in order."""
    return [phase_data(phase) for phase in sorted(phases, key=lambda phase: (phase.order, phase.pk))]


def _phase(taking: Taking, act: Incoming) -> Phase:
    wanted = whole(act.payload.get("phase"))
    for phase in taking.phases:
        if phase.pk == wanted:
            return phase
    raise CannotTake("no_phase", _("This day has no such phase."))


def _minutes(act: Incoming, least: int, otherwise: int = 0) -> int:
    """Minutes as a number or as typed, with a sign. Raises CannotTake."""
    text = str(act.payload.get("minutes", "")).strip().replace("\u2212", "-")
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if not text:
        return otherwise
    if not digits.isascii() or not digits.isdigit() or len(digits) > 4:
        raise CannotTake("minutes", _("Give the minutes as a whole number."))
    found = sign * int(digits)
    if not least <= found <= MOST_MINUTES:
        raise CannotTake("minutes", _("Give the minutes as a whole number."))
    return found


@takes("open_phase", by_staff=True)
def open_phase(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Begin a phase (``phase``, perhaps ``minutes``). The others close, unless ``beside`` says that they go on."""
    return _opened(taking, who, act, beside=bool(act.payload.get("beside")))


def _opened(taking: Taking, who: Who, act: Incoming, *, beside: bool) -> Accepted:
    phase = _phase(taking, act)
    minutes = _minutes(act, 1, phase.minutes)
    more = {} if beside else close_phases(taking, [one for one in taking.phases if _is_open(one, phase)])
    is_new = phase.opened_at is None or phase.closed_at is not None
    phase.opened_at = phase.opened_at or taking.now
    phase.closed_at = None
    phase.ends_at = taking.now + datetime.timedelta(minutes=minutes)
    if is_new and (phase.is_silent or phase.is_secret):
        phase.secret = new_secret()
    phase.save()
    _begin(taking.day)
    return _told(taking, who, more)


@takes("reopen_phase", by_staff=True)
def reopen_phase(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Open a phase again beside whatever is open now."""
    return _opened(taking, who, act, beside=True)


@takes("close_phase", by_staff=True)
def close_phase(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """End a phase (``phase``)."""
    phase = _phase(taking, act)
    if phase.opened_at is None or phase.closed_at is not None:
        raise CannotTake("not_open", _("This phase is not open."))
    return _told(taking, who, close_phases(taking, [phase]))


@takes("extend", by_staff=True)
def extend(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """More or less time for a phase (``phase``, ``minutes`` with a sign), counted from now when it has run out."""
    phase = _phase(taking, act)
    minutes = _minutes(act, -MOST_MINUTES)
    if phase.opened_at is None or phase.closed_at is not None:
        raise CannotTake("not_open", _("This phase is not open."))
    base = phase.ends_at or taking.now
    if minutes > 0:
        base = max(base, taking.now)
    phase.ends_at = max(base + datetime.timedelta(minutes=minutes), taking.now)
    phase.save(update_fields=["ends_at"])
    return _told(taking, who, {})


def _is_open(one: Phase, but: Phase) -> bool:
    return one.pk != but.pk and one.opened_at is not None and one.closed_at is None


def close_phases(taking: Taking, phases: list[Phase]) -> dict[str, Any]:
    """Close phases, let the rooms' parts do what belongs to it, and empty the secrets. What is told beside."""
    more: dict[str, Any] = {}
    for phase in phases:
        phase.closed_at = taking.now
        more.update(registry.phase_closes(taking, phase))
        phase.secret = b""
        phase.save()
    return more


def _begin(day: Day) -> None:
    """A day whose first phase opens is going on."""
    if day.state in (Day.State.DRAFT, Day.State.OPEN):
        day.state = Day.State.RUNNING
        day.secret = day.secret or new_secret()
        day.revision = F("revision") + 1
        day.save(update_fields=["state", "secret", "revision"])
        day.refresh_from_db(fields=["revision"])


def _told(taking: Taking, who: Who, more: dict[str, Any]) -> Accepted:
    event: dict[str, Any] = {"thing": "phases", "phases": phases_data(taking.phases), "now": iso(taking.now)}
    event["day"] = {"state": str(taking.day.state)}
    return Accepted({**event, **more}, author=who.mark)


@takes("announce", by_staff=True)
def announce(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Say something to everybody: ``text`` in one language or ``text_fi``, ``text_sv``…; for ``minutes``, else until it is ended."""
    languages = [str(language) for language in taking.day.languages] or ["fi"]
    said = {language: words(act, f"text_{language}", MOST_SAID) for language in languages}
    said = {language: text for language, text in said.items() if text}
    plain = words(act, "text", MOST_SAID)
    if plain and not said:
        said = {languages[0]: plain}
    if not said:
        raise CannotTake("empty", _("There is no text."))
    minutes = _minutes(act, 1)
    until = taking.now + datetime.timedelta(minutes=minutes) if minutes else None
    event = {"thing": "announcement", "id": taking.seq, "text": said, "until": iso(until)}
    return Accepted({**event, "at": iso(taking.now), "ended": False}, author=who.mark)


@takes("announce_end", by_staff=True)
def end_announcement(taking: Taking, who: Who, act: Incoming) -> Accepted:
    """Take an announcement (``announcement``) off the screens."""
    wanted = whole(act.payload.get("announcement"))
    said = Act.objects.filter(channel=taking.channel, kind="announce", seq=wanted).first()
    if said is None:
        raise CannotTake("no_announcement", _("There is no such announcement."))
    return Accepted({**said.event, "ended": True}, author=who.mark)


@tells("day")
def tell_day(telling: Telling) -> dict[str, Any]:
    """The day itself, and the server's clock."""
    day = telling.day
    return {
        "key": day.key,
        "name": texts_of(day.name),
        "state": str(day.state),
        "languages": list(day.languages),
        "working": str(day.working),
        "choosing": str(day.choosing),
        "code": day.code,
        "now": iso(timezone.now()),
        "staff": telling.ticket.is_staff,
    }


@tells("phases")
def tell_phases(telling: Telling) -> list[dict[str, Any]]:
    """The phases, in order."""
    return phases_data(telling.day.phases.all())


@tells("themes")
def tell_themes(telling: Telling) -> list[dict[str, Any]]:
    """The themes, in order."""
    return [theme_data(theme) for theme in telling.day.themes.all()]


def theme_data(theme: DayTheme) -> dict[str, Any]:
    """A theme as everybody is told of it."""
    return {"id": theme.pk, "order": theme.order, "name": texts_of(theme.name), "about": texts_of(theme.about)}


@tells("announcements")
def tell_announcements(telling: Telling) -> list[dict[str, Any]]:
    """What was announced and is still to be read, in the order of coming."""
    kinds = ["announce", "announce_end"]
    acts = Act.objects.filter(channel=telling.day.channel_id, kind__in=kinds).order_by("seq")
    last = {event["id"]: event for event in acts.values_list("event", flat=True)}
    now = timezone.now().isoformat()
    return [
        {key: value for key, value in event.items() if key != "thing"}
        for event in last.values()
        if not event["ended"] and (event["until"] is None or event["until"] > now)
    ]
