"""What the head of a practice's page tells programs: linked data, how it is shared, where it comes from."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dataversion import cached

from . import linked

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
DESCRIPTION_LETTERS = 300
# A block of data may not end the element it stands in.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def practice_head(request: HttpRequest, practice: Practice, version: Version) -> str:
    """The head part of a public practice; an older version and a draft are not what others should quote."""
    if practice.status not in Practice.PUBLIC or version.pk != practice.current_id:
        return ""
    language = (get_language() or "fi")[:2]
    key = ("head of a practice", version.pk, language, request.path)
    return cached(key, lambda: _written(practice, version, language, settings.BASE_URL + request.path))


def _written(practice: Practice, version: Version, language: str, page: str) -> str:
    title, summary = version.title.read(language), version.summary.read(language)
    context = {
        "data": as_data({"@context": linked.CONTEXT, **linked.practice(practice, version, whole=False)}),
        "title": title.text,
        "description": shortened(summary.text),
        "page": page,
        "locale": LOCALES.get(title.language, title.language),
        "licence": linked.licence_address(practice.licence),
        "provenance": reverse("arc:prov", args=["practice", practice.uuid]),
        "oembed": f"{settings.BASE_URL}{reverse('oembed')}?{urlencode({'url': page, 'format': 'json'})}",
    }
    return render_to_string("opendata/_practice_head.html", context)


def as_data(data: dict[str, Any]) -> SafeString:
    """JSON that may stand inside an element of a page."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - cannot end the element


def shortened(text: str, letters: int = DESCRIPTION_LETTERS) -> str:
    """As many whole words as fit."""
    words = " ".join(text.split())
    return words if len(words) <= letters else words[:letters].rsplit(" ", 1)[0] + " …"


def feeds() -> list[tuple[str, str]]:
    """Feeds of news, as name and address, where a room makes them."""
    names = (("following:practices-feed", _("New and changed practices")), ("following:adoptions-feed", _("Adoptions")))
    found = []
    for view, name in names:
        try:
            found.append((name, reverse(view)))
        except NoReverseMatch:
            continue
    return found
