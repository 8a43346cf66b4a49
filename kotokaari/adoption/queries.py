"""What one can ask the ledger, for those who write in it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kotokaari.catalogue.public import Practice
from kotokaari.people.public import (
    EDITORS,
    Membership,
    Organisation,
    User,
    organisations_for,
)

from .models import Adaptation, Adoption, AdoptionQuerySet, Lesson, Outcome, OwnersWord, Unsaved, VersionChoice
from .permissions import WRITERS


def works_in(user: Any, *roles: str) -> QuerySet[Membership, int]:
    """Keys of the organisations in which this person has one of the roles; who runs the house gets no more than that."""
    return _present().filter(user=user.pk, role__in=roles).values_list("organisation", flat=True)


def _present() -> QuerySet[Membership]:
    today = timezone.localdate()
    return Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)


AROUND = ("practice__current", "practice__owner", "version", "organisation", "place", "contact")


def adoption_for(user: Any, uuid: UUID) -> Adoption:
    """The adoption with its surroundings, or 404 for anyone who should not know it exists."""
    return get_object_or_404(Adoption.objects.visible_to(user).select_related(*AROUND), uuid=uuid)


def removed_adoption_for(user: Any, uuid: UUID) -> Adoption:
    """A removed adoption of one's own organisations, or 404."""
    mine = Adoption.with_removed.filter(removed_at__isnull=False, organisation__in=organisations_for(user))
    return get_object_or_404(mine.select_related(*AROUND), uuid=uuid)


def adaptation_of(adoption: Adoption, uuid: UUID) -> Adaptation:
    """One of its adaptations, or 404."""
    return _part(adoption.adaptations.all(), adoption, uuid)


def outcome_of(adoption: Adoption, uuid: UUID) -> Outcome:
    """One of its outcomes, or 404."""
    return _part(adoption.outcomes.all(), adoption, uuid)


def lesson_of(adoption: Adoption, uuid: UUID) -> Lesson:
    """One of its lessons, or 404."""
    return _part(adoption.lessons.all(), adoption, uuid)


def owners_word_of(adoption: Adoption, uuid: UUID) -> OwnersWord:
    """One of the owner's words, or 404."""
    return _part(adoption.owners_words.all(), adoption, uuid)


def _part(parts: QuerySet[Any], adoption: Adoption, uuid: UUID) -> Any:
    part = get_object_or_404(parts, uuid=uuid)
    part.adoption = adoption
    return part


def adoptions_of(organisation: Organisation | int) -> AdoptionQuerySet:
    """What an organisation uses or has used, the latest first."""
    return Adoption.objects.filter(organisation=organisation).select_related("practice__current", "place")


def adoptions_of_user(user: Any) -> AdoptionQuerySet:
    """What the organisations this person writes for use: the latest change first."""
    mine = Adoption.objects.filter(organisation__in=works_in(user, *WRITERS))
    return mine.select_related("practice__current", "organisation", "place").order_by("-changed_at", "-id")


def own_adoptions(user: Any, practice: Practice) -> AdoptionQuerySet:
    """What this person's organisations have written down of a practice."""
    mine = Adoption.objects.filter(practice=practice, organisation__in=works_in(user, *WRITERS))
    return mine.select_related("organisation", "place")


def organisations_to_start(user: Any) -> QuerySet[Organisation]:
    """The organisations for which this person may write, and which have not ended."""
    return organisations_for(user, *WRITERS).existing_on(timezone.localdate())


def waiting_choices(user: Any) -> QuerySet[VersionChoice]:
    """Newer versions about which this person's organisations have not answered yet, the newest first."""
    return (
        open_choices()
        .filter(adoption__organisation__in=works_in(user, *WRITERS))
        .select_related("version", "adoption__practice__current", "adoption__organisation", "adoption__place")
    )


def open_choices() -> QuerySet[VersionChoice]:
    """Questions that still wait: about the version readers now see, of adoptions that go on."""
    return VersionChoice.objects.filter(
        Q(choice=VersionChoice.Choice.OPEN),
        adoption__removed_at__isnull=True,
        version=F("adoption__practice__current"),
    ).exclude(adoption__status=Adoption.Status.STOPPED)


def choice_for(adoption: Adoption) -> VersionChoice:
    """The question about the version readers now see, answered or not; or 404 when there is none."""
    found = adoption.version_choices.filter(version=adoption.practice.current_id).select_related("version", "before")
    choice = found.first()
    if choice is None:
        raise Http404
    choice.adoption = adoption
    return choice


def contacts_to_answer(user: User) -> AdoptionQuerySet:
    """Adoptions that would like to name this person as the one to ask."""
    asked = Adoption.objects.filter(contact=user, contact_consented_at__isnull=True)
    return asked.select_related("practice__current", "organisation")


def adoptions_to_carry_on(user: Any) -> AdoptionQuerySet:
    """Adoptions of organisations whose tasks one of this person's organisations carries on."""
    heirs = Organisation.objects.existing_on(timezone.localdate()).filter(pk__in=works_in(user, *EDITORS))
    ended = Adoption.objects.filter(organisation__successions__new__in=heirs).exclude(status=Adoption.Status.STOPPED)
    return ended.select_related("practice__current", "organisation", "place").distinct()


def unsaved_of(adoption: Adoption, user: User, form: str) -> Unsaved | None:
    """What this person left in a form of the adoption, if anything."""
    return Unsaved.objects.filter(adoption=adoption, user=user, form=form).first()


def people_of(adoption: Adoption) -> list[User]:
    """Whom to write to about an adoption: its organisation's coordinators, and whoever began it and works there still."""
    return _working_in(adoption.organisation_id, also=adoption.created_by_id)


def coordinators_of(organisation: Organisation | int) -> list[User]:
    """Whom to write to in an organisation. One query."""
    return _working_in(organisation if isinstance(organisation, int) else organisation.pk)


def _working_in(organisation: int, also: int | None = None) -> list[User]:
    wanted = _present().filter(Q(role__in=EDITORS) | Q(user=also), organisation=organisation)
    return list(User.objects.filter(is_active=True, memberships__in=wanted).distinct().order_by("pk"))


def adoptions_for_owner(practice: Practice) -> AdoptionQuerySet:
    """Every adoption of a practice, what its owner has said of each, and what it answered about the newest version.

    Three queries.
    """
    found = Adoption.objects.filter(practice=practice).select_related("organisation", "place", "version")
    newest = VersionChoice.objects.filter(version=practice.current_id).select_related("version")
    answers = Prefetch("version_choices", newest, to_attr="answers")
    return found.prefetch_related("owners_words", answers).order_by("-changed_at", "-id")


def stance(adoption: Adoption) -> OwnersWord | None:
    """The owner's confirmation or doubt among the words read already."""
    said = [word for word in adoption.owners_words.all() if word.kind != OwnersWord.Kind.COMMENTS]
    return said[-1] if said else None


def _without_a_word(adoptions: AdoptionQuerySet) -> AdoptionQuerySet:
    answered = OwnersWord.objects.filter(adoption=OuterRef("pk")).exclude(kind=OwnersWord.Kind.COMMENTS)
    return adoptions.exclude(organisation=F("practice__owner")).filter(~Exists(answered))


def unconfirmed(practice: Practice) -> AdoptionQuerySet:
    """Adoptions of a practice of which its owner has not said yet whether it knows of them."""
    return _without_a_word(Adoption.objects.filter(practice=practice))


def adoptions_to_confirm(user: Any) -> AdoptionQuerySet:
    """The same of all practices for whose owner this person speaks, the latest first."""
    ours = _without_a_word(Adoption.objects.filter(practice__owner__in=works_in(user, *EDITORS)))
    return ours.select_related("practice__current", "organisation", "place").order_by("-changed_at", "-id")


def removed_lately(user: Any) -> AdoptionQuerySet:
    """Entries removed in the last thirty days that this person may bring back."""
    since = timezone.now() - datetime.timedelta(days=30)
    mine = Adoption.with_removed.filter(removed_at__gte=since, organisation__in=works_in(user, *EDITORS))
    return mine.select_related("practice__current", "organisation")


def unsaved_by(user: User) -> QuerySet[Unsaved]:
    """Forms this person left half filled and may still fill, the latest first."""
    ours = Q(adoption__organisation__in=works_in(user, *WRITERS))
    owners = Q(adoption__practice__owner__in=works_in(user, *EDITORS))
    kept = Unsaved.objects.filter(ours | owners, user=user, adoption__removed_at__isnull=True)
    return kept.select_related("adoption__practice__current", "adoption__organisation").order_by("-at")
