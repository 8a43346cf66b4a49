"""What one can ask the catalogue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import Organisation
from kotokaari.search.public import find_all

from .models import Attachment, Contact, Grant, Partner, Practice, Project, Version


def practice_for(user: Any, key: str) -> Practice:
    """The practice with its present version and owner, or 404 for anyone who should not know it exists."""
    found = Practice.objects.visible_to(user).select_related("current", "adapted_from__practice")
    return get_object_or_404(found, key=key)


def public_practice(uuid: UUID) -> Practice:
    """The practice for anybody, or 404; a withdrawn one too."""
    found = Practice.objects.select_related("current", "adapted_from__practice")
    return get_object_or_404(found, uuid=uuid, status__in=Practice.ADDRESS_KEPT)


def version_shown(practice: Practice) -> Version:
    """The version readers see; of a draft the newest. Raises Http404 when nothing is written yet."""
    version = practice.current or practice.versions.first()
    if version is None:
        raise Http404
    return version


def version_for(practice: Practice, number: int) -> Version:
    """A version that has been public, by its number; or 404."""
    return get_object_or_404(practice.versions.exclude(state=Version.State.DRAFT), number=number)


def public_versions(practice: Practice) -> QuerySet[Version]:
    """The versions that have been public, the newest first, without their records."""
    return practice.versions.exclude(state=Version.State.DRAFT).defer("record", "as_typed")


class Surroundings:
    """What stands around a practice: partners, contacts, projects, money, files. Five queries."""

    def __init__(self, practice: Practice) -> None:
        self.partners = list(Partner.objects.filter(practice=practice).order_by("pk"))
        self.contacts = list(
            Contact.objects.filter(practice=practice, consented_at__isnull=False, withdrawn_at__isnull=True)
            .select_related("user")
            .order_by("pk")
        )
        self.projects = list(Project.objects.filter(practices=practice))
        self.grants = list(
            Grant.objects.filter(Q(practice=practice) | Q(project__in=self.projects)).order_by("year_from", "pk")
        )
        self.attachments = list(Attachment.objects.filter(practice=practice, removed_at__isnull=True))


def shown_versions() -> list[int]:
    """The version readers see of every public practice, the oldest practice first."""
    shown = Version.objects.filter(current_of__status__in=Practice.PUBLIC)
    return list(shown.order_by("practice_id").values_list("pk", flat=True))


def surroundings(practice: Practice) -> Surroundings:
    """What stands around a practice, remembered until public data changes."""
    return cached(("surroundings", practice.pk), lambda: Surroundings(practice))


def hits(words: str, language: str, *, partial_too: bool = True) -> list[UUID] | None:
    """The practices these words find, the best first; None without words, when everything is found."""
    if not words:
        return None
    return find_all(words, language, "practice", partial_too=partial_too)


def projects() -> QuerySet[Project]:
    """Every project, the latest first."""
    return Project.objects.all()


def projects_of(organisation: Organisation) -> QuerySet[Project]:
    """The projects an organisation runs or takes part in."""
    part = Q(owner=organisation) | Q(participants=organisation)
    return Project.objects.filter(part).distinct()


def project_for(code: str) -> Project:
    """The project, or 404."""
    return get_object_or_404(Project.objects.select_related("parent"), code=code)


def public_practices_of(project: Project) -> list[int]:
    """The shown versions of a project's public practices, the newest first."""
    public = project.practices.filter(status__in=Practice.PUBLIC).order_by("-current__published_at", "-pk")
    return list(public.values_list("current_id", flat=True))
