"""Innovation days and their epics as the search room finds them: what is public, in each language it has a name in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, index, register_source

from .epics.parts import PARTS, Part, name_of, own_language, text_of
from .models import Day, Epic

DAY, EPIC = "innovation-day", "epic"


def register() -> None:
    """Let days and epics be found, a little after the practices."""
    register_source(DAY, days_for, all_days, weight=0.5)
    register_source(EPIC, epics_for, all_epics, weight=0.5)


def all_days() -> Iterable[UUID]:
    """Every public day that was not cancelled."""
    return Day.objects.worth_finding().values_list("uuid", flat=True)


def days_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a day has a name in. Two queries."""
    days = Day.objects.worth_finding().filter(uuid__in=uuids)
    for day in days.select_related("organisation").prefetch_related("themes"):
        for language in LANGUAGES:
            name = day.name.text(language)
            if name.strip():
                texts = [day.about, day.place_text, *(theme.name for theme in day.themes.all())]
                body = "\n".join(text.text(language) for text in texts)
                names = [day.organisation.name.text(language)]
                yield Document(DAY, day.uuid, language, name, body, summary=day.summary.text(language), names=names)


def all_epics() -> Iterable[UUID]:
    """Every public epic."""
    return Epic.objects.public().values_list("uuid", flat=True)


def epics_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language an epic has a name in. Two queries."""
    epics = Epic.objects.public().filter(uuid__in=uuids)
    for epic in epics.select_related("theme", "owner_organisation").prefetch_related("texts"):
        rows = list(epic.texts.all())
        own = own_language(rows)
        texts = {part: text_of([row for row in rows if row.part == part], own) for part in PARTS if part != Part.NAME}
        owner = [epic.owner_organisation.name] if epic.owner_organisation else []
        for language in LANGUAGES:
            name = name_of(epic).text(language)
            if name.strip():
                body = "\n".join(text.text(language) for part, text in texts.items() if part != Part.HYPOTHESIS)
                names = [text.text(language) for text in (epic.theme.name, *owner)]
                told = texts[Part.HYPOTHESIS].text(language)
                yield Document(EPIC, epic.uuid, language, name, body, summary=told, names=names)


def renew_day(day: Day) -> None:
    """Bring a day up to date in the index; call it inside the action's transaction. Nothing for a draft."""
    if day.state != Day.State.DRAFT:
        index(DAY, [day.uuid])


def renew_epic(epic: Epic) -> None:
    """Bring an epic up to date in the index; call it inside the action's transaction."""
    index(EPIC, [epic.uuid])
