"""What this room adds to a practice's page and to «My work»."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Action, Practice, Version
from kotokaari.people.public import EDITORS, Organisation, Section, User, has_role, is_specialist, runs_the_house

from . import pages, permissions, queries, times

ON_MY_WORK, TIMES_ON_THE_PAGE = 10, 5


def steps(request: HttpRequest, practice: Practice) -> list[Action]:
    """Asking and thanking, for everybody but those who speak for the practice: they offer times."""
    if practice.status not in Practice.PUBLIC:
        return []
    user: Any = request.user
    if user.is_authenticated and permissions.can_offer_times(user, practice):
        offer = Action(_("Offer a visit"), reverse("exchange:time-new", args=[practice.key]), "calendar", order=40)
        if not runs_the_house(user):
            return [offer]
        return [_ask(practice), offer]
    thank = Action(_("Say thanks"), reverse("exchange:thank", args=[practice.key]), "star", order=50)
    return [_ask(practice), thank]


def _ask(practice: Practice) -> Action:
    return Action(_("Ask the owner"), pages.ask_url(practice), "question", order=30)


def asked_and_answered(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """What others have asked, under the text. No query until public data changes."""
    count, asked = pages.shown_of(practice) if practice.status in Practice.PUBLIC else (0, [])
    if not asked:
        return None
    context = {
        "asked": asked,
        "count": count,
        "more": count - len(asked),
        "all_url": reverse("exchange:practice-questions", args=[practice.key]),
        "ask_url": pages.ask_url(practice),
    }
    return Section(_("Asked and answered"), "exchange/_asked.html", context, order=60)


def questions_at_work(user: User) -> Section | None:
    """Questions that wait for this person, and answers not read yet. Up to three queries more for specialists."""
    now = timezone.now()
    waiting = pages.rows(queries.to_answer(user)[:ON_MY_WORK], now)
    mine = pages.rows(queries.asked_by(user)[:ON_MY_WORK], now)
    copied: list[Any] = pages.rows(queries.copied()[:ON_MY_WORK], now) if is_specialist(user) else []
    if not (waiting or mine or copied):
        return None
    context = {"waiting": waiting, "mine": mine, "copied": copied, "all_url": reverse("exchange:my-questions")}
    return Section(_("Questions from person to person"), "exchange/_work_questions.html", context, order=20)


def times_to_come(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """Times to visit or be mentored. No query until public data changes."""
    offers = times.coming_of(practice) if practice.status in Practice.PUBLIC else []
    if not offers:
        return None
    context = {
        "rows": times.rows(offers[:TIMES_ON_THE_PAGE]),
        "more": max(0, len(offers) - TIMES_ON_THE_PAGE),
        "all_url": reverse("exchange:times"),
    }
    return Section(_("Visit or be mentored"), "exchange/_times.html", context, order=55)


def times_of_organisation(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The times an organisation offers, and the feed a calendar can follow. No query until public data changes."""
    offers = times.coming_of_organisation(organisation)
    if not offers:
        return None
    context = {
        "rows": times.rows(offers[:TIMES_ON_THE_PAGE]),
        "more": max(0, len(offers) - TIMES_ON_THE_PAGE),
        "all_url": reverse("exchange:times"),
        "feed_url": reverse("exchange:organisation-ics", args=[organisation.code]),
    }
    return Section(_("Visits and mentoring"), "exchange/_times.html", context, order=60)


def thanks(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """What others thanked for. No query until public data changes."""
    said = pages.thanks_shown(practice) if practice.status in Practice.PUBLIC else []
    if not said:
        return None
    user = request.user
    context = {"said": said, "may_hide": has_role(user, practice.owner_id, *EDITORS)}
    return Section(_("Thanks"), "exchange/_thanks.html", context, order=65)


def times_at_work(user: User) -> Section | None:
    """What one has booked, and who comes to one's own times."""
    bookings = list(queries.coming_bookings(user)[:ON_MY_WORK])
    hosted = list(queries.hosted_times(user)[:ON_MY_WORK])
    if not (bookings or hosted):
        return None
    context = {
        "bookings": [(booking, times.row(booking.offer)) for booking in bookings],
        "hosted": [(offer, times.row(offer)) for offer in hosted],
    }
    return Section(_("Visits and mentoring"), "exchange/_work_times.html", context, order=25)


def thanks_at_work(user: User) -> Section | None:
    """What others thanked one's organisations for."""
    if runs_the_house(user):
        return None
    received = [(pages.title_of(one.practice), pages.thanked(one)) for one in queries.thanks_received(user)[:5]]
    return (
        Section(_("Thanks to you"), "exchange/_work_thanks.html", {"received": received}, order=70)
        if received
        else None
    )
