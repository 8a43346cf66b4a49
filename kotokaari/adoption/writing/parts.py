"""Adaptations, outcomes and lessons: each is added, corrected and removed on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kotokaari.foundation.errors import DomainError

from .. import actions, forms, queries
from ..models import Adoption
from .fetching import adoption_to_write, me
from .forming import form_page


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: how it is found, typed, written."""

    form: type[forms.LedgerForm]
    find: Callable[[Adoption, UUID], Any]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., Any]
    new: Any
    lead: Any
    correct: Any
    ask: Any


KINDS = {
    "adaptation": Kind(
        forms.AdaptationForm,
        queries.adaptation_of,
        actions.add_adaptation,
        actions.edit_adaptation,
        actions.remove_adaptation,
        gettext_lazy("Something you do otherwise"),
        gettext_lazy(
            "Eight questions used all over the world (FRAME), so that others can compare. Answer what you know; the first three are enough."
        ),
        gettext_lazy("What you do otherwise"),
        gettext_lazy("Remove this adaptation?"),
    ),
    "outcome": Kind(
        forms.OutcomeForm,
        queries.outcome_of,
        actions.add_outcome,
        actions.edit_outcome,
        actions.remove_outcome,
        gettext_lazy("What came of it"),
        gettext_lazy("One thing you looked at, with how you did it. A figure is good; a direction is enough."),
        gettext_lazy("What came of it"),
        gettext_lazy("Remove this outcome?"),
    ),
    "lesson": Kind(
        forms.LessonForm,
        queries.lesson_of,
        actions.add_lesson,
        actions.edit_lesson,
        actions.remove_lesson,
        gettext_lazy("What you learned"),
        gettext_lazy("One lesson at a time, in the words you would say to a colleague."),
        gettext_lazy("What you learned"),
        gettext_lazy("Remove this lesson?"),
    ),
}


def _make(kind: str, adoption: Adoption) -> Callable[..., forms.LedgerForm]:
    form = KINDS[kind].form
    return partial(form, version=adoption.version) if kind == "adaptation" else form


def _back(adoption: Adoption, kind: str) -> str:
    return f"{reverse('adoption:write', args=[adoption.uuid])}#{kind}s"


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A new part."""
    adoption, chosen = adoption_to_write(request, uuid), KINDS[kind]

    def save(form: forms.LedgerForm) -> None:
        chosen.add(adoption, **form.values(), by=me(request))
        messages.success(request, _("Saved. Thank you for telling."))

    return form_page(
        request,
        adoption,
        name=f"{kind}-new",
        make=_make(kind, adoption),
        save=save,
        heading=chosen.new,
        lead=chosen.lead,
        after=_back(adoption, kind),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID, part: UUID, kind: str) -> HttpResponse:
    """A part is corrected."""
    adoption, chosen = adoption_to_write(request, uuid), KINDS[kind]
    thing = chosen.find(adoption, part)

    def save(form: forms.LedgerForm) -> None:
        chosen.edit(thing, changes=form.values(), base=form.base, by=me(request))

    return form_page(
        request,
        adoption,
        name=f"{kind}-{part}",
        make=_make(kind, adoption),
        save=save,
        thing=thing,
        heading=chosen.correct,
        after=_back(adoption, kind),
        remove=reverse(f"adoption:{kind}-remove", args=[uuid, part]),
    )


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, uuid: UUID, part: UUID, kind: str) -> HttpResponse:
    """A part is taken away, after asking."""
    adoption, chosen = adoption_to_write(request, uuid), KINDS[kind]
    thing = chosen.find(adoption, part)
    if request.method == "POST":
        try:
            chosen.remove(thing, by=me(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Removed."))
        return redirect(_back(adoption, kind))
    context = {
        "title": chosen.ask,
        "text": _("What it says is gone for good; the history only keeps that something was removed."),
        "confirm": _("Remove"),
        "cancel": _back(adoption, kind),
    }
    return render(request, "ui/confirm.html", context)
