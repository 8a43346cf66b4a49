"""Letters about epics, sent after commit, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.innovation.models import DayPerson, Epic
from kotokaari.people.public import User

from .links import token_for
from .parts import title_of


def after_commit(send: Callable[..., Any], *args: Any) -> None:
    """Send when the transaction stands; a mail server that is away does not undo what was done."""
    transaction.on_commit(partial(send, *args), robust=True)


def _epic(pk: int) -> Epic:
    return Epic.objects.select_related("day", "owner", "owner_organisation").prefetch_related("texts").get(pk=pk)


def _send(person: User, template: str, epic: Epic, **context: Any) -> None:
    with translation.override(person.language):
        address = settings.BASE_URL + reverse("innovation:epic", args=[epic.key])
        title = title_of(epic)
    mail.send(person, f"innovation/epics/mails/{template}", epic=epic, title=title, address=address, **context)


def _tell_link(epic: Epic, person: User) -> str:
    with translation.override(person.language):
        return settings.BASE_URL + reverse("innovation:epic-tell-by-letter", args=[token_for(epic, person)])


def given(pk: int) -> None:
    """You were asked to own this."""
    epic = _epic(pk)
    if epic.owner is not None:
        _send(epic.owner, "given", epic, link=_tell_link(epic, epic.owner))


def let_go(pk: int, by: int) -> None:
    """To those who ran the day: it wants an owner."""
    epic = _epic(pk)
    for person in people_who_ran(epic):
        if person.pk != by:
            _send(person, "let_go", epic)


def how_is_it(epic: Epic, person: User) -> None:
    """The reminder, with an address for each answer: nobody needs to sign in."""
    from .telling import answers_to

    link = _tell_link(epic, person)
    with translation.override(person.language):
        answers = [(str(words), f"{link}?answer={name}") for name, words in answers_to(epic)]
    _send(person, "how_is_it", epic, answers=answers)


def unowned(epics: list[Epic], person: User) -> None:
    """To somebody who ran the day: these have no owner."""
    with translation.override(person.language):
        titles = [title_of(epic) for epic in epics]
        address = settings.BASE_URL + reverse("innovation:epics-of-day", args=[epics[0].day.key])
    mail.send(
        person, "innovation/epics/mails/unowned", day=epics[0].day, titles=titles, count=len(titles), address=address
    )


def people_who_ran(epic: Epic) -> list[User]:
    """Those who ran its day and have an account still. One query."""
    found = DayPerson.objects.filter(day=epic.day_id, user__is_active=True).select_related("user")
    return [row.user for row in found]
