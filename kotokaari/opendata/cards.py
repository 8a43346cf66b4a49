"""The card of a practice that other sites may show: what it holds, and how it is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from kotokaari.catalogue.public import Practice, public_practice, rows
from kotokaari.foundation.text import LANGUAGES

WIDTH, HEIGHT, SMALLEST = 480, 480, 200


def language_of(wanted: str) -> str:
    """The language a card is asked for in, or Finnish."""
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def card_address(uuid: UUID, language: str) -> str:
    """Where the card is, for other sites."""
    return f"{settings.BASE_URL}{reverse('embed', args=[uuid])}?{urlencode({'lang': language})}"


def card(practice: Practice, language: str) -> dict[str, Any]:
    """What the card says, in this language; of a withdrawn practice its name only."""
    version = practice.current
    title = version.title.read(language) if version else None
    is_withdrawn = practice.status == Practice.Status.WITHDRAWN
    found = rows([version.pk], language) if version and not is_withdrawn else []
    return {
        "practice": practice,
        "title": title,
        "row": found[0] if found else None,
        "summary": version.summary.read(language) if version else None,
        "page": settings.BASE_URL + practice.get_absolute_url(),
        "is_withdrawn": is_withdrawn,
        "language": language,
        "home": f"{settings.BASE_URL}/{language}/",
    }


def snippet(practice: Practice, language: str) -> str:
    """The lines another site puts into its page."""
    return _frame(practice, language, WIDTH, HEIGHT)


def _frame(practice: Practice, language: str, width: int, height: int) -> str:
    name = practice.current.title.read(language).text if practice.current else practice.key
    title = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<iframe src="{card_address(practice.uuid, language).replace("&", "&amp;")}" width="{width}" height="{height}" '
        f'title="{title}" lang="{language}" loading="lazy" sandbox="allow-top-navigation-by-user-activation allow-popups"></iframe>'
    )


def practice_at(address: str) -> tuple[Practice, str]:
    """The practice that lives at a page of ours, and the language of that page. Raises Http404."""
    try:
        parts, home = urlsplit(address), urlsplit(settings.BASE_URL)
    except ValueError as error:
        raise Http404 from error
    if parts.netloc != home.netloc or parts.scheme not in ("http", "https"):
        raise Http404
    try:
        with override(language_of(parts.path[1:3])):  # addresses are words of a language
            found = resolve(parts.path)
    except Resolver404 as error:
        raise Http404 from error
    if found.view_name in ("identity", "embed"):
        asked = parse_qs(parts.query).get("lang", [""])[0]
        return public_practice(found.kwargs["uuid"]), language_of(asked)
    key = found.kwargs.get("key")
    if found.namespace != "catalogue" or not key:
        raise Http404
    practice = Practice.objects.select_related("current").filter(key=key, status__in=Practice.ADDRESS_KEPT).first()
    if practice is None:
        raise Http404
    return practice, language_of(parts.path[1:3])


def oembed(practice: Practice, language: str, most_width: int, most_height: int) -> dict[str, Any]:
    """The answer of oEmbed 1.0, type rich."""
    width = max(min(WIDTH, most_width), SMALLEST)
    height = max(min(HEIGHT, most_height), SMALLEST)
    title = practice.current.title.read(language).text if practice.current else practice.key
    if practice.status == Practice.Status.WITHDRAWN:
        title = _("Withdrawn: %(title)s") % {"title": title}
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": practice.owner.name.read(language).text,
        "provider_name": "Kotokaari",
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": 86_400,
        "html": _frame(practice, language, width, height),
        "width": width,
        "height": height,
    }
