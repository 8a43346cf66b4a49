"""The catalogue over HTTP, for readers. Writing has its own pages (``writing_views``)."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import exports, listing, page, pdf, permissions, queries, registries
from .filters import Filters
from .models import Practice, Version


def _language() -> str:
    return (get_language() or "fi")[:2]


@login_not_required
def practice_list(request: HttpRequest) -> HttpResponse:
    """Public practices: words, facets with counts, pages. Every state has its address."""
    language = _language()
    filters = Filters.from_query(request.GET)
    context = {
        "filters": filters,
        "list": listing.written(filters, language, partial(queries.hits, filters.q, language)),
        "query": filters.at(1).query,
        "extras": registries.list_extras(request, filters.at(1).query),
        "heads": registries.list_heads(request, filters.at(1).query),
        "may_write": permissions.can_write_practices(request.user),
        "may_import": permissions.can_import_practices(request.user),
    }
    return render(request, "catalogue/practice_list.html", context)


@login_not_required
def practice_list_csv(request: HttpRequest) -> HttpResponseBase:
    """The found practices, all pages, as a table."""
    return exports.csv_response(_exported(request), _language())


@login_not_required
def practice_list_json(request: HttpRequest) -> HttpResponseBase:
    """The found practices, all pages, with their texts in every language."""
    return exports.json_response(_exported(request), _language())


def _exported(request: HttpRequest) -> list[int]:
    filters = Filters.from_query(request.GET)
    return listing.everything_found(filters, _language(), queries.hits(filters.q, _language()))


@login_not_required
def practice(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A practice: the answer first, then all that is known."""
    thing = queries.practice_for(request.user, key)
    if thing.status == Practice.Status.WITHDRAWN:
        return tombstone(request, thing)
    version = queries.version_shown(thing)
    if thing.current and slug != thing.slug:
        return redirect(thing.get_absolute_url(), permanent=True)
    return _practice_page(request, thing, version)


@login_not_required
def version(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    """A version that was or is public, at its permanent address."""
    thing = queries.practice_for(request.user, key)
    if thing.status == Practice.Status.WITHDRAWN:
        return tombstone(request, thing)
    found = queries.version_for(thing, number)
    return _practice_page(request, thing, found)


@login_not_required
def versions(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The history of a practice: its public versions, and where to compare them."""
    thing = queries.practice_for(request.user, key)
    if thing.status == Practice.Status.WITHDRAWN:
        return tombstone(request, thing)
    context = {
        "practice": thing,
        "versions": queries.public_versions(thing),
        "trail": [
            (_("Practices"), reverse("catalogue:list")),
            (str(thing), thing.get_absolute_url()),
            (_("History"), ""),
        ],
    }
    return render(request, "catalogue/versions.html", context)


def _practice_page(request: HttpRequest, thing: Practice, version: Version) -> HttpResponse:
    context = {
        "practice": thing,
        "version": version,
        "article": page.written(thing, version, _language()),
        "slug": slug_of(version),
        "may": page.may(request.user, thing),
        "steps": registries.practice_actions(request, thing),
        "sections": registries.practice_sections(request, thing, version),
        "heads": registries.practice_heads(request, thing, version),
    }
    return render(request, "catalogue/practice_detail.html", context)


@login_not_required
def card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The practice on one page, as tagged PDF."""
    return _paper(request, key, "card")


@login_not_required
def paper(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The whole practice as tagged PDF."""
    return _paper(request, key, "full")


def _paper(request: HttpRequest, key: str, mode: pdf.Mode) -> HttpResponse:
    thing = queries.practice_for(request.user, key)
    if thing.status == Practice.Status.WITHDRAWN:
        return tombstone(request, thing)
    version = queries.version_shown(thing)
    content = pdf.paper(thing, version, _language(), mode)
    name = f"{slug_of(version)}-{key}{'' if mode == 'card' else '-full'}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def tombstone(request: HttpRequest, thing: Practice) -> HttpResponse:
    """410: the practice was withdrawn; its address, name and the reason stay."""
    return render(request, "catalogue/tombstone.html", {"practice": thing}, status=410)


def slug_of(version: Version) -> str:
    """The words of a version's address in the reader's language."""
    return listing.slug(version.title.read(_language()).text)


@login_not_required
def project_list(request: HttpRequest) -> HttpResponse:
    """All projects, the latest first."""
    return render(
        request, "catalogue/project_list.html", {"projects": page.project_lines(_language(), queries.projects())}
    )


@login_not_required
def project(request: HttpRequest, code: str) -> HttpResponse:
    """A project: when, who, with what money, and the practices that outlived it."""
    thing = queries.project_for(code)
    context = page.of_project(thing, _language())
    context["trail"] = [(_("Projects"), reverse("catalogue:projects")), (str(thing), "")]
    context["rows"] = listing.rows(queries.public_practices_of(thing), _language())
    return render(request, "catalogue/project_detail.html", context)
