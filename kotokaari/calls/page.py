"""What the pages of calls tell, ready to be written down."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading
from kotokaari.people.public import Organisation, organisation_book
from kotokaari.vocabulary.public import concept_book

from . import queries
from .models import Call, Round
from .times import countdown, language, moment_words, own_words


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round by the clock of its call, and by the reader's where it differs."""

    number: int
    name: Reading
    opens: str
    closes: str
    closes_at: datetime.datetime
    own_closes: str
    countdown: str
    is_open: bool
    is_over: bool


def round_row(round: Round, call: Call, now: datetime.datetime | None = None) -> RoundRow:
    """A round as pages show it."""
    now = now or timezone.now()
    return RoundRow(
        round.number,
        read(round.name),
        moment_words(round.opens_at, call.time_zone),
        moment_words(round.closes_at, call.time_zone),
        round.closes_at,
        own_words(round.closes_at, call.time_zone),
        countdown(round, now),
        round.is_open(now),
        round.closes_at <= now,
    )


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in a list."""

    call: Call
    name: Reading
    summary: Reading
    url: str
    organisation: str
    state: str
    tone: str
    round: RoundRow | None
    themes: tuple[str, ...]
    is_example: bool


def call_row(call: Call, now: datetime.datetime | None = None) -> CallRow:
    """A call as a list shows it; rounds and themes must have been fetched."""
    now = now or timezone.now()
    round = queries.present_round(call, now)
    state, tone = state_of(call, round, now)
    return CallRow(
        call,
        read(call.name),
        read(call.summary),
        call.get_absolute_url(),
        organisation_name(call.organisation_id),
        state,
        tone,
        round_row(round, call, now) if round else None,
        tuple(theme_names(call)),
        call.is_example,
    )


def state_of(call: Call, round: Round | None, now: datetime.datetime) -> tuple[str, str]:
    """Where a call stands, in a word and a tone."""
    if call.state == Call.State.DRAFT:
        return pgettext("call", "Draft"), "neutral"
    if call.state == Call.State.CANCELLED:
        return pgettext("call", "Cancelled"), "danger"
    if round is None or now >= round.closes_at:
        return pgettext("call", "Closed"), "neutral"
    return (pgettext("call", "Open"), "success") if round.is_open(now) else (pgettext("call", "Coming"), "info")


def organisation_name(key: int) -> str:
    """The name of an organisation in the reader's language. From memory."""
    entry = organisation_book().by_key.get(key)
    return entry.name(language()) if entry else str(Organisation.objects.get(pk=key))


def theme_names(call: Call) -> list[str]:
    """The names of a call's themes."""
    return [concept_book().label(theme.code, language()) for theme in call.themes.all()]


def theme_links(call: Call) -> list[tuple[str, str]]:
    """The names of a call's themes and where each is explained."""
    return [
        (concept_book().label(theme.code, language()), reverse("vocabulary:concept", args=[theme.uuid]))
        for theme in call.themes.all()
    ]


def language_words(codes: list[str]) -> str:
    """The languages one may answer in."""
    names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
    return ", ".join(names.get(code, code) for code in codes)


def who_types(call: Call) -> list[str]:
    """The types of organisation that may answer; none when all may."""
    names: dict[str, Any] = dict(Organisation.Type.choices)
    return [str(names.get(code, code)) for code in call.organisation_types]
