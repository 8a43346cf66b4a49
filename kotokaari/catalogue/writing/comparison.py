"""Two versions beside each other, word by word."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kotokaari.foundation.text import LANGUAGES

from .. import logic
from ..changes import in_words
from ..models import Practice, Version
from ..words import language_name
from .fetching import practice_for
from .sheets import title_of, trail


@login_not_required
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What changed from one version to another; by default from the one before to the latest."""
    practice = practice_for(request.user, key)
    versions = list(Version.objects.visible_to(request.user).filter(practice=practice).order_by("number"))
    for version in versions:
        version.practice = practice
    if not versions or practice.status == Practice.Status.WITHDRAWN:
        return render(request, "catalogue/tombstone.html", {"practice": practice}, status=410)
    after = _chosen(versions, request.GET.get("to"), versions[-1])
    before = _chosen(versions, request.GET.get("from"), versions[max(0, versions.index(after) - 1)])
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else ""
    changes = logic.compare(before.whole, after.whole, language)
    context = {
        "practice": practice,
        "versions": versions,
        "before": before,
        "after": after,
        "language": language,
        "languages": [(code, language_name(code)) for code in LANGUAGES],
        "changes": [in_words(change) for change in changes],
        "title": title_of(practice if practice.current_id else after),
        "trail": trail(practice if practice.current_id else after, _("Compare versions")),
    }
    return render(request, "catalogue/writing/compare.html", context)


def _chosen(versions: list[Version], number: str | None, otherwise: Version) -> Version:
    return next((version for version in versions if str(version.number) == number), otherwise)
