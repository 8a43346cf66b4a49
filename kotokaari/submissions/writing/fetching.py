"""What the pages of writing fetch, always on behalf of someone."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.foundation.fields import read
from kotokaari.people.public import User

from ..models import Submission
from ..queries import submissions_written_by


def me(request: HttpRequest) -> User:
    """Who asks, on pages that are closed to people who have not signed in."""
    return cast(User, request.user)


def submission_of(user: Any, key: str) -> Submission:
    """The submission this person writes, with its call and round; or 404. One query."""
    mine = submissions_written_by(user)
    return get_object_or_404(mine.select_related("call__organisation", "round", "organisation", "current"), key=key)


def title_of(submission: Submission) -> str:
    """What it is called so far."""
    return str(read(submission.title)) or _("A submission without a name yet")


def trail(submission: Submission, here: Any = "") -> list[tuple[Any, str]]:
    """The way to a page of a submission."""
    way: list[tuple[Any, str]] = [(_("My submissions"), reverse("submissions:mine"))]
    if not here:
        return [*way, (title_of(submission), "")]
    return [*way, (title_of(submission), submission.get_absolute_url()), (here, "")]
