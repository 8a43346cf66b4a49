"""What one can ask about what people keep between them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.catalogue.public import Contact, Practice, practice_for
from kotokaari.people.public import EDITORS, Membership, Organisation, User

from .models import Booking, Message, Offer, Question, ReadUpTo, Thanks, Unsent
from .models.questions import answered_by

SHOWN_ON_THE_PAGE, MOST_IN_A_FEED = 5, 500


def practice_to_ask(user: Any, key: str) -> Practice:
    """A practice that anybody may read, or 404."""
    practice = practice_for(user, key)
    if practice.status not in Practice.PUBLIC:
        raise Http404
    return practice


# Who is asked


@dataclass(frozen=True, slots=True)
class Voice:
    """On whose behalf a person speaks for a practice."""

    side: str
    organisation: Organisation


def voice_of(user: User, practice: Practice) -> Voice | None:
    """The owner's, a partner's, or none. A person who has agreed to be asked speaks for the owner. Three queries."""
    mine = set(_editing_memberships().filter(user=user).values_list("organisation_id", flat=True))
    if practice.owner_id in mine:
        return Voice(Message.Side.OWNER, practice.owner)
    for partner in practice.partners.select_related("organisation"):
        if partner.organisation_id in mine:
            return Voice(Message.Side.PARTNER, partner.organisation)
    if consented_contacts(practice).filter(user=user).exists():
        return Voice(Message.Side.OWNER, practice.owner)
    return None


def consented_contacts(practice: Practice) -> QuerySet[Contact]:
    """The people who have agreed to be asked about it."""
    return Contact.objects.filter(practice=practice, consented_at__isnull=False, withdrawn_at__isnull=True)


def people_to_tell(practice: Practice, *, but: int | None = None) -> list[User]:
    """Who hears that somebody asks: who agreed to be asked, and the owner's and partners' editors.

    Editors who want only what is necessary are left out, unless nobody else would hear of it. Three queries.
    """
    partners = practice.partners.values("organisation")
    bodies = Q(organisation=practice.owner_id) | Q(organisation__in=partners)
    editors = _editing_memberships().filter(bodies).values("user")
    asked = set(consented_contacts(practice).values_list("user_id", flat=True))
    people = User.objects.filter(Q(pk__in=editors) | Q(pk__in=asked), is_active=True).exclude(pk=but or 0)
    found = list(people.order_by("pk"))
    wanting = [one for one in found if one.pk in asked or one.mail_rhythm != User.MailRhythm.NEVER]
    return wanting or found


def _editing_memberships() -> QuerySet[Membership]:
    today = timezone.localdate()
    inforce = Q(until__isnull=True) | Q(until__gt=today)
    return Membership.objects.filter(inforce, since__lte=today, role__in=EDITORS)


def organisations_to_speak_for(user: Any) -> QuerySet[Organisation]:
    """The existing organisations this person belongs to."""
    mine = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.localdate()), user=user, since__lte=timezone.localdate()
    )
    return Organisation.objects.filter(pk__in=mine.values("organisation")).existing_on(timezone.localdate())


# Questions


def question_for(user: Any, uuid: UUID) -> Question:
    """The question with its practice, or 404 for anyone who should not know it exists."""
    found = Question.objects.visible_to(user).select_related("practice__current", "organisation")
    return get_object_or_404(found, uuid=uuid)


def message_for(question: Question, pk: int) -> Message:
    """A message of a question, or 404."""
    return get_object_or_404(question.messages.all(), pk=pk)


def messages_of(question: Question) -> list[Message]:
    """Its messages in order, with their writers."""
    return list(question.messages.select_related("author"))


def roles_shown(practice: Practice) -> dict[int, Contact]:
    """Who has agreed to be shown with name and role, by the person's key. One query."""
    return {contact.user_id: contact for contact in consented_contacts(practice)}


def asked_and_answered(practice: Practice) -> QuerySet[Question]:
    """What every reader may see, the latest answer first."""
    return Question.objects.filter(practice=practice).shown().order_by("-answered_at", "-pk")


def _with_unread(questions: QuerySet[Question], user: User) -> QuerySet[Question]:
    read = ReadUpTo.objects.filter(question=OuterRef("question"), user=user, at__gte=OuterRef("written_at"))
    new = Message.objects.filter(question=OuterRef("pk")).exclude(author=user).exclude(Exists(read))
    return questions.annotate(is_unread=Exists(new)).select_related("practice__current")


def asked_by(user: User) -> QuerySet[Question]:
    """What this person has asked; ``is_unread`` tells that something new was written."""
    return _with_unread(Question.objects.filter(asker=user), user).order_by("-changed_at", "-pk")


def to_answer(user: User) -> QuerySet[Question]:
    """What waits for this person's answer, the longest waiting first."""
    mine = Question.objects.waiting().answerable_by(user).exclude(asker=user)
    return _with_unread(mine, user).order_by("waiting_since", "pk")


def answered_before(user: User) -> QuerySet[Question]:
    """What was asked of this person and does not wait any more, the latest first."""
    mine = Question.objects.answerable_by(user).exclude(asker=user).exclude(state=Question.State.OPEN)
    return _with_unread(mine, user).order_by("-changed_at", "-pk")


def copied() -> QuerySet[Question]:
    """What has waited so long that national specialists are asked to help."""
    return Question.objects.waiting().filter(copied_at__isnull=False).select_related("practice__current")


def waiting_since(moment: datetime.datetime) -> QuerySet[Question]:
    """What has waited since ``moment`` or longer."""
    return Question.objects.waiting().filter(waiting_since__lte=moment).select_related("practice")


def unsent_of(user: Any, key: str) -> Unsent | None:
    """What this person typed into a form and has not sent."""
    return Unsent.objects.filter(user=user, key=key).first()


# Times


def times_of(practice: Practice) -> QuerySet[Offer]:
    """The times of a practice that are still to come."""
    return Offer.objects.to_come().filter(practice=practice).select_related("practice__current")


def coming_times(*, kind: str = "", language: str = "", remote: bool = False) -> QuerySet[Offer]:
    """All times to come, the next first."""
    found = Offer.objects.to_come().select_related("practice__current")
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(languages__contains=language)
    return found.filter(is_remote=True) if remote else found


def offer_for(uuid: UUID) -> Offer:
    """A time of a public practice, or 404. Past and cancelled ones keep their pages."""
    found = Offer.objects.public().select_related("practice__current", "organisation")
    return get_object_or_404(found, uuid=uuid)


def feed_of(organisation: Organisation | None = None) -> QuerySet[Offer]:
    """What a calendar follows: times to come and of the last month, cancelled ones too so that they disappear."""
    since = timezone.now() - datetime.timedelta(days=31)
    found = Offer.objects.public().filter(ends_at__gte=since).select_related("practice__current")
    found = found.filter(organisation=organisation) if organisation else found
    return found.order_by("starts_at", "pk")[:MOST_IN_A_FEED]


def organisation_called(code: str) -> Organisation:
    """The organisation, or 404."""
    return get_object_or_404(Organisation, code=code)


def bookings_of(offer: Offer) -> QuerySet[Booking]:
    """Who comes, then who stands in line."""
    active = offer.bookings.active().select_related("organisation", "person")
    return active.order_by(F("placed_at").asc(nulls_last=True), "booked_at", "pk")


def own_bookings(offer: Offer, user: Any) -> list[Booking]:
    """This person's bookings of a time: those that stand, else the last that the host called off."""
    if not getattr(user, "is_authenticated", False):
        return []
    mine = offer.bookings.filter(person=user).select_related("organisation")
    return list(mine.active()) or list(mine.filter(ended_by_host=True).order_by("-ended_at")[:1])


def booking_for(user: Any, uuid: UUID) -> Booking:
    """A booking, or 404 for anyone who should not know it exists."""
    found = Booking.objects.visible_to(user).select_related("offer__practice__current", "organisation")
    return get_object_or_404(found, uuid=uuid)


def coming_bookings(user: User) -> QuerySet[Booking]:
    """What this person has booked and is still to come."""
    mine = Booking.objects.active().filter(person=user, offer__starts_at__gt=timezone.now())
    return mine.select_related("offer__practice__current").order_by("offer__starts_at", "pk")


def hosted_times(user: User) -> QuerySet[Offer]:
    """The times to come that this person hosts, or that organisations of theirs answer for."""
    mine = Q(host=user) if user.is_administrator else Q(host=user) | Q(practice__in=answered_by(user).values("pk"))
    return Offer.objects.to_come().filter(mine).select_related("practice__current")


def times_on(day: datetime.date) -> list[Offer]:
    """The times that begin on this day by their own clocks."""
    around = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    near = Offer.objects.filter(
        starts_at__range=(around - datetime.timedelta(days=2), around + datetime.timedelta(days=2)),
        cancelled_at__isnull=True,
    )
    return [offer for offer in near if offer.starts_at.astimezone(offer.tz).date() == day]


def standing_offers(practice: Practice) -> list[Offer]:
    """The times of a practice that have not begun, whatever has become of the practice."""
    standing = Offer.objects.filter(practice=practice, starts_at__gt=timezone.now(), cancelled_at__isnull=True)
    return list(standing.order_by("starts_at", "pk"))


def waiting_questions(practice: Practice) -> list[Question]:
    """The questions nobody has answered, whatever has become of the practice."""
    return list(Question.objects.filter(practice=practice, state=Question.State.OPEN).order_by("pk"))


# Thanks


def thanks_of(practice: Practice) -> QuerySet[Thanks]:
    """What every reader may see."""
    return Thanks.objects.filter(practice=practice).shown()


def thanks_for(user: Any, uuid: UUID) -> Thanks:
    """Thanks that stand, or 404 for anyone who should not know of them."""
    found = Thanks.objects.standing().select_related("practice__current")
    own = Q(person=user) | Q(practice__in=answered_by(user).values("pk"))
    return get_object_or_404(found.filter(own | Q(pk__in=Thanks.objects.shown().values("pk"))), uuid=uuid)


def own_thanks(practice: Practice, user: Any) -> list[Thanks]:
    """What this person has said."""
    return list(Thanks.objects.standing().filter(practice=practice, person=user))


def thanks_received(user: User) -> QuerySet[Thanks]:
    """What was said to those this person answers for, the latest first."""
    mine = Thanks.objects.standing().filter(practice__in=answered_by(user).values("pk"))
    return mine.select_related("practice__current")
