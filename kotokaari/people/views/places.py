"""Places: Finland's regions and municipalities, and the areas of partners abroad."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import queries
from ..books import folded, organisation_book, place_book, sort_key
from ..pages import places_by_region
from ..registries import place_sections


@login_not_required
@require_GET
def place_list(request: HttpRequest) -> HttpResponse:
    """Places by region; with ``?q=`` those whose name fits."""
    language = (get_language() or "fi")[:2]
    words = request.GET.get("q", "").strip()[:60]
    book = place_book()
    found = [p for p in book.by_code.values() if any(folded(words) in folded(name) for name in p.names.values())]
    used = {entry.place for entry in organisation_book().by_key.values() if entry.place}
    abroad = [place for place in map(book.by_code.get, used) if place and book.around(place.code)[-1] != "fi"]
    context = {
        "words": words,
        "found": [(p, p.name(language)) for p in sorted(found, key=lambda p: sort_key(p.name(language)))[:100]]
        if words
        else [],
        "regions": [
            (region, region.name(language), [(place, place.name(language)) for place in places])
            for region, places in (places_by_region(language) if not words else [])
        ],
        "abroad": [(p, p.name(language)) for p in sorted(abroad, key=lambda p: sort_key(p.name(language)))],
        "trail": [(_("Places"), "")],
    }
    return render(request, "people/place_list.html", context)


@login_not_required
@require_GET
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place: what it is part of, who works there, and what the other rooms know of it."""
    thing = queries.place_for(request.user, code)
    language = (get_language() or "fi")[:2]
    book = place_book()
    around = [
        (book.name(outer, language), reverse("people:place", args=[outer])) for outer in book.around(thing.code)[:0:-1]
    ]
    inside = book.within(thing.code)
    working = [o for o in organisation_book().by_key.values() if o.place in inside and not o.has_ended]
    parts = [book.by_code[part] for part in book.parts.get(thing.code, ())]
    context = {
        "place": thing,
        "name": thing.name(language),
        "trail": [(_("Places"), reverse("people:places")), *around, (thing.name(language), "")],
        "county": thing.county and (thing.county.name(language), thing.county.get_absolute_url()),
        "parts": sorted(((p, p.name(language)) for p in parts), key=lambda part: sort_key(part[1])),
        "organisations": sorted(((o, o.name(language)) for o in working), key=lambda o: sort_key(o[1])),
        "sections": place_sections(request, thing),
        "other_names": [(key, name) for key in ("fi", "sv", "en") if (name := thing.name(key)) != thing.name(language)],
    }
    return render(request, "people/place.html", context)
