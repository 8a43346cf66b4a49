"""A meeting is planned, opened, attended and closed; its minutes are written until then."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.assessment.public import share_assessments
from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User
from kotokaari.submissions.public import Submission

from .. import mails
from ..grouping import groups_of
from ..keeping import EditConflict, Sent, clean, merge
from ..marks import mark_of_meeting
from ..models import AgendaItem, Attendance, Meeting

State = Meeting.State
FACTS = ("name", "starts_at", "lasts_minutes", "place", "link")
# What is contested comes first; what is clear in or out comes last.
ORDER = {AgendaItem.Group.CONTESTED: 0, AgendaItem.Group.UNKNOWN: 1, AgendaItem.Group.ROBUSTLY_IN: 2}


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it now is, locked until the transaction ends."""
    return Meeting.objects.select_for_update().select_related(None).get(pk=meeting.pk)


def not_closed(meeting: Meeting) -> Meeting:
    """The meeting, locked. Refuses one that is closed: its minutes stand."""
    now = locked_meeting(meeting)
    if now.state == State.CLOSED:
        raise DomainError(_("The meeting is closed and its minutes stand."))
    return now


@transaction.atomic
def plan_meeting(
    call: Call,
    *,
    name: TranslatedText,
    starts_at: datetime.datetime,
    by: User | None,
    place: str = "",
    link: str = "",
    lasts_minutes: int = 120,
    is_example: bool = False,
) -> Meeting:
    """Plan a meeting, put the assessed submissions on its agenda, and send its time to everybody concerned.

    Refuses one that is neither in a place nor over a link.
    """
    _somewhere(place, link)
    meeting = Meeting.objects.create(
        call=call, name=name, starts_at=starts_at, place=place.strip(), link=link, lasts_minutes=lasts_minutes,
        created_by=by, is_example=is_example,
    )  # fmt: skip
    audit.record("meeting planned", target=meeting, by=by, starts_at=starts_at.isoformat())
    fill_agenda(meeting, by=by)
    transaction.on_commit(partial(mails.meeting_time, meeting.pk))
    return meeting


def _somewhere(place: str, link: str) -> None:
    if not place.strip() and not link.strip():
        raise DomainError(_("Say where the panel meets: a place, a link, or both."))


@transaction.atomic
def change_meeting(meeting: Meeting, *, changes: Mapping[str, Any], by: User, was: str | None = None) -> Meeting:
    """Change its time, place, link or name; everybody concerned gets the new time when one of these moved.

    Refuses where it says something else than ``was``, the mark of what the form was opened with.
    """
    now = not_closed(meeting)
    if was is not None and was != mark_of_meeting(now):
        raise DomainError(_("Somebody else changed the meeting meanwhile. Open the page again to see how it stands."))
    moved = {name for name in FACTS if name in changes and getattr(now, name) != changes[name]}
    for name in moved:
        setattr(now, name, changes[name])
    _somewhere(now.place, now.link)
    if moved:
        now.revision += 1
        now.save()
        audit.record("meeting changed", target=now, by=by, fields=sorted(moved))
        transaction.on_commit(partial(mails.meeting_time, now.pk))
    return now


@transaction.atomic
def fill_agenda(meeting: Meeting, *, by: User | None) -> Meeting:
    """Put every submission that goes to the panel and stands on the agenda, the contested ones first.

    Also those of which whoever asks may know nothing. What is there already keeps its place.
    """
    now = not_closed(meeting)
    groups = groups_of(now.call)
    found = Submission.objects.standing().filter(call=now.call, eligibility=Submission.Eligibility.ELIGIBLE)
    new = found.exclude(agenda_items__meeting=now).exclude(decision__state="final").order_by("number")
    ranked = sorted(new, key=lambda one: (ORDER.get(groups.get(one.pk, ""), 3), one.number or 0))  # type: ignore[call-overload]
    last = now.items.aggregate(last=Max("order"))["last"] or 0
    for order, submission in enumerate(ranked, last + 1):
        AgendaItem.objects.create(meeting=now, submission=submission, order=order, group=groups.get(submission.pk, ""))
    if ranked:
        audit.record("agenda filled", target=now, by=by, items=len(ranked))
    return now


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """It begins. Refuses one without anything on its agenda, or not planned."""
    now = locked_meeting(meeting)
    if now.state != State.PLANNED:
        raise DomainError(_("This meeting has begun already."))
    if not now.items.exists():
        raise DomainError(_("There is nothing on the agenda yet. Put the submissions on it first."))
    now.state, now.opened_at = State.RUNNING, timezone.now()
    now.save()
    share_assessments(now.call, by=by)  # members who have handed in read each other from now on
    audit.record("meeting opened", target=now, by=by)
    return now


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """It ends; from now on its minutes stand. Refuses one that has not begun."""
    now = locked_meeting(meeting)
    if now.state != State.RUNNING:
        raise DomainError(_("Only a meeting that runs is closed."))
    moment = timezone.now()
    now.items.filter(opened_at__isnull=False, closed_at__isnull=True).update(closed_at=moment)
    now.attendances.filter(left_at__isnull=True).update(left_at=moment)
    now.state, now.closed_at = State.CLOSED, moment
    now.save()
    audit.record("meeting closed", target=now, by=by)
    return now


@transaction.atomic
def attend(meeting: Meeting, *, user: User, by: User, is_remote: bool = False) -> Attendance:
    """Somebody is there, in the room or over the link. Coming back after leaving is written too."""
    now = not_closed(meeting)
    found, made = Attendance.objects.get_or_create(meeting=now, user=user, defaults={"is_remote": is_remote})
    if not made:
        found.is_remote, found.left_at = is_remote, None
        found.save()
    audit.record("meeting attended", target=now, by=by, who=str(user.uuid), remote=is_remote)
    return found


@transaction.atomic
def leave_meeting(meeting: Meeting, *, user: User, by: User) -> Attendance:
    """Somebody has left. Refuses one who was not there."""
    now = not_closed(meeting)
    found = Attendance.objects.filter(meeting=now, user=user, left_at__isnull=True).first()
    if found is None:
        raise DomainError(_("This person was not at the meeting."))
    found.left_at = timezone.now()
    found.save()
    audit.record("meeting left", target=now, by=by, who=str(user.uuid))
    return found


@transaction.atomic
def save_minutes(meeting: Meeting, *, text: str, by: User, sent: Sent | None = None) -> Meeting:
    """Keep what was typed into the minutes. Raises EditConflict when somebody else wrote otherwise meanwhile."""
    now = not_closed(meeting)
    sent = sent or Sent()
    write, clashes = merge({"minutes": now.minutes}, {"minutes": clean(text)}, sent, {"minutes": now.saved_form})
    if clashes:
        raise EditConflict(_("Somebody else wrote here meanwhile. Compare the two and choose."), clashes)
    if write:
        now.minutes, now.saved_form = write["minutes"], sent.form[:40]
        now.revision += 1
        now.save()
        audit.record("minutes saved", target=now, by=by, revision=now.revision)
    return now
