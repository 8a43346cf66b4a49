"""Two versions beside each other, word by word."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import place_book
from kotokaari.ui.languages import direction
from kotokaari.vocabulary.public import concept_book

from .. import logic
from .. import record as spec
from ..models import Practice, Version
from ..words import flag, language_name, written_date
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


def in_words(change: logic.Change) -> dict[str, Any]:
    """A change as the page tells it."""
    language = change.languages[1]
    return {
        "label": change.field.label,
        "kind": change.kind,
        "pieces": change.pieces,
        "lang": language,
        "dir": direction(language) if language else "",
        "before": _words(change.field, change.before),
        "after": _words(change.field, change.after),
        "parts": [in_words(part) for part in change.parts],
        "place": change.place,
        "is_text": bool(change.pieces),
    }


def _words(field: spec.Field, value: Any) -> list[str]:
    """A value of a field that is not a text, in words."""
    language = (get_language() or "fi")[:2]
    if value is None or value in ("", [], {}):
        return []
    if field.type is spec.Type.CONCEPTS:
        return [concept_book().label(code, language) for code in value]
    if field.type is spec.Type.PLACES:
        return [place_book().name(code, language) for code in value]
    if field.type in (spec.Type.CHOICE, spec.Type.SCALE):
        return [str(field.label_of(value))]
    if field.type is spec.Type.DATE:
        return [written_date(str(value), language)]
    return [flag(value) if field.type is spec.Type.FLAG else str(value)]
