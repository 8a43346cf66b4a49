"""What a day still lacks before people may sign up, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kotokaari.innovation.models import Day, Phase

from . import times

LANGUAGE_NAMES = {"fi": gettext_lazy("Finnish"), "sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing, and the page on which it is filled in."""

    page: str
    sentence: Any


def missing(day: Day) -> list[Lack]:
    """Everything that is missing. Three queries."""
    phases = list(day.phases.all())
    return [*_texts(day), *_terms(day, phases), *_programme(phases), *_themes(day), *_staff(day)]


def _texts(day: Day) -> list[Lack]:
    labels = (("name", _("the name")), ("summary", _("the summary")), ("place_text", _("the place")))
    found = []
    for name, label in labels:
        if name == "place_text" and day.online_url and not day.place_text:
            continue
        for code in getattr(day, name).missing(day.languages):
            words = {"what": label, "language": str(LANGUAGE_NAMES.get(code, code)).lower()}
            found.append(Lack("texts", _("Write %(what)s in %(language)s.") % words))
    return found


def _terms(day: Day, phases: list[Phase]) -> list[Lack]:
    found = []
    if not day.languages:
        found.append(Lack("terms", _("Say in which languages the day is held.")))
    ends = times.end_of(phases[-1]) if phases else None
    if day.keeps_people_until is None:
        found.append(Lack("terms", _("Say until when names and addresses are kept.")))
    elif ends and day.keeps_people_until < ends.astimezone(times.zone_of(day)).date():
        found.append(Lack("terms", _("Names and addresses would be erased before the day is over: give a later date.")))
    if day.sign_up_until and day.sign_up_until < timezone.now():
        found.append(Lack("terms", _("The time to sign up is over: give a later one.")))
    return found


def _programme(phases: list[Phase]) -> list[Lack]:
    if not phases:
        return [Lack("programme", _("The day has no programme yet."))]
    if any(phase.starts_at is None for phase in phases):
        return [Lack("programme", _("Say when the day begins."))]
    return []


def _themes(day: Day) -> list[Lack]:
    count = day.themes.count()
    if not count:
        return [Lack("themes", _("The day has no theme yet."))]
    if day.working == Day.Working.OWN and count > 1 and day.groups_wanted < 1:
        return [Lack("terms", _("Say how many groups there are."))]
    return []


def _staff(day: Day) -> list[Lack]:
    return [] if day.people.filter(part="facilitator").exists() else [Lack("staff", _("Nobody facilitates the day."))]
