"""What the pages of writing fetch, always on behalf of someone."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kotokaari.foundation.access import require
from kotokaari.people.public import User

from .. import permissions
from ..models import Practice, Version


def me(request: HttpRequest) -> User:
    """Who asks, on pages that are closed to people who have not signed in."""
    return cast(User, request.user)


def practice_for(user: Any, key: str) -> Practice:
    """The practice, or 404 for anyone who should not know it exists."""
    practices = Practice.objects.visible_to(user).select_related("owner", "current")
    return get_object_or_404(practices, key=key)


def draft_for(user: Any, key: str) -> Version:
    """The draft of a practice this person may write: 404, 403, or 404 again when there is none."""
    practice = practice_for(user, key)
    require(permissions.can_edit_practice(user, practice))
    draft = draft_of(practice)
    if draft is None:
        raise Http404
    return draft


def draft_of(practice: Practice) -> Version | None:
    """The draft of a practice, if there is one."""
    draft = practice.versions.filter(state=Version.State.DRAFT).first()
    if draft:
        draft.practice = practice
    return draft


def version_to_translate(user: Any, practice: Practice) -> Version:
    """The version readers see; before the first publishing, the draft. 404 when there is neither."""
    version = practice.current or draft_of(practice)
    if version is None:
        raise Http404
    version.practice = practice
    return version
