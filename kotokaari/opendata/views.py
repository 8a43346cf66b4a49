"""Open data over HTTP. Everything here is open, and is only read."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kotokaari.catalogue.public import Practice, public_practice, slug
from kotokaari.decisions.public import calls_told

from . import cards, datasets, dumps, heads, index, sitemap


@login_not_required
@require_safe
@cache_control(no_cache=True)  # the files change without any data changing
def front(request: HttpRequest) -> HttpResponse:
    """What can be had as data, under which terms, and how to quote it."""
    made = dumps.manifest()
    context = {
        "manifest": made,
        "datasets": _datasets(made),
        "trail": [(_("Open data"), "")],
        "site_url": settings.BASE_URL,
        "written_on": datetime.date.fromisoformat(made["written_on"]) if made else None,
        "feeds": heads.feeds(),
        "calls": calls_told(),
    }
    return render(request, "opendata/front.html", context)


def _datasets(made: dict[str, Any] | None) -> list[dict[str, Any]]:
    files = made["files"] if made else []
    return [
        {
            "name": dataset.name,
            "title": datasets.words(dataset.name)[0],
            "about": datasets.words(dataset.name)[1],
            "things": next((file["things"] for file in files if file["dataset"] == dataset.name), 0),
            "files": [file for file in files if file["dataset"] == dataset.name],
        }
        for dataset in dumps.DATASETS
    ]


@login_not_required
@require_safe
def whole_index(request: HttpRequest) -> HttpResponse:
    """Everything from A to Z and by theme, for those who would rather browse than search."""
    title = _("From A to Z and by theme")
    context = {"letters": index.letters(), "facets": index.facets(), "trail": [(title, "")]}
    return render(request, "opendata/index.html", context)


@login_not_required
@require_safe
def letter(request: HttpRequest, letter: str) -> HttpResponse:
    """The practices whose names begin with a letter."""
    page = Paginator(index.titles_under(letter), index.PER_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    whole = (_("From A to Z and by theme"), reverse("opendata:index"))
    rows = [(title, reverse("catalogue:practice", args=[slug(title.text), title.key])) for title in page]
    context = {"letter": letter, "letters": index.letters(), "rows": rows, "page": page, "trail": [whole, (letter, "")]}
    return render(request, "opendata/letter.html", context)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def choose_language(request: HttpRequest) -> HttpResponse:
    """/open-data/ leads to the page in the visitor's language."""
    with translation.override(get_language_from_request(request)):
        return redirect("opendata:front")


@login_not_required
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the open files."""
    made = dumps.manifest() or {"files": []}
    known = {entry["name"]: entry["media_type"] for entry in made["files"]} | {dumps.MANIFEST: "application/json"}
    path = dumps.folder() / name
    if name not in known or not path.is_file():
        raise Http404
    kind = known[name] if known[name] == "application/ld+json" else f"{known[name]}; charset=utf-8"
    answer = FileResponse(path.open("rb"), content_type=kind)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@login_not_required
@require_safe
def share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How to show a practice elsewhere: its address, a card for another site, a card on paper."""
    practice = public_practice(uuid)
    language = (get_language() or "fi")[:2]
    if practice.status == Practice.Status.WITHDRAWN:
        return redirect(practice.get_absolute_url())
    context = {
        "practice": practice,
        "title": practice.current.title if practice.current else "",
        "language": language,
        "permanent": settings.BASE_URL + reverse("identity", args=[uuid]),
        "snippet": cards.snippet(practice, language),
        "card": f"{reverse('embed', args=[uuid])}?lang={language}",
        "paper": reverse("catalogue:card", args=[practice.slug, practice.key]),
        "oembed": settings.BASE_URL + reverse("oembed"),
        "owner": practice.owner.name,
        "year": practice.current.published_at.year if practice.current and practice.current.published_at else "",
        "trail": [
            (_("Practices"), reverse("catalogue:list")),
            (str(practice), practice.get_absolute_url()),
            (_("Share"), ""),
        ],
    }
    return render(request, "opendata/share.html", context)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # the library forgets views with words in their address
def embed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The card of a practice, alone on a small page that other sites may frame."""
    practice = public_practice(uuid)
    language = cards.language_of(request.GET.get("lang", ""))
    with translation.override(language):
        context = cards.card(practice, language)
        return render(request, "opendata/embed.html", context, status=410 if context["is_withdrawn"] else 200)


@login_not_required
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0: the card of the practice whose page is asked for."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"detail": "Only format=json is answered."}, status=501)
    practice, language = cards.practice_at(request.GET.get("url", ""))
    with translation.override(language):
        answer = cards.oembed(practice, language, _number(request, "maxwidth"), _number(request, "maxheight"))
    return JsonResponse(answer, headers={"Access-Control-Allow-Origin": "*"})


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else 99_999


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the map of the site."""
    return HttpResponse(sitemap.index_text(), content_type="application/xml")


@login_not_required
@require_safe
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A part of the map of the site."""
    try:
        return HttpResponse(sitemap.part_text(name, number), content_type="application/xml")
    except LookupError as error:
        raise Http404 from error
