"""Letters between people who do not see each other's addresses. Each goes after commit, in its reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation

from kotokaari.foundation import mail
from kotokaari.people.public import User

from . import queries
from .models import Message, Question, Thanks
from .signing import organisation_name, signature

_log = structlog.get_logger(__name__)


def after_commit(letter: Callable[[int], None], thing: int) -> None:
    """Write this letter once the change stands. What goes wrong then is logged: the change is made all the same."""
    transaction.on_commit(lambda: letter(thing), robust=True)


def asked(message: int) -> None:
    """To those who answer for the practice: somebody asks, or writes on."""
    found = Message.objects.select_related("question__practice__current", "author", "organisation").get(pk=message)
    people = queries.people_to_tell(found.question.practice, but=found.author_id)
    _about(found, people, "asked")


def answered(message: int) -> None:
    """To the asker: somebody has answered."""
    found = Message.objects.select_related("question__practice__current", "author", "organisation").get(pk=message)
    _about(found, [found.question.asker], "answered")


def _about(message: Message, people: Iterable[User], template: str) -> None:
    question = message.question
    shown = queries.roles_shown(question.practice)
    for person in people:
        with translation.override(person.language):
            signed = signature(message, shown, to_all=False)
        post(person, template, question=question, message=message, signed=signed)


def closed(question: int) -> None:
    """To the asker: the owner has closed it, and why."""
    _to_asker(question, "closed")


def hidden(question: int) -> None:
    """To the asker: readers do not see it any more, and why."""
    _to_asker(question, "hidden")


def _to_asker(pk: int, template: str) -> None:
    question = Question.objects.select_related("practice__current", "asker").get(pk=pk)
    post(question.asker, template, question=question)


def still_waiting(question: int) -> None:
    """To those who answer for the practice: somebody has waited a week."""
    found = Question.objects.select_related("practice__current").get(pk=question)
    for person in queries.people_to_tell(found.practice, but=found.asker_id):
        post(person, "still_waiting", question=found)


def thanked(thanks: int) -> None:
    """To those who speak for the practice: somebody says thanks."""
    found = Thanks.objects.select_related("practice__current", "person").get(pk=thanks)
    for person in queries.people_to_tell(found.practice, but=found.person_id):
        with translation.override(person.language):
            who = organisation_name(found.organisation_id)
        post(person, "thanked", thing=found, thanks=found, who=who)


def post(to: User, template: str, **context: Any) -> None:
    """Send one letter with the address of its thing. What cannot be sent is logged and stops no other letter."""
    if not to.is_active:
        return
    thing = context.get("question") or context["thing"]
    with translation.override(to.language):
        context["link"] = settings.BASE_URL + thing.get_absolute_url()
    try:
        mail.send(to, f"exchange/mails/{template}", **context)
    except OSError:
        _log.exception("a letter could not be sent", letter=template)
