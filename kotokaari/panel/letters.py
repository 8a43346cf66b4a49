"""Letters of the panel. They are written after commit, each in its reader's language; one that fails stops no other.

A letter names the call, never a submission: what is in it must not travel by e-mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.foundation.dates import written_day
from kotokaari.people.public import User

from .models import Assignment, Plan, Seat

_log = structlog.get_logger(__name__)


def _send(people: Iterable[User], template: str, page: tuple[Any, ...], **context: Any) -> int:
    sent = 0
    for person in people:
        if not person.is_active:
            continue
        with translation.override(person.language):
            link = settings.BASE_URL + reverse(page[0], args=page[1:])
            words = {name: value() if callable(value) else value for name, value in context.items()}
        try:
            mail.send(person, f"panel/mails/{template}", link=link, **words)
            sent += 1
        except OSError:
            _log.exception("a letter could not be sent", letter=template)
    return sent


def _until(plan: Plan | None) -> Callable[[], str]:
    """The day until which they assess, as the reader's language writes it; "" where none is said."""
    day = plan.assess_by if plan else None
    return lambda: written_day(day, (translation.get_language() or "fi")[:2]) if day else ""


def asked(seat: int) -> None:
    """To somebody who is asked to a panel."""
    found = Seat.objects.select_related("call__organisation", "user", "invited_by").get(pk=seat)
    _send([found.user], "asked", ("panel:seat", found.uuid), seat=found, call=found.call)


def answered(seat: int) -> None:
    """To whoever asked: yes or no."""
    found = Seat.objects.select_related("call", "user", "invited_by").get(pk=seat)
    if found.invited_by and found.invited_by.mail_rhythm != User.MailRhythm.NEVER:
        _send([found.invited_by], "answered", ("panel:panel", found.call.key), seat=found, call=found.call)


def left(seat: int) -> None:
    """To those who run the call: somebody has left, and so many submissions they may know of lost an assessor."""
    found = Seat.objects.select_related("call", "user").get(pk=seat)
    people = User.objects.filter(pk__in=found.call.people.values("user"))
    lost = Assignment.objects.filter(seat=found, ended_at=found.left_at)
    for person in people:
        ended = lost.seen_by_those_who_run(person).count()
        _send([person], "left", ("panel:assignment", found.call.key), seat=found, call=found.call, ended=ended)


def given(plan: int, news: Mapping[int, int], fewer: Mapping[int, int]) -> None:
    """To each member whose share has changed: how many, and by when."""
    found = Plan.objects.select_related("call").get(pk=plan)
    seats = Seat.objects.filter(pk__in={*news, *fewer}).select_related("user")
    for seat in seats:
        total = Assignment.objects.of(seat.user).filter(seat=seat).count()
        _send(
            [seat.user],
            "given",
            ("panel:seat", seat.uuid),
            call=found.call,
            total=total,
            news=news.get(seat.pk, 0),
            fewer=fewer.get(seat.pk, 0),
            until=_until(found),
        )


def given_one(assignment: int) -> None:
    """To a member who was given one more by hand."""
    found = Assignment.objects.select_related("seat__user", "seat__call").get(pk=assignment)
    seat = found.seat
    plan = seat.call.plans.filter(state=Plan.State.TAKEN).order_by("-taken_at").first()
    total = Assignment.objects.of(seat.user).filter(seat=seat).count()
    _send(
        [seat.user],
        "given",
        ("panel:seat", seat.uuid),
        call=seat.call,
        total=total,
        news=1,
        fewer=0,
        until=_until(plan),
    )


def declare_please(seat: Seat, count: int) -> int:
    """To a member who has not declared yet: without it nothing can be given. Gives the letters sent."""
    return _send([seat.user], "declare", ("panel:declare", seat.uuid), seat=seat, call=seat.call, count=count)
