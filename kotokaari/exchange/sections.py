"""What this room adds to a practice's page and to «My work»."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Action, Practice, Version
from kotokaari.people.public import EDITORS, Section, User, has_role, is_specialist, runs_the_house

from . import pages, queries

ON_MY_WORK = 10


def steps(request: HttpRequest, practice: Practice) -> list[Action]:
    """Asking the owner, for everybody but those who would have to answer."""
    if practice.status not in Practice.PUBLIC:
        return []
    owns = has_role(request.user, practice.owner_id, *EDITORS) and not runs_the_house(request.user)
    return [] if owns else [Action(_("Ask the owner"), pages.ask_url(practice), "question", order=30)]


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
