"""Who may do what between people.

| who                                                     | reads a thread      | answers | closes, hides | offers times |
| ------------------------------------------------------- | ------------------- | ------- | ------------- | ------------ |
| anybody                                                 | when it is shown    | no      | no            | no           |
| the asker                                               | yes                 | asks on | closes own    | no           |
| coordinator, administrator of the owner                 | yes                 | yes     | yes           | yes          |
| coordinator, administrator of a partner organisation    | yes                 | yes     | no            | yes          |
| a person who has agreed to be asked about the practice  | yes                 | yes     | no            | yes          |
| national specialist                                     | from the 14th day   | then    | no            | no           |
| administrator of the house                              | yes                 | yes     | yes           | yes          |
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kotokaari.catalogue.public import Practice
from kotokaari.people.public import EDITORS, has_role, is_specialist

from .models import Booking, Message, Offer, Question, Thanks
from .models.questions import answered_by


def _is(user: Any, key: int | None) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and key == user.pk


def sees_copies(user: Any) -> bool:
    """National specialists see what has waited for an answer too long."""
    return is_specialist(user)


def can_speak_for_practice(user: Any, practice: Practice) -> bool:
    """The owner's and partners' coordinators and administrators, and who has agreed to be asked. One or two queries."""
    if has_role(user, practice.owner_id, *EDITORS):
        return True
    return answered_by(user).filter(pk=practice.pk).exists()


def can_answer_question(user: Any, question: Question) -> bool:
    """Who speaks for the practice; once it has waited two weeks, national specialists too. Never the asker."""
    if _is(user, question.asker_id):
        return False
    copied = question.copied_at is not None and sees_copies(user)
    return copied or can_speak_for_practice(user, question.practice)


def can_write_in_question(user: Any, question: Question) -> bool:
    """The asker, and who may answer."""
    return _is(user, question.asker_id) or can_answer_question(user, question)


def can_edit_message(user: Any, message: Message) -> bool:
    """One's own, for a quarter of an hour."""
    return _is(user, message.author_id) and timezone.now() < message.mended_until and not message.removed_at


def can_decide_openness(user: Any, question: Question) -> bool:
    """Only the asker decides whether every reader may see it."""
    return _is(user, question.asker_id)


def can_withdraw_question(user: Any, question: Question) -> bool:
    """Only the asker."""
    return _is(user, question.asker_id)


def can_close_question(user: Any, question: Question) -> bool:
    """The asker, and the owner's coordinators and administrators."""
    return _is(user, question.asker_id) or can_hide_question(user, question)


def can_hide_question(user: Any, question: Question) -> bool:
    """The owner's coordinators and administrators, and the house: not one's own, that one is withdrawn."""
    return has_role(user, question.practice.owner_id, *EDITORS)


def can_offer_times(user: Any, practice: Practice) -> bool:
    """Whoever speaks for the practice."""
    return can_speak_for_practice(user, practice)


def can_change_offer(user: Any, offer: Offer) -> bool:
    """Whoever speaks for the practice now: hosts fall ill."""
    return can_speak_for_practice(user, offer.practice)


def can_cancel_booking(user: Any, booking: Booking) -> bool:
    """The person, the editors of the organisation that comes, and those who host."""
    own = _is(user, booking.person_id) or has_role(user, booking.organisation_id, *EDITORS)
    return own or can_change_offer(user, booking.offer)


def can_know_where(user: Any, offer: Offer) -> bool:
    """Those who have a place, and those who host. A query or three."""
    if not getattr(user, "is_authenticated", False):
        return False
    has_place = offer.bookings.filter(person=user, state=Booking.State.BOOKED).exists()
    return has_place or can_change_offer(user, offer)


def can_withdraw_thanks(user: Any, thanks: Thanks) -> bool:
    """Who said them, and the editors of that organisation."""
    return _is(user, thanks.person_id) or has_role(user, thanks.organisation_id, *EDITORS)


def can_hide_thanks(user: Any, thanks: Thanks) -> bool:
    """The owner's coordinators and administrators, and the house."""
    return has_role(user, thanks.practice.owner_id, *EDITORS)
