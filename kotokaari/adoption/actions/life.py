"""The life of an adoption: it is started, moves on or back, stops; a mistaken one is removed and brought back."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import Organisation, Place, User

from .. import letters
from ..counting import recounted
from ..models import Adoption, Step
from .locking import locked, locked_practice, touched
from .versions import ask_about_version

Status = Adoption.Status
EARLIEST = 1990  # as in the catalogue: older money and older days are slips
ORDER = (*Adoption.BEFORE_WORK, *Adoption.AT_WORK)


@transaction.atomic
def start_adoption(
    version: Version,
    *,
    organisation: Organisation,
    by: User | None,
    place: Place | None = None,
    status: str = Status.INTERESTED,
    on: datetime.date | None = None,
    purpose: TranslatedText | None = None,
    reason: TranslatedText | None = None,
    is_open: bool = True,
    is_example: bool = False,
    source: str = "",
) -> Adoption:
    """An organisation says how it stands to a version of a practice.

    When a newer version has been published meanwhile, the entry keeps the version that was read and its people
    are asked about the newer one. Refuses a draft, a practice that is not in the catalogue, an organisation that
    has ended, a day to come, and a second entry for the same organisation and place. The practice's owner is told by letter.
    """
    practice = locked_practice(version.practice)
    version = practice.versions.get(pk=version.pk)
    on = on or timezone.localdate()
    _check_start(practice, version, organisation, status, on)
    _check_single(practice, organisation, place)
    if status == Status.STOPPED and not _said(reason):
        raise DomainError(_("Say why it was stopped. Others learn from it."))
    with recounted(practice):
        adoption = Adoption(
            practice=practice,
            version=version,
            organisation=organisation,
            place=place,
            purpose=purpose or TranslatedText(),
            is_open=is_open,
            is_example=is_example,
            source=source,
            created_by=by,
        )
        _set_status(adoption, status, on)
        touched(adoption, "adoption started", by=by, status=str(status), version=version.number)
        _step(adoption, reason, by)
    arc.tie(
        first=("adoption", adoption.uuid), type=arc.LinkType.REUSES, second=("practice", practice.uuid), by=by, since=on
    )
    if practice.current_id != version.pk and practice.current is not None:
        ask_about_version(adoption, version=practice.current, by=by)
    if by is not None:
        transaction.on_commit(partial(letters.adoption_told, adoption.pk))
    return adoption


def _check_start(
    practice: Practice, version: Version, organisation: Organisation, status: str, on: datetime.date
) -> None:
    if version.is_draft or practice.status not in Practice.PUBLIC:
        raise DomainError(_("This practice is not in the catalogue now, so it cannot be taken into use here."))
    if organisation.has_ended:
        raise DomainError(_("%(organisation)s has ended. Choose its successor.") % {"organisation": organisation})
    _check_status(status, on)


def _check_status(status: str, on: datetime.date) -> None:
    if status not in Status.values:
        raise DomainError(_("Choose how far it has come."))
    check_day(on)


def check_day(on: datetime.date | None) -> None:
    """Refuses a day to come, and one so long ago that it must be a slip."""
    if on is not None and on > timezone.localdate():
        raise DomainError(_("This day is still to come. Say what is so today."))
    if on is not None and on.year < EARLIEST:
        raise DomainError(_("Look at the year: it is before %(year)s.") % {"year": EARLIEST})


def _check_single(practice: Practice, organisation: Organisation, place: Place | None) -> None:
    same = Adoption.objects.filter(practice=practice, organisation=organisation, place=place)
    if same.exists():
        raise DomainError(
            _("%(organisation)s already has an entry for this practice and place. Go on with it.")
            % {"organisation": organisation}
        )


@transaction.atomic
def change_status(
    adoption: Adoption,
    *,
    status: str,
    by: User | None,
    on: datetime.date | None = None,
    reason: TranslatedText | None = None,
) -> Adoption:
    """The adoption moves on, goes back or stops; its history keeps every step.

    Stopping, going back and beginning again want a reason. Refuses the same status, a day to come, and a day
    before the present status began.
    """
    now = locked(adoption)
    on = on or timezone.localdate()
    _check_status(status, on)
    if status == now.status:
        raise DomainError(_("It is already “%(status)s”.") % {"status": now.get_status_display()})
    if on < now.status_on:
        raise DomainError(
            _("The present status holds since %(day)s. Choose that day or a later one.")
            % {"day": written_day(now.status_on, (get_language() or "fi")[:2])}
        )
    _check_reason(now.status, status, reason)
    before = now.status
    with recounted(now.practice):
        _set_status(now, status, on)
        touched(now, "adoption status changed", by=by, before=before, status=str(status))
        _step(now, reason, by)
    return now


def wants_reason(before: str, status: str) -> bool:
    """True when a move from one status to another must say why: stopping, going back, beginning again."""
    if Status.STOPPED in (before, status):
        return True
    return ORDER.index(Status(status)) < ORDER.index(Status(before))


def _check_reason(before: str, status: str, reason: TranslatedText | None) -> None:
    if _said(reason) or not wants_reason(before, status):
        return
    if status == Status.STOPPED:
        raise DomainError(_("Say why it was stopped. Others learn from it."))
    raise DomainError(_("Say in a sentence why it goes back."))


def _said(reason: TranslatedText | None) -> bool:
    return bool(reason and reason.source_text.strip())


def _set_status(adoption: Adoption, status: str, on: datetime.date) -> None:
    adoption.status, adoption.status_on = status, on
    if status in Adoption.AT_WORK:
        adoption.began_on = adoption.began_on or on
    if status == Status.STOPPED and adoption.began_on and on < adoption.began_on:
        raise DomainError(_("It cannot have stopped before it began."))
    adoption.ended_on = on if status == Status.STOPPED else None


def _step(adoption: Adoption, reason: TranslatedText | None, by: User | None) -> Step:
    return Step.objects.create(
        adoption=adoption, status=adoption.status, on=adoption.status_on, reason=reason or TranslatedText(), by=by
    )


@transaction.atomic
def take_back_step(adoption: Adoption, *, by: User) -> Adoption:
    """The last change of status was a mistake: it is as it was before. Refuses when there is only one."""
    now = locked(adoption)
    steps = list(now.steps.order_by("-id")[:2])
    if len(steps) < 2:
        raise DomainError(_("There is nothing before this. Remove the entry if it is a mistake."))
    last, kept = steps
    with recounted(now.practice):
        if kept.status not in Adoption.AT_WORK and now.began_on == last.on and last.status in Adoption.AT_WORK:
            now.began_on = None
        _set_status(now, kept.status, kept.on)
        last.delete()
        touched(now, "adoption step taken back", by=by, status=last.status, back_to=kept.status)
    return now


@transaction.atomic
def remove_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Take a mistaken entry out of sight and off the arc. It can be brought back."""
    now = locked(adoption)
    with recounted(now.practice):
        now.removed_at = timezone.now()
        touched(now, "adoption removed", by=by)
    arc.forget_thing(now.uuid, by=by)
    return now


@transaction.atomic
def restore_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Bring a removed entry back as it was. Refuses when another has taken its place."""
    practice = locked_practice(adoption.practice)
    now = Adoption.with_removed.select_for_update(of=("self",)).select_related("organisation").get(pk=adoption.pk)
    if now.removed_at is None:
        raise DomainError(_("This entry has not been removed."))
    _check_single(practice, now.organisation, now.place)
    with recounted(practice):
        now.removed_at = None
        touched(now, "adoption restored", by=by)
    _tie_again(now, practice, by)
    newer = practice.current
    if newer is not None and newer.pk != now.version_id:
        ask_about_version(now, version=newer, by=by)
    return now


def _tie_again(adoption: Adoption, practice: Practice, by: Any) -> None:
    first = adoption.steps.first()
    arc.tie(
        first=("adoption", adoption.uuid),
        type=arc.LinkType.REUSES,
        second=("practice", practice.uuid),
        by=by,
        since=first.on if first else None,
    )
