"""Who uses the demo's practices: their adoptions, told by the actions a person uses, with dates in the past."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from datetime import UTC
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kotokaari.adoption import public as adoption
from kotokaari.catalogue.public import Practice
from kotokaari.people.public import Organisation, Place, User

from . import read
from .read import text

TOLD_AFTER = datetime.timedelta(days=45)  # an adopter writes some weeks after the last step
TEXTS = ("setting", "cost_note", "decision")
PLAIN = ("people_reached", "people_period", "cost_year", "as_described")
DAYS = ("decided_on", "period_from", "period_to")
FIGURES = ("cost", "value", "baseline")


def make_adoptions(
    practices: Mapping[str, Practice], organisations: Mapping[str, Organisation], users: Mapping[str, User]
) -> None:
    """Every adoption of adoptions.json, as if it had been written down when it happened."""
    entries = read.entries("adoptions.json")
    places = Place.objects.in_bulk([entry["place"] for entry in entries if entry["place"]], field_name="code")
    for entry in entries:
        practice = practices[entry["practice"]]
        made = _start(entry, practice, organisations[entry["organisation"]], places.get(entry["place"]))
        _tell(made, entry, practice)
        if "contact" in entry:
            person = users[entry["contact"]]
            adoption.name_contact(made, person=person, by=person)
        _remember_when(made, entry)


def _start(
    entry: dict[str, Any], practice: Practice, organisation: Organisation, place: Place | None
) -> adoption.Adoption:
    """The adoption with all its steps."""
    if practice.current is None:
        raise ValueError(f"{practice} has not been published, so nobody can use it")
    first, *others = entry["steps"]
    made = adoption.start_adoption(
        practice.current,
        organisation=organisation,
        place=place,
        status=first["status"],
        on=datetime.date.fromisoformat(first["on"]),
        purpose=text(entry["purpose"]),
        is_example=entry["example"],
        source=entry.get("source", ""),
        by=None,
    )
    for step in others:
        day, reason = datetime.date.fromisoformat(step["on"]), text(step.get("reason"))
        made = adoption.change_status(made, status=step["status"], on=day, reason=reason, by=None)
    return made


def _tell(made: adoption.Adoption, entry: dict[str, Any], practice: Practice) -> None:
    """What the adopter tells of it, and what the owner says."""
    adoption.edit_adoption(made, changes=_read(entry, (*TEXTS, *PLAIN, "cost", "decided_on")), by=None)
    example = entry["example"]
    for one in entry.get("adaptations", ()):
        answers = {**one, **_read(one, ("text", "reason")), "block": _block(practice, one.get("block"))}
        adoption.add_adaptation(made, **answers, is_example=example, by=None)
    for one in entry.get("outcomes", ()):
        facts = {**one, **_read(one, ("indicator", "method", "note", *FIGURES, *DAYS))}
        adoption.add_outcome(made, **facts, is_example=example, by=None)
    for one in entry.get("lessons", ()):
        adoption.add_lesson(made, kind=one["kind"], text=text(one["text"]), is_example=example, by=None)
    for one in entry.get("words", ()):
        adoption.say_owners_word(made, kind=one["kind"], text=text(one.get("text")), by=None)


def _read(entry: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The named fields that the file fills, as the house keeps them."""
    return {name: _value(name, entry[name]) for name in names if entry.get(name) is not None}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return text(value)
    if name in DAYS:
        return datetime.date.fromisoformat(value)
    return Decimal(str(value)) if name in FIGURES else value


def _block(practice: Practice, place: int | None) -> str:
    """The id of the building block that stands there in the list."""
    if place is None or practice.current is None:
        return ""
    return str(practice.current.whole["building_blocks"][place]["id"])


def _remember_when(made: adoption.Adoption, entry: dict[str, Any]) -> None:
    """Write days of the past where the actions wrote today."""
    steps = list(made.steps.all())
    told = min(_noon(_latest(entry)) + TOLD_AFTER, timezone.now())
    for step in steps:
        adoption.Step.objects.filter(pk=step.pk).update(at=_noon(step.on))
    for parts in (made.outcomes, made.lessons, made.owners_words):
        parts.update(at=told)
    adoption.Adoption.objects.filter(pk=made.pk).update(created_at=_noon(steps[0].on), changed_at=told)


def _latest(entry: dict[str, Any]) -> datetime.date:
    """The latest day the entry speaks of: nobody tells of it before."""
    days = [step["on"] for step in entry["steps"]]
    days += [outcome["period_to"] for outcome in entry.get("outcomes", ()) if "period_to" in outcome]
    if entry.get("people_period"):
        last = entry["people_period"][-7:].rpartition("–")[2]
        days.append(f"{last}-12-31" if len(last) == 4 else f"{last}-28")
    return max(datetime.date.fromisoformat(day) for day in days)


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), UTC)
