"""One's own profile as an expert, and the list for those who look for people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kotokaari.catalogue.public import SIZE_BANDS
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import TranslatedText
from kotokaari.vocabulary.public import concept_book

from .. import permissions, queries, tables
from ..actions import experts as actions
from ..forms import FilterForm, ProfileForm, language
from ..models import Expert
from .fetching import me

A_PAGE = 50


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What one knows and reads, how much one takes, and the consent about own experience."""
    expert = Expert.objects.filter(user=me(request)).select_related("organisation").first()
    form = ProfileForm(request.POST or None, expert=expert)
    if request.method == "POST" and form.is_valid():
        before = expert.about if expert else TranslatedText()
        try:
            actions.save_profile(me(request), **form.values(before), by=me(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. You can change it whenever you want."))
            return redirect("panel:profile")
    context = {
        "form": form,
        "expert": expert,
        "trail": [(_("My work"), reverse("home:work")), (_("My profile as an expert"), "")],
    }
    return render(request, "panel/profile.html", context)


@require_http_methods(["GET", "POST"])
def profile_delete(request: HttpRequest) -> HttpResponse:
    """The profile goes, after asking."""
    expert = Expert.objects.filter(user=me(request)).first()
    if expert is None:
        return redirect("panel:profile")
    if request.method == "POST":
        actions.delete_profile(expert, by=me(request))
        messages.success(request, _("Your profile is deleted."))
        return redirect("panel:profile")
    context = {
        "title": _("Delete your profile as an expert?"),
        "text": _("You are no longer in the list of experts. Seats you have taken stay until you leave them."),
        "confirm": _("Delete"),
        "cancel": reverse("panel:profile"),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Take back the consent about own experience: one button, at once."""
    expert = Expert.objects.filter(user=me(request)).first()
    if expert is None:
        return redirect("panel:profile")
    if request.method == "POST":
        actions.set_own_experience(expert, consents=False, by=me(request))
        messages.success(request, _("Your consent is taken back. Nobody sees it any more."))
        return redirect("panel:profile")
    context = {
        "title": _("Take back your consent?"),
        "text": _("Own experience of moving is no longer shown beside your name, nor used in making up panels."),
        "confirm": _("Take the consent back"),
        "cancel": reverse("panel:profile"),
    }
    return render(request, "ui/confirm.html", context)


@require_GET
def experts(request: HttpRequest) -> HttpResponse:
    """Who may be asked: for those who run a call, never public."""
    require(permissions.can_see_experts(request.user))
    form = FilterForm(request.GET)
    found = queries.experts(**form.asked())
    if request.GET.get("format") == "csv":
        return tables.as_csv("experts.csv", *tables.experts(found))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    taken = queries.asked_in(request.user, request.GET.get("call", ""))
    context = {
        "form": form,
        "page": page,
        "rows": [{**_row(expert), "is_taken": expert.user_id in taken} for expert in page],
        "call": request.GET.get("call", ""),
        "trail": [(_("My work"), reverse("home:work")), (_("Experts"), "")],
    }
    return render(request, "panel/experts.html", context)


def _row(expert: Expert) -> dict[str, Any]:
    bands, book = dict(SIZE_BANDS), concept_book()
    return {
        "expert": expert,
        "organisation": str(read(expert.organisation.name)) if expert.organisation else "",
        "themes": [book.label(concept.code, language()) for concept in expert.fields.all()],
        "languages": [tables.LANGUAGE_NAMES.get(code, code) for code in expert.languages],
        "bands": [bands.get(code, code) for code in expert.size_bands],
        "has_experience": bool(expert.has_moved and expert.has_moved_consented_at),
    }
