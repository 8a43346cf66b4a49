"""What one can ask about what people keep between them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.catalogue.public import Contact, Practice, practice_for
from kotokaari.people.public import EDITORS, Membership, Organisation, User

from .models import Message, Question, ReadUpTo, Unsent

SHOWN_ON_THE_PAGE = 5


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
    people = User.objects.filter(Q(pk__in=editors) | Q(pk__in=asked), is_active=True).exclude(pk=but)
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
