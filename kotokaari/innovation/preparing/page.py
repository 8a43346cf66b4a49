"""What pages about days tell, ready to be written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.innovation.models import Day
from kotokaari.people.public import organisation_book
from kotokaari.ui.public import Tab

from . import times
from .readiness import LANGUAGE_NAMES

TONES = {"draft": "neutral", "open": "success", "running": "info", "done": "neutral", "cancelled": "danger"}


def not_kept(response: HttpResponse) -> HttpResponse:
    """Time passes without any change of data: such a page is made anew each time."""
    response["Cache-Control"] = "no-cache"
    return response


def organisation_name(key: int) -> str:
    """The name of an organisation in the reader's language. From memory."""
    entry = organisation_book().by_key.get(key)
    return entry.name(times.language()) if entry else ""


def language_words(codes: Iterable[str]) -> str:
    """The languages of a day."""
    return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in codes)


def row(day: Day) -> dict[str, Any]:
    """A day in a list; its phases must have been fetched."""
    dates = times.programme(day, day.phases.all())
    return {
        "name": read(day.name),
        "summary": read(day.summary),
        "url": day.get_absolute_url(),
        "organisation": organisation_name(day.organisation_id),
        "state": day.get_state_display(),
        "tone": TONES[day.state],
        "when": times.when_words(dates),
        "place": read(day.place_text),
        "is_example": day.is_example,
        "begins": dates[0].begins if dates else None,
    }


def shelves(days: Sequence[Day]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Days under three headings. One query."""
    prefetch_related_objects(days, "phases")
    rows = [(day.state, row(day)) for day in days]
    coming = [one for state, one in rows if state in ("open", "running")]
    coming.sort(key=lambda one: one["begins"] or timezone.now())
    return [
        ("coming", _("Coming and going on"), coming),
        ("past", _("Held"), [one for state, one in rows if state == "done"]),
        ("cancelled", _("Cancelled"), [one for state, one in rows if state == "cancelled"]),
    ]


def tabs(day: Day, *, may_prepare: bool = True) -> list[Tab]:
    """The pages from which a day is prepared and run."""
    labels = (
        ("prepare", _("Overview"), True),
        ("texts", _("Texts"), True),
        ("terms", _("Terms"), True),
        ("programme", _("Programme"), True),
        ("day-themes", _("Themes"), True),
        ("staff", _("Leaders of the day"), True),
        ("participants", _("Participants"), False),
        ("groups", _("Groups"), False),
    )
    return [
        Tab(name, label, reverse(f"innovation:{name}", args=[day.key]))
        for name, label, is_prepared in labels
        if may_prepare or not is_prepared
    ]


def trail(day: Day, title: str) -> list[tuple[str, str]]:
    """The way here from the list of days."""
    return [
        (_("Innovation days"), reverse("innovation:list")),
        (str(read(day.name)), day.get_absolute_url()),
        (title, ""),
    ]


def frame(request: HttpRequest, day: Day, here: str, title: str, *, may_prepare: bool = True) -> dict[str, Any]:
    """What every page behind a day has."""
    return {
        "day": day,
        "tone": TONES[day.state],
        "tabs": tabs(day, may_prepare=may_prepare),
        "here": here,
        "title": title,
        "trail": trail(day, title),
        "may_prepare": may_prepare,
    }
