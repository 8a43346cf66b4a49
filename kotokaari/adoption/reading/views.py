"""Adoptions over HTTP, for readers."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from . import page
from .listing import Filters, Listing, as_csv, as_json, found, rows


@login_not_required
def adoption_list(request: HttpRequest) -> HttpResponse:
    """All open adoptions: a map and choices with counts; every state has its address."""
    listing = Listing(request.GET)
    shown = listing.page
    context = {"listing": listing, "page": shown, "rows": rows(list(shown)), "query": request.GET.urlencode()}
    return render(request, "adoption/read_list.html", context)


@login_not_required
def adoption_list_csv(request: HttpRequest) -> HttpResponse:
    """The found adoptions, all pages, as a table."""
    text = as_csv(found(Filters.from_query(request.GET)))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=_as_file("csv"))


@login_not_required
def adoption_list_json(request: HttpRequest) -> HttpResponse:
    """The found adoptions, all pages, as data."""
    text = as_json(found(Filters.from_query(request.GET)))
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=_as_file("json"))


def _as_file(ending: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="kotokaari-adoptions.{ending}"',
        "Content-Language": get_language() or "fi",
    }


@login_not_required
def adoption(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One adoption: everything told, and the owner's words beside."""
    thing = page.adoption_for(request.user, uuid)
    return render(request, "adoption/read_adoption.html", page.context_of(thing, request.user))
