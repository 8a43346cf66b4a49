"""What can happen to an epic after the day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.innovation import in_search
from kotokaari.innovation.logic.merging import merge
from kotokaari.innovation.models import Epic, EpicEvent, EpicText
from kotokaari.people.public import Organisation, User

from . import mails, permissions
from .parts import PARTS, most_of

Status = Epic.Status
ASK_AGAIN = datetime.timedelta(days=91)
FORMS_KEPT = 8
TELLABLE = (Status.OWNED, Status.DEVELOPED, Status.PILOTED, Status.STOPPED)  # a practice it becomes by itself


def _locked(epic: Epic) -> Epic:
    return Epic.objects.select_for_update(of=("self",)).select_related("day").get(pk=epic.pk)


def _changed(epic: Epic, *fields: str) -> None:
    epic.changed_at = timezone.now()
    epic.save(update_fields=["changed_at", *fields])
    if epic.is_public or "is_public" in fields:
        in_search.renew_epic(epic)


def _note(
    epic: Epic,
    by: User | None,
    status: str = "",
    text: TranslatedText | None = None,
    then: TranslatedText | None = None,
) -> EpicEvent:
    none = TranslatedText()
    return EpicEvent.objects.create(epic=epic, status=status, text=text or none, next=then or none, by=by)


@transaction.atomic
def take_epic(epic: Epic, *, organisation: Organisation, role: str, is_named: bool = False, by: User) -> Epic:
    """Own it: from now on one tells what becomes of it. Refuses one that somebody owns, or that has come to its end."""
    epic = _locked(epic)
    if epic.owner_id is not None and epic.owner_id != by.pk:
        raise DomainError(_("Somebody else has taken this epic meanwhile."))
    return _hand(epic, organisation, role, by, is_named, by)


@transaction.atomic
def give_epic(epic: Epic, *, organisation: Organisation, role: str, to: User | None = None, by: User) -> Epic:
    """Let an organisation own it, and somebody there when ``to`` is known: she is told by letter and may decline."""
    epic = _locked(epic)
    if to is not None and not to.is_active:
        raise DomainError(_("This person has no account any more."))
    _hand(epic, organisation, role, to, False, by)
    if to is not None and to.pk != by.pk:
        mails.after_commit(mails.given, epic.pk)
    return epic


def _hand(epic: Epic, organisation: Organisation, role: str, to: User | None, is_named: bool, by: User) -> Epic:
    if epic.status in permissions.CLOSED:
        raise DomainError(_("This epic has come to its end: nobody needs to take it."))
    if organisation.has_ended:
        raise DomainError(_("%(organisation)s has ended. Choose its successor.") % {"organisation": organisation})
    epic.owner, epic.owner_organisation, epic.owner_role = to, organisation, " ".join(role.split())
    epic.owner_is_named = is_named
    epic.remind_on = timezone.localdate() + ASK_AGAIN
    if epic.status == Status.PROPOSED:
        epic.status = Status.OWNED
        _note(epic, by, Status.OWNED)
    _changed(epic, "owner", "owner_organisation", "owner_role", "owner_is_named", "remind_on", "status")
    audit.record("epic given", target=epic, by=by, organisation=organisation.code)
    return epic


@transaction.atomic
def let_epic_go(epic: Epic, *, reason: TranslatedText | None = None, by: User) -> Epic:
    """It is ours no more. What has happened stays told; those who ran the day hear that it wants an owner."""
    epic = _locked(epic)
    if epic.owner_id is None and epic.owner_organisation_id is None:
        raise DomainError(_("Nobody owns this epic."))
    epic.owner = epic.owner_organisation = None
    epic.owner_role, epic.owner_is_named = "", False
    if epic.status == Status.OWNED:
        epic.status = Status.PROPOSED
        _note(epic, by, Status.PROPOSED, reason)
    elif reason:
        _note(epic, by, "", reason)
    _changed(epic, "owner", "owner_organisation", "owner_role", "owner_is_named", "status")
    audit.record("epic let go", target=epic, by=by)
    mails.after_commit(mails.let_go, epic.pk, by.pk)
    return epic


@transaction.atomic
def name_owner(epic: Epic, *, is_named: bool, by: User) -> Epic:
    """Show the owner's name beside the role, or take it away. Only the owner says so."""
    epic = _locked(epic)
    if epic.owner_id != by.pk:
        raise DomainError(_("Only the owner decides whether to be named."))
    epic.owner_is_named = is_named
    _changed(epic, "owner_is_named")
    audit.record("epic owner named" if is_named else "epic owner not named", target=epic, by=by)
    return epic


@transaction.atomic
def tell_epic(
    epic: Epic,
    *,
    by: User,
    status: str = "",
    happened: TranslatedText | None = None,
    then: TranslatedText | None = None,
    ask_on: datetime.date | None = None,
) -> EpicEvent:
    """Say how it is: a new status, what happened, what will be done next. Asked again ``ask_on``, or in three months.

    Without a word it says that things go on as before. Refuses stopping without a reason, a status it cannot have, and one that became a practice.
    """
    epic = _locked(epic)
    if status == epic.status:
        status = ""
    if status and status not in TELLABLE and status != Status.PROPOSED:
        raise DomainError(_("It becomes a practice when the practice that was made of it is published."))
    if status and epic.status == Status.PRACTICE:
        raise DomainError(_("It has become a practice: what happens next is told on the practice’s page."))
    if status == Status.OWNED and epic.owner_id is None and epic.owner_organisation_id is None:
        raise DomainError(_("Say first who owns it."))
    if status == Status.STOPPED and not happened:
        raise DomainError(_("Say why it was stopped: others learn from it."))
    event = _note(epic, by, status, happened, then)
    if status:
        epic.status = Status(status)
    again = max(ask_on or timezone.localdate() + ASK_AGAIN, timezone.localdate())
    epic.remind_on = None if epic.status in permissions.CLOSED else again
    _changed(epic, "status", "remind_on")
    audit.record("epic told", target=epic, by=by, status=status)
    return event


@transaction.atomic
def write_epic(
    epic: Epic, *, texts: Mapping[str, str], bases: Mapping[str, str], language: str, form: str = "", by: User
) -> Epic:
    """Take in what was typed, part by part. What somebody else wrote meanwhile is merged with it word by word.

    ``bases`` are the texts the form began from; ``form`` names the open page, which goes on from what it last sent.
    """
    epic = _locked(epic)
    if language not in LANGUAGES:
        raise DomainError(_("Write in Finnish, Swedish or English."))
    rows = {row.part: row for row in epic.texts.filter(language=language)}
    changed = [
        part
        for part in PARTS
        if part in texts and _take_in(epic, rows.get(part), part, language, texts[part], bases.get(part, ""), form)
    ]
    if changed:
        _changed(epic)
        audit.record("epic written", target=epic, by=by, parts=changed, language=language)
    return epic


def _take_in(
    epic: Epic, row: EpicText | None, part: str, language: str, typed: str, base: str, form: str
) -> EpicText | None:
    mine = typed.replace("\x00", "").replace("\r\n", "\n")[: 2 * most_of(part)]
    row = row or EpicText(epic=epic, part=part, language=language)
    base = row.typed.get(form, base.replace("\r\n", "\n")) if form else base.replace("\r\n", "\n")
    if mine == base:
        return None
    row.text = merge(base, mine, row.text)
    row.revision += 1
    if form:
        others = {name: text for name, text in row.typed.items() if name != form}
        row.typed = {**dict(list(others.items())[1 - FORMS_KEPT :]), form: mine}
    row.save()
    return row


@transaction.atomic
def publish_epic(epic: Epic, *, by: User) -> Epic:
    """Let everybody read it. Refuses one of a rehearsal, and one without a word in it."""
    epic = _locked(epic)
    if epic.day.is_rehearsal:
        raise DomainError(_("This day is a rehearsal: nothing of it becomes public."))
    if not any(row.text.strip() for row in epic.texts.all()):
        raise DomainError(_("Nothing is written in it yet."))
    epic.is_public = True
    _changed(epic, "is_public")
    audit.record("epic published", target=epic, by=by)
    return epic


@transaction.atomic
def withdraw_epic(epic: Epic, *, by: User) -> Epic:
    """Take it out of the public again: those who run the day and the owner go on reading it."""
    epic = _locked(epic)
    epic.is_public = False
    _changed(epic, "is_public")
    audit.record("epic withdrawn", target=epic, by=by)
    return epic
