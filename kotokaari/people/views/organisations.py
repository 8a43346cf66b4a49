"""Organisations: list, page, new, changed, ended, reopened."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read

from .. import permissions, queries
from ..actions import organisations as actions
from ..forms import EndForm, OrganisationForm
from ..models import Organisation
from ..pages import OrganisationList, ending, linked, names_in_other_languages, search_of
from ..registries import organisation_sections
from ..requests import SignedInRequest

PAGE_SIZE = 25


def _trail(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Organisations"), reverse("people:organisations")), *steps]


@login_not_required
@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations, found by words, type and place."""
    language = (get_language() or "fi")[:2]
    search = search_of(request.GET)
    found = queries.find_organisations(search, language)
    page = Paginator(found.organisations, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "listing": OrganisationList(request.GET, search, found, page, language),
        "page": page,
        "search": search,
        "can_create": permissions.can_create_organisation(request.user),
    }
    part = "#results" if request.headers.get("HX-Request") else ""
    return render(request, f"people/organisation_list.html{part}", context)


@login_not_required
@require_GET
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation, with what the other rooms know of it."""
    thing = queries.organisation_for(request.user, code)
    above = [(read(thing.parent.name).text, thing.parent.get_absolute_url())] if thing.parent else []
    context = {
        "organisation": thing,
        "trail": _trail(*above, (read(thing.name).text, "")),
        "ending": ending(thing),
        "place_name": thing.place.name((get_language() or "fi")[:2]) if thing.place else "",
        "precedents": linked([succession.old for succession in thing.precedents.all()]),
        "other_names": names_in_other_languages(thing),
        "sections": organisation_sections(request, thing),
        "can_edit": permissions.can_edit_organisation(request.user, thing),
        "can_end": permissions.can_end_organisation(request.user, thing),
        "can_see_members": permissions.can_see_members(request.user, thing),
    }
    return render(request, "people/organisation.html", context)


@require_http_methods(["GET", "POST"])
def organisation_create(request: SignedInRequest) -> HttpResponse:
    """A new organisation."""
    require(permissions.can_create_organisation(request.user))
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.create_organisation(**form.facts(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The organisation is here now."))
            return redirect(made)
    context = {"form": form, "trail": _trail((_("New organisation"), "")), "title": _("New organisation")}
    return render(request, "people/organisation_form.html", {**context, "cancel": reverse("people:organisations")})


@require_http_methods(["GET", "POST"])
def organisation_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """What is known about an organisation, changed."""
    thing = queries.plain_organisation_for(request.user, code)
    require(permissions.can_edit_organisation(request.user, thing))
    form = OrganisationForm(request.POST or None, organisation=thing)
    if form.is_valid():
        try:
            actions.edit_organisation(thing, **form.facts(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(thing)
    context = {
        "form": form,
        "trail": _thing_trail(thing, _("Edit")),
        "title": _("Edit the organisation"),
        "cancel": thing.get_absolute_url(),
    }
    return render(request, "people/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
def organisation_end(request: SignedInRequest, code: str) -> HttpResponse:
    """Its last day, and who carries the tasks on."""
    thing = queries.plain_organisation_for(request.user, code)
    require(permissions.can_end_organisation(request.user, thing))
    form = EndForm(request.POST or None, organisation=thing)
    if form.is_valid():
        try:
            actions.end_organisation(thing, on=form.cleaned_data["on"], successors=form.successions(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The end is recorded. The page and its address stay."))
            return redirect(thing)
    context = {"form": form, "organisation": thing, "trail": _thing_trail(thing, _("End the organisation"))}
    return render(request, "people/organisation_end.html", context)


@require_http_methods(["GET", "POST"])
def organisation_reopen(request: SignedInRequest, code: str) -> HttpResponse:
    """The end taken back."""
    thing = queries.plain_organisation_for(request.user, code)
    require(permissions.can_end_organisation(request.user, thing))
    if request.method == "POST":
        try:
            actions.reopen_organisation(thing, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The organisation is open again."))
        return redirect(thing)
    context = {
        "title": _("Reopen the organisation?"),
        "text": _("Its last day and its successors are removed."),
        "confirm": _("Reopen"),
        "cancel": thing.get_absolute_url(),
    }
    return render(request, "ui/confirm.html", context)


def _thing_trail(thing: Organisation, here: Any) -> list[tuple[Any, str]]:
    return _trail((read(thing.name).text, thing.get_absolute_url()), (here, ""))
