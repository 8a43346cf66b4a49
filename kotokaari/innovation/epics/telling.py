"""How is it now? The answers one may give, what they do, and the letters that ask."""

from __future__ import annotations

import datetime
from collections import defaultdict
from smtplib import SMTPException
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.models import Epic
from kotokaari.people.public import User

from . import actions, mails, permissions

Status = Epic.Status
SAME, NOT_OURS = "same", "not-ours"
WORDS: dict[str, Any] = {
    SAME: gettext_lazy("It goes on as before"),
    Status.DEVELOPED.value: gettext_lazy("We are developing it"),
    Status.PILOTED.value: gettext_lazy("We have tried it out"),
    Status.STOPPED.value: gettext_lazy("We have stopped"),
    NOT_OURS: gettext_lazy("It is not ours any more"),
}
SILENT_AGAIN = datetime.timedelta(days=30)  # when nobody answers
LATEST = datetime.timedelta(days=60)


def answers_to(epic: Epic) -> list[tuple[str, Any]]:
    """The answers that make sense as it stands, with their words."""
    return [(name, words) for name, words in WORDS.items() if name != epic.status]


@transaction.atomic
def answer(
    epic: Epic,
    *,
    answer: str,
    happened: TranslatedText | None,
    then: TranslatedText | None,
    ask_on: datetime.date | None = None,
    by: User,
) -> Epic:
    """Do what was answered. Refuses an answer that makes no sense now, and what the actions refuse."""
    if answer not in dict(answers_to(epic)):
        raise DomainError(_("Choose one of the answers."))
    if answer == NOT_OURS:
        return actions.let_epic_go(epic, reason=happened, by=by)
    status = "" if answer == SAME else answer
    return actions.tell_epic(epic, status=status, happened=happened, then=then, ask_on=ask_on, by=by).epic


def due(day: datetime.date) -> list[Epic]:
    """Epics whose owner is to be asked. Two queries."""
    found = Epic.objects.filter(remind_on__lte=day, day__is_rehearsal=False).exclude(status__in=permissions.CLOSED)
    return list(found.select_related("day", "owner").prefetch_related("texts").order_by("pk"))


def work(day: datetime.date) -> str:
    """Ask every owner whose day has come; of epics that nobody owns, those who ran the day. Safe to do twice.

    A letter that the mail server refuses stays due; the others go out, then the error comes back.
    """
    owned, orphans = [], defaultdict(list)
    for epic in due(day):
        if epic.owner is not None and epic.owner.is_active:
            owned.append(epic)
        else:
            orphans[epic.day_id].append(epic)
    sent = 0
    failure: Exception | None = None
    for epics in [*([epic] for epic in owned), *orphans.values()]:
        try:
            sent += _ask(epics, day)
        except (SMTPException, OSError) as error:
            failure = error
    if failure is not None:
        raise failure
    return ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else ""


def _ask(epics: list[Epic], day: datetime.date) -> int:
    """One letter to the owner of one, or to each who ran the day of those without an owner. Asked again in a month."""
    first = epics[0]
    has_owner = first.owner is not None and first.owner.is_active
    people = [first.owner] if has_owner and first.owner else mails.people_who_ran(first)
    wanted = [one for one in people if one.mail_rhythm != User.MailRhythm.NEVER]
    if all(epic.remind_on is not None and epic.remind_on + LATEST < day for epic in epics):
        wanted = []  # the house slept: nobody is asked about what was due long ago
    for person in wanted:
        if has_owner:
            mails.how_is_it(first, person)
        else:
            mails.unowned(epics, person)
    Epic.objects.filter(pk__in=[epic.pk for epic in epics]).update(remind_on=day + SILENT_AGAIN)
    for epic in epics:
        audit.record("epic asked about", target=epic, letters=len(wanted))
    return len(wanted)
