"""What the pages of writing fetch, always on behalf of someone."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.foundation.access import require
from kotokaari.foundation.fields import read
from kotokaari.people.public import User

from .. import permissions, queries
from ..models import Adoption

Trail = list[tuple[str, str]]


def me(request: HttpRequest) -> User:
    """Who asks, on pages that are closed to people who have not signed in."""
    return cast(User, request.user)


def adoption_to_write(request: HttpRequest, uuid: UUID) -> Adoption:
    """An adoption whose words this person may write: 404, or 403."""
    adoption = queries.adoption_for(request.user, uuid)
    require(permissions.can_edit_adoption(request.user, adoption))
    return adoption


def adoption_to_comment(request: HttpRequest, uuid: UUID) -> Adoption:
    """An adoption of a practice for whose owner this person speaks: 404, or 403."""
    adoption = queries.adoption_for(request.user, uuid)
    require(permissions.can_say_owners_word(request.user, adoption.practice))
    return adoption


def title_of(adoption: Adoption) -> str:
    """The practice's name in the reader's language."""
    version = adoption.practice.current or adoption.version
    return str(read(version.title))


def trail(adoption: Adoption, here: str = "") -> Trail:
    """The way to a page of an adoption."""
    steps = [
        (_("Practices"), reverse("catalogue:list")),
        (title_of(adoption), adoption.practice.get_absolute_url()),
        (str(read(adoption.organisation.name)), reverse("adoption:write", args=[adoption.uuid]) if here else ""),
    ]
    return [*steps, (here, "")] if here else steps
