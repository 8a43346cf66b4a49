"""An item of the agenda is opened and closed; what the meeting agrees on stands beside what each found alone."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.panel.public import Seat
from kotokaari.people.public import User
from kotokaari.rubrics.public import HIGHEST, LOWEST, Criterion

from ..keeping import EditConflict, Sent, clean, merge
from ..marks import mark_of_agreed
from ..models import AgendaItem, Dissent, Meeting, ModeratedScore
from .meetings import locked_meeting, not_closed


def _locked(item: AgendaItem) -> AgendaItem:
    """The item as it now is, locked; of a meeting that is not closed."""
    not_closed(item.meeting)
    now = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting", "submission")
        .filter(pk=item.pk)
        .first()
    )
    if now is None:
        raise DomainError(_("This was taken off the agenda meanwhile."))
    return now


@transaction.atomic
def open_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """The meeting talks of this now, and its time runs; what was open before is closed.

    Refuses while the meeting does not run, and a submission that was withdrawn.
    """
    now = _locked(item)
    meeting = locked_meeting(now.meeting)
    if meeting.state != Meeting.State.RUNNING:
        raise DomainError(_("Open the meeting first."))
    if now.submission.withdrawn_at is not None:
        raise DomainError(_("This submission was withdrawn. There is nothing to decide."))
    moment = timezone.now()
    meeting.items.filter(opened_at__isnull=False, closed_at__isnull=True).exclude(pk=now.pk).update(closed_at=moment)
    now.opened_at, now.closed_at = moment, None
    now.save()
    audit.record("item opened", target=now, by=by)
    return now


@transaction.atomic
def close_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """The meeting has done with it. Refuses one that is not open."""
    now = _locked(item)
    if now.opened_at is None or now.closed_at is not None:
        raise DomainError(_("This item is not open."))
    now.closed_at = timezone.now()
    now.save()
    audit.record("item closed", target=now, by=by)
    return now


@transaction.atomic
def move_item(item: AgendaItem, *, earlier: bool, by: User) -> AgendaItem:
    """One place earlier or later among what ``by`` may know of. At the end of the list nothing moves."""
    now = _locked(item)
    known = list(AgendaItem.objects.seen_by(by).filter(meeting=now.meeting_id).order_by("order", "id"))
    place = next((place for place, one in enumerate(known) if one.pk == now.pk), None)
    if place is None:
        raise DomainError(_("This was taken off the agenda meanwhile."))
    to = place - 1 if earlier else place + 1
    if 0 <= to < len(known):
        other = known[to]
        now.order, other.order = other.order, now.order
        now.save(update_fields=["order"])
        other.save(update_fields=["order"])
        audit.record("agenda reordered", target=now.meeting, by=by)
    return now


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> Meeting:
    """Take it off the agenda. Refuses one about which the meeting has written something."""
    now = _locked(item)
    if now.note or now.moderated.exists() or now.dissents.exists():
        raise DomainError(_("The meeting has written about this item. It stays in the minutes."))
    meeting = now.meeting
    audit.record("item removed", target=meeting, by=by)
    now.delete()
    return meeting


@transaction.atomic
def agree_on(
    item: AgendaItem, *, criterion: Criterion, level: Decimal | None, reason: str, by: User, was: str | None = None
) -> AgendaItem:
    """Write what the meeting agreed on for a criterion, beside what each found; without a level it is taken back.

    Refuses a level outside the scale, one without a reason, and, where ``was`` says what stood on the form, to write
    over what somebody else has written since.
    """
    now = _locked(item)
    standing = now.moderated.filter(criterion=criterion).first()
    if was is not None and was != mark_of_agreed(standing):
        raise DomainError(_("Somebody else wrote another level meanwhile. It stands here: look at it, then write."))
    if level is None:
        now.moderated.filter(criterion=criterion).delete()
        audit.record("moderated score removed", target=now, by=by, criterion=criterion.code)
        return now
    if not LOWEST <= level <= HIGHEST:
        raise DomainError(_("A level is from %(lowest)s to %(highest)s.") % {"lowest": LOWEST, "highest": HIGHEST})
    if not reason.strip():
        raise DomainError(_("Say why the meeting came to this level."))
    ModeratedScore.objects.update_or_create(
        item=now,
        criterion=criterion,
        defaults={"level": level, "reason": clean(reason), "by": by, "at": timezone.now()},
    )
    audit.record("moderated score written", target=now, by=by, criterion=criterion.code, level=str(level))
    return now


@transaction.atomic
def record_dissent(item: AgendaItem, *, seat: Seat, text: str, by: User) -> AgendaItem:
    """A member of the panel is of another mind; without words it is taken back. Refuses words of somebody else's."""
    now = _locked(item)
    if seat.user_id != by.pk or seat.call_id != now.submission.call_id or seat.state != Seat.State.ACCEPTED:
        raise DomainError(_("Only a member of the panel writes a dissent, and their own."))
    words = clean(text)
    if words:
        Dissent.objects.update_or_create(item=now, seat=seat, defaults={"text": words, "at": timezone.now()})
    else:
        now.dissents.filter(seat=seat).delete()
    audit.record("dissent recorded", target=now, by=by, taken_back=not words)
    return now


@transaction.atomic
def save_note(item: AgendaItem, *, text: str, by: User, sent: Sent | None = None) -> AgendaItem:
    """Keep what was said of it, for the minutes. Raises EditConflict when somebody else wrote otherwise meanwhile."""
    now = _locked(item)
    sent = sent or Sent()
    write, clashes = merge({"note": now.note}, {"note": clean(text)}, sent, {"note": now.saved_form})
    if clashes:
        raise EditConflict(_("Somebody else wrote here meanwhile. Compare the two and choose."), clashes)
    if write:
        now.note, now.saved_form = write["note"], sent.form[:40]
        now.revision += 1
        now.save()
        audit.record("note saved", target=now, by=by, revision=now.revision)
    return now
