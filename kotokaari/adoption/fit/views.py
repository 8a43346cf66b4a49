"""Fits us, over HTTP: the list, one practice gone through, and the situation itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kotokaari.foundation.access import require
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import SignedInRequest

from ..merging import EditConflict
from . import actions, permissions, queries
from .asking import TICKS, asking, carried, ticks
from .forms import SituationForm, initial_of
from .named import Named
from .weighing import fit_of, in_order, words_of_items

PER_PAGE = 10
BASE = "_base-"


@login_not_required
@require_GET
def fits_us(request: HttpRequest) -> HttpResponse:
    """Practices in the order in which they fit, each with what is met, missing and unknown."""
    who = asking(request)
    page = None
    if not who.us.is_silent:
        page = Paginator(in_order(who.us), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "who": who,
        "page": page,
        "lines": queries.lines(who.us, list(page.object_list)) if page else [],
        "needs": Named.of("concept", who.us.needs).names(),
        "to_describe": queries.organisations_to_describe(request.user),
    }
    return render(request, "adoption/fit_list.html", context)


@login_not_required
@require_GET
def fit(request: HttpRequest, key: str) -> HttpResponse:
    """One practice gone through requirement by requirement; what only a person can judge is ticked here."""
    practice, version = queries.practice_to_weigh(key)
    who = asking(request)
    context = {
        "practice": practice,
        "version": version,
        "who": who,
        "to_describe": queries.organisations_to_describe(request.user),
        "check": fit_of(who.us, version),
        "texts": words_of_items(version),
        "ticked": ticks(request.GET),
        "ticks": TICKS,
        "kept": [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if value and name not in (TICKS, "page")
        ],
        "changes": queries.changes_of(practice, who.us),
        "trail": [
            (_("Fits us"), reverse("adoption:fits-us") + carried(request.GET)),
            (str(practice), practice.get_absolute_url()),
            (_("Does it fit us?"), ""),
        ],
    }
    return render(request, "adoption/fit_practice.html", context)


@require_http_methods(["GET", "POST"])
def situation(request: SignedInRequest, code: str) -> HttpResponse:
    """An organisation describes itself; what is typed is saved as it is typed."""
    organisation = queries.organisation_for(code)
    require(permissions.can_describe_situation(request.user, organisation))
    now = queries.situation_of(organisation)
    is_autosave = request.headers.get("X-Requested-With") == "autosave"
    if request.method != "POST":
        return _situation_page(request, organisation, now)
    form = SituationForm(request.POST, situation=now)
    base = {name[len(BASE) :]: str(value) for name, value in request.POST.items() if name.startswith(BASE)}
    try:
        actions.describe_situation(organisation, answers=form.answers(), by=request.user, base=base or None)
    except EditConflict as conflict:
        form.add_error(None, str(conflict))
        return _situation_page(request, organisation, now, form, conflict.theirs, status=409 if is_autosave else 200)
    if is_autosave:
        return HttpResponse(status=204 if form.is_valid() else 422)
    if not form.is_valid():
        return _situation_page(request, organisation, queries.situation_of(organisation), form)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('adoption:fits-us')}?organisation={organisation.code}")


def _situation_page(
    request: SignedInRequest,
    organisation: Any,
    now: Any,
    form: SituationForm | None = None,
    theirs: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = None
    if form is None:
        answers = actions.answers_of(now)
        known = queries.known_of_place(organisation) if now.pk is None else None
        if known:
            answers |= {name: getattr(known, name) for name in queries.PLACE_KNOWS}
        form = SituationForm(initial=initial_of(answers), situation=now)
    context = {
        "organisation": organisation,
        "situation": now,
        "form": form,
        "known": known,
        "base": {f"{BASE}{name}": mark for name, mark in actions.marks_of(now).items()},
        "theirs": [(_label(form, name), _shown(form, name, value)) for name, value in (theirs or {}).items()],
        "trail": [
            (_("Organisations"), reverse("people:organisations")),
            (str(organisation), organisation.get_absolute_url()),
            (_("Situation"), ""),
        ],
    }
    return render(request, "adoption/fit_situation.html", context, status=status)


def _label(form: SituationForm, name: str) -> Any:
    return _("Languages") if name == "languages" else form[name].label


def _shown(form: SituationForm, name: str, value: Any) -> str:
    """An answer in words, as it stands now."""
    if name == "languages":
        return str(Named("language", tuple(value)))
    if isinstance(value, TranslatedText):
        return value.source_text
    shown = initial_of({name: value}).get(name)
    words = dict(getattr(form.fields[name], "choices", ()))
    values = shown if isinstance(shown, list) else [shown]
    return ", ".join(str(words.get(one, one)) for one in values if one not in (None, ""))
