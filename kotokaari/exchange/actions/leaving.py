"""Somebody leaves for good, and takes along what was not for everybody."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.people.public import User

from ..models import Booking, Message, Offer, Question, ReadUpTo, Thanks, Unsent
from .times import cancel_booking


@transaction.atomic
def forget_person(*, by: User) -> None:
    """Words that were not open to all are emptied, what waits is withdrawn, what was booked is called off."""
    _forget_questions(by)
    _forget_bookings(by)
    Thanks.objects.filter(person=by, is_open=False).update(text="", withdrawn_at=timezone.now())
    Unsent.objects.filter(user=by).delete()


def _forget_questions(user: User) -> None:
    shown = list(Question.objects.shown().filter(asker=user).values_list("pk", flat=True))
    mine = Message.objects.filter(author=user)
    mine.exclude(question__in=Question.objects.shown().values("pk")).update(text="", removed_at=timezone.now())
    mine.update(shows_name=False)
    for question in Question.objects.select_for_update().filter(asker=user).exclude(pk__in=shown):
        if question.state == Question.State.OPEN:
            question.state, question.ended_at = Question.State.WITHDRAWN, timezone.now()
        question.subject, question.is_open = "–", False
        question.save()
    Question.objects.filter(asker=user).update(changed_at=timezone.now())
    ReadUpTo.objects.filter(user=user).delete()


def _forget_bookings(user: User) -> None:
    coming = Booking.objects.active().filter(person=user, offer__starts_at__gt=timezone.now())
    for booking in coming.select_related("offer", "organisation"):
        cancel_booking(booking, reason=_("The person who booked has left Kotokaari."), by=user)
    Booking.objects.filter(person=user).update(note="")
    Offer.objects.filter(host=user).update(host=None)
